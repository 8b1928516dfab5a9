import { StanzaError, xml } from "@yonder/protocol";
import { afterEach, describe, expect, test } from "vitest";
import type { TcpPeer } from "../transport/peer.fixture.ts";
import { closeAll, connect, PING } from "../transport/tcp-stage.fixture.ts";
import type { FakeNode } from "./node.fixture.ts";
import { BIND, failure, logIn, openStream, plain, plainNode, SASL2 } from "./sasl2-peer.fixture.ts";

afterEach(closeAll);

async function opened(node: FakeNode): Promise<TcpPeer> {
  const peer = await connect(node);
  await openStream(peer);
  return peer;
}

function authenticate(inside: string): string {
  return `<authenticate ${SASL2} mechanism='PLAIN'>${inside}</authenticate>`;
}

describe("binding along with the login", () => {
  test("gives an address with the tag and what the client does not choose, and the features of a session", async () => {
    const node = await plainNode();
    const { peer, success } = await logIn(node, `<bind ${BIND}><tag>Parrot</tag></bind>`);
    expect(success).toMatch(
      /<authorization-identifier>alice@localhost\/Parrot\/id-\d+-abcdefghijklmnop<\/authorization-identifier><bound xmlns='urn:xmpp:bind:0'\/>/,
    );
    expect(await peer.until("</stream:features>")).toMatch(/^<stream:features><sm xmlns='urn:xmpp:sm:3'\/><limits /);
    peer.send(PING);
    await peer.until("id='p1'");
  });

  test("gives a client the same address each time, and does not show its id", async () => {
    const node = await plainNode();
    const agent = "<user-agent id='d4565fa7-4d72-4749-b3d3-740edbf87770'/>";
    const first = await logIn(node, `${agent}<bind ${BIND}><tag>Parrot</tag></bind>`);
    const again = await logIn(node, `${agent}<bind ${BIND}><tag>Parrot</tag></bind>`);
    const other = await logIn(node, `<user-agent id='another'/><bind ${BIND}><tag>Parrot</tag></bind>`);
    expect(again.address).toBe(first.address);
    expect(other.address).not.toBe(first.address);
    expect(first.address).not.toContain("d4565fa7");
  });

  test("leaves out a tag that cannot be part of an address", async () => {
    const { address } = await logIn(await plainNode(), `<bind ${BIND}><tag>${"x".repeat(101)}</tag></bind>`);
    expect(address).toMatch(/^alice@localhost\/id-\d+-abcdefghijklmnop$/);
  });

  test("turns on what is asked for, and tells what features say", async () => {
    const node = await plainNode();
    node.router.bound = [xml("metadata", "urn:xmpp:mam:2")];
    const request = `<bind ${BIND}><enable xmlns='urn:xmpp:carbons:2'/><enable xmlns='urn:xmpp:sm:3' resume='true'/></bind>`;
    const { peer, success, address } = await logIn(node, request);
    const session = node.router.session(address);
    expect(success).toContain(
      `<bound ${BIND}><metadata xmlns='urn:xmpp:mam:2'/><enabled xmlns='urn:xmpp:sm:3' id='${session.id}' resume='true' max='300'/></bound>`,
    );
    expect(session).toMatchObject({ hasCarbons: true, isManaged: true });
    // COMPAT: @xmpp/client would turn it on once more.
    expect(await peer.until("</stream:features>")).not.toContain("<sm ");
  });

  test("keeps what comes for the session before the client hears of it", async () => {
    const node = await plainNode();
    const { bind } = node.router;
    node.router.bind = (session) => {
      bind.call(node.router, session);
      session.send(node.message("alice@localhost", "early"));
    };
    const { peer, success } = await logIn(node, `<bind ${BIND}><enable xmlns='urn:xmpp:sm:3'/></bind>`);
    expect(success).not.toContain("early");
    expect(await peer.until("</message>")).toContain("</stream:features><message");
    peer.send("<a xmlns='urn:xmpp:sm:3' h='1'/><r xmlns='urn:xmpp:sm:3'/>");
    await peer.until("<a xmlns='urn:xmpp:sm:3' h='0'/>");
  });

  test("leaves no session behind of who goes before it is bound", async () => {
    const node = await plainNode();
    const bound = Promise.withResolvers<void>();
    const { bind } = node.router;
    const asked = Promise.withResolvers<void>();
    Object.assign(node.router, {
      bind: async (session: Parameters<typeof bind>[0]) => {
        bind.call(node.router, session);
        asked.resolve();
        await bound.promise;
      },
    });
    const peer = await opened(node);
    peer.send(authenticate(`${plain("alice", "correct horse")}<bind ${BIND}/>`));
    await asked.promise;
    peer.abort();
    await expect.poll(() => node.metrics.connections.tcp).toBe(0);
    bound.resolve();
    await expect.poll(() => node.router.ended.map(({ reason }) => reason)).toEqual(["lost"]);
    expect(node.metrics.sessions).toBe(0);
  });

  test("that the router refuses lets nobody in", async () => {
    const node = await plainNode();
    node.router.bindError = new StanzaError("resource-constraint");
    const peer = await opened(node);
    peer.send(authenticate(`${plain("alice", "correct horse")}<bind ${BIND}/>`));
    await peer.until(failure("temporary-auth-failure"));
    expect(node.metrics.sessions).toBe(0);
    node.router.bindError = undefined;
    peer.send(authenticate(`${plain("alice", "correct horse")}<bind ${BIND}/>`));
    await peer.until("</success>");
  });
});

