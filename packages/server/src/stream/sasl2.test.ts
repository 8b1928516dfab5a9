import { createHash } from "node:crypto";
import { ScramClient, StanzaError, xml } from "@yonder/protocol";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { encode, TcpPeer } from "../transport/peer.fixture.ts";
import { closeAll, connect, makeTls, PING, start, streamError, withAlice } from "../transport/tcp-stage.fixture.ts";
import type { TlsIdentity } from "../transport/tls-identity.ts";
import type { FakeNode } from "./node.fixture.ts";
import { BIND, failure, logIn, openStream, plain, plainNode, SASL2 } from "./sasl2-peer.fixture.ts";

afterEach(closeAll);

let tls: TlsIdentity;

beforeAll(async () => {
  tls = await makeTls();
});

async function opened(node: FakeNode, from?: string): Promise<TcpPeer> {
  const peer = await connect(node);
  await openStream(peer, from);
  return peer;
}

function authenticate(inside: string, mechanism = "PLAIN"): string {
  return `<authenticate ${SASL2} mechanism='${mechanism}'>${inside}</authenticate>`;
}

describe("SASL2", () => {
  test("is offered with what may be asked for along with it, and bindings to the channel", async () => {
    const peer = await TcpPeer.connectTls(await start(await withAlice({ tls }), "direct-tls").port);
    peer.open();
    const features = await peer.until("</stream:features>");
    expect(features).toContain(
      "<mechanism>PLAIN</mechanism><inline><sm xmlns='urn:xmpp:sm:3'/><bind xmlns='urn:xmpp:bind:0'>",
    );
    expect(features).toContain(
      "<fast xmlns='urn:xmpp:fast:0'><mechanism>HT-SHA-256-EXPR</mechanism><mechanism>HT-SHA-256-ENDP</mechanism><mechanism>HT-SHA-256-NONE</mechanism></fast>",
    );
  });

  test("lets in with SCRAM, proves that we know the password, and goes on without another header", async () => {
    const peer = await opened(await withAlice());
    const client = new ScramClient({
      hash: "SHA-256",
      username: "alice",
      password: "correct horse",
      offered: { mechanisms: ["SCRAM-SHA-1", "SCRAM-SHA-256"], bindings: undefined },
    });
    peer.send(authenticate(`<initial-response>${encode(client.first())}</initial-response>`, "SCRAM-SHA-256"));
    const [, challenge = ""] = /<challenge[^>]*>([^<]*)</.exec(await peer.until("</challenge>")) ?? [];
    const response = await client.respond(Buffer.from(challenge, "base64").toString());
    peer.send(`<response ${SASL2}>${encode(response)}</response>`);
    const [, data = ""] = /<additional-data>([^<]*)</.exec(await peer.until("</additional-data>")) ?? [];
    expect(client.verify(Buffer.from(data, "base64").toString())).toBe(true);
    await peer.until(
      "<authorization-identifier>alice@localhost</authorization-identifier></success><stream:features><bind",
    );
    await peer.bind("phone");
  });

  test("tells a client with SCRAM what was offered, so that it notices what was hidden from it", async () => {
    const peer = await opened(await withAlice());
    const offered = { mechanisms: ["SCRAM-SHA-1"], bindings: undefined };
    const client = new ScramClient({ hash: "SHA-1", username: "alice", password: "correct horse", offered });
    peer.send(authenticate(`<initial-response>${encode(client.first())}</initial-response>`, "SCRAM-SHA-1"));
    const [, text = ""] = /<challenge[^>]*>([^<]*)</.exec(await peer.until("</challenge>")) ?? [];
    const challenge = Buffer.from(text, "base64").toString();
    const hash = createHash("sha1").update("SCRAM-SHA-1\u001eSCRAM-SHA-256").digest("base64");
    expect(challenge.endsWith(`,h=${hash}`)).toBe(true);
    await expect(client.respond(challenge)).rejects.toMatchObject({ condition: "not-authorized" });
  });

  test.each([
    ["a wrong password", plain("alice", "wrong"), "not-authorized"],
    ["an unknown user", plain("nobody", "wrong"), "not-authorized"],
    ["what is no base64", "<initial-response>*</initial-response>", "incorrect-encoding"],
    ["what is no UTF-8", "<initial-response>//79</initial-response>", "malformed-request"],
  ])("refuses %s", async (_, inside, condition) => {
    const peer = await opened(await plainNode());
    peer.send(authenticate(inside));
    await peer.until(failure(condition));
  });

  test.each([
    ["a mechanism that is not offered", authenticate("", "SCRAM-SHA-256-PLUS"), "invalid-mechanism"],
    ["no mechanism", `<authenticate ${SASL2}/>`, "invalid-mechanism"],
    ["a token's mechanism without a token", authenticate("", "HT-SHA-256-NONE"), "invalid-mechanism"],
    ["an abort", `<abort ${SASL2}/>`, "aborted"],
    ["an answer to no question", `<response ${SASL2}>AAAA</response>`, "malformed-request"],
    ["a task that nobody asked for", `<next ${SASL2} task='UPGR-SCRAM-SHA-512'/>`, "malformed-request"],
    ["data of no task", `<task-data ${SASL2}/>`, "malformed-request"],
  ])("refuses %s", async (_, text, condition) => {
    const peer = await opened(await plainNode());
    peer.send(text);
    await peer.until(failure(condition));
  });

  test("refuses to act for another than the stream is from", async () => {
    const peer = await opened(await plainNode(), "bob@localhost");
    peer.send(authenticate(plain("alice", "correct horse", "alice@localhost")));
    await peer.until(failure("invalid-authzid"));
    peer.send(authenticate(plain("alice", "correct horse")));
    await peer.until("</success>");
  });

  test("may be begun with an empty response", async () => {
    const peer = await opened(await plainNode());
    peer.send(authenticate(""));
    await peer.until(`<challenge ${SASL2}/>`);
    peer.send(`<response ${SASL2}>${encode("\0alice\0correct horse")}</response>`);
    await peer.until("</success>");
  });

  test("ends the stream of who says something else meanwhile", async () => {
    const peer = await opened(await plainNode());
    peer.send(authenticate("") + PING);
    expect(await peer.untilClosed()).toMatch(streamError("not-authorized"));
  });

  test("ends the stream of who logs in twice", async () => {
    const peer = await opened(await plainNode());
    peer.send(authenticate(plain("alice", "correct horse")) + authenticate(plain("alice", "correct horse")));
    expect(await peer.untilClosed()).toMatch(streamError("unsupported-stanza-type"));
  });

  test("counts attempts together with those of the other profile", async () => {
    const peer = await opened(await plainNode());
    for (let i = 0; i < 2; i++) peer.send("<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='X'/>");
    for (let i = 0; i < 3; i++) peer.send(authenticate("", "X"));
    expect(await peer.untilClosed()).toMatch(streamError("policy-violation"));
  });

  test("refuses a stream from another domain", async () => {
    const peer = await connect(await plainNode());
    peer.send(
      "<stream:stream from='alice@elsewhere' to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
    );
    expect(await peer.untilClosed()).toMatch(streamError("invalid-from"));
  });
});

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