describe("resuming along with the login", () => {
  const managed = `<bind ${BIND}><enable xmlns='urn:xmpp:sm:3' resume='true'/></bind>`;

  function resume(previd: string | undefined, h: string): string {
    return `<resume xmlns='urn:xmpp:sm:3' previd='${previd}' h='${h}'/>`;
  }

  test("goes on with the session, and sends what the client has not had, and no features", async () => {
    const node = await plainNode();
    const { peer, address, smId } = await logIn(node, managed);
    node.router.session(address).send(node.message("alice@localhost", "lost"));
    peer.abort();
    const next = await logIn(node, resume(smId, "0") + managed);
    expect(next.success).toContain(
      `<authorization-identifier>${address}</authorization-identifier><resumed xmlns='urn:xmpp:sm:3' previd='${smId}' h='0'/></success>`,
    );
    expect(await next.peer.until("</message>")).toMatch(/^<message [^>]*><body>lost<\/body><\/message>$/);
    expect(node.metrics).toMatchObject({ sessions: 1, resumptions: 1 });
  });

  test("binds a new session when that is gone", async () => {
    const { success, peer } = await logIn(await plainNode(), resume("gone", "0") + managed);
    expect(success).toContain(
      "<failed xmlns='urn:xmpp:sm:3'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed><bound",
    );
    await peer.until("</stream:features>");
  });

  test("without a wish to bind, leaves that for later", async () => {
    const { success, peer } = await logIn(await plainNode(), resume("gone", "x"));
    expect(success).toContain("<failed xmlns='urn:xmpp:sm:3'><bad-request");
    await peer.until("</stream:features>");
    await peer.bind("phone");
  });

  test("ends the stream of a client that has had more than it was sent", async () => {
    const node = await plainNode();
    const { peer, smId } = await logIn(node, managed);
    peer.abort();
    const next = await opened(node);
    next.send(authenticate(plain("alice", "correct horse") + resume(smId, "7")));
    expect(await next.untilClosed()).toMatch(/<handled-count-too-high [^>]*h='7' send-count='0'/);
  });

  test("is not done for who does not know the password", async () => {
    const node = await plainNode();
    const { smId, address } = await logIn(node, managed);
    const next = await opened(node);
    next.send(authenticate(plain("alice", "wrong") + resume(smId, "0")));
    await next.until(failure("not-authorized"));
    expect(node.router.session(address).transport).toBe("tcp");
  });
});
