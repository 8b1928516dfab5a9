import { StanzaError, StreamError } from "@yonder/protocol";
import { afterEach, describe, expect, test } from "vitest";
import { TcpPeer } from "../transport/peer.fixture.ts";
import { closeAll, connect, connectAs, start, streamError, withAlice } from "../transport/tcp-stage.fixture.ts";
import { type FakeNode, limitsOf } from "./node.fixture.ts";

afterEach(closeAll);

const BIND = "xmlns='urn:ietf:params:xml:ns:xmpp-bind'";

function bind(resource: string): string {
  return `<iq type='set' id='b'><bind ${BIND}>${resource}</bind></iq>`;
}

async function loggedIn(node: FakeNode): Promise<TcpPeer> {
  const peer = await connect(node);
  await peer.logIn("alice", "correct horse");
  return peer;
}

describe("binding a resource", () => {
  test("is offered after login, with sessions and stream management", async () => {
    const peer = await connect(await withAlice());
    const features = await peer.logIn("alice", "correct horse");
    expect(features).toContain(
      "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>" +
        "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'><optional/></session><sm xmlns='urn:xmpp:sm:3'/>" +
        `${limitsOf(262_144, 150)}</stream:features>`,
    );
  });

  test("takes the resource that the client asks for", async () => {
    const peer = await loggedIn(await withAlice());
    peer.send(bind("<resource>Ｐhone 1</resource>"));
    expect(await peer.until("</iq>")).toBe(
      `<iq type='result' id='b'><bind ${BIND}><jid>alice@localhost/Ｐhone 1</jid></bind></iq>`,
    );
  });

  test.each([
    ["none", ""],
    ["an empty one", "<resource/>"],
  ])("makes one up when the client asks for %s", async (_, resource) => {
    const peer = await loggedIn(await withAlice());
    peer.send(bind(resource));
    expect(await peer.until("</iq>")).toMatch(/<jid>alice@localhost\/id-\d+-abcdefghijklmnop<\/jid>/);
  });

  test("refuses what no resource can be, and lets the client try again", async () => {
    const peer = await loggedIn(await withAlice());
    peer.send(bind(`<resource>${"a".repeat(1_100)}</resource>`));
    expect(await peer.until("</iq>")).toBe(
      "<iq type='error' id='b'><error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>" +
        "<text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>Not a resource.</text></error></iq>",
    );
    await peer.bind("phone");
  });

  test("passes on the router's refusal", async () => {
    const node = await withAlice();
    node.router.bindError = new StanzaError("resource-constraint", "Too many sessions.");
    const peer = await loggedIn(node);
    peer.send(bind("<resource>phone</resource>"));
    expect(await peer.until("</iq>")).toContain("<resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>");
    expect(node.metrics.sessions).toBe(0);
  });

  test("is not allowed twice", async () => {
    const alice = await connectAs("alice", await withAlice());
    alice.send(bind("<resource>another</resource>"));
    expect(await alice.until("</iq>")).toContain("<not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>");
  });

  test("ends the session that has the same resource already", async () => {
    const node = await withAlice();
    node.router.conflictError = new StreamError("conflict");
    const { port } = start(node);
    const [first, second] = [await TcpPeer.connect(await port), await TcpPeer.connect(await port)];
    await first.logIn("alice", "correct horse");
    await first.bind("phone");
    await second.logIn("alice", "correct horse");
    await second.bind("phone");
    expect(await first.untilClosed()).toMatch(streamError("conflict"));
    expect(node.router.ended).toMatchObject([{ reason: "replaced" }]);
    second.send("<iq type='get' id='p1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
    await second.until("id='p1'");
  });

  test("takes what a client sends along with it, in order", async () => {
    const node = await withAlice();
    const peer = await loggedIn(node);
    peer.send(
      `${bind("<resource>phone</resource>")}<presence/><enable xmlns='urn:xmpp:sm:3'/><message id='m1'/><r xmlns='urn:xmpp:sm:3'/>`,
    );
    await peer.until("<enabled xmlns='urn:xmpp:sm:3'/>");
    await peer.until("<a xmlns='urn:xmpp:sm:3' h='1'/>");
    expect(node.router.received.map((stanza) => stanza.name)).toEqual(["presence", "message"]);
  });
});

describe("before a resource is bound", () => {
  test.each([
    "<message to='bob@localhost'/>",
    "<presence/>",
    "<iq type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>",
  ])("%s ends the stream", async (stanza) => {
    const peer = await loggedIn(await withAlice());
    peer.send(stanza);
    expect(await peer.untilClosed()).toMatch(streamError("not-authorized"));
  });

  test.each([
    "<message to='bob@localhost'/>",
    "<presence/>",
    bind(""),
    "<iq type='get' id='1'><query xmlns='jabber:iq:auth'/></iq>",
  ])("%s before login ends the stream", async (stanza) => {
    const peer = await connect(await withAlice());
    peer.open();
    await peer.until("</stream:features>");
    peer.send(stanza);
    expect(await peer.untilClosed()).toMatch(streamError("not-authorized"));
  });
});

describe("stanzas", () => {
  test("carry the session's full address, whatever of it the client wrote", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    alice.send(
      "<message id='1'/><message id='2' from='alice@localhost'/><message id='3' from='Alice@LOCALHOST/phone'/><message id='4' from='alice@localhost/phone'/>",
    );
    await expect.poll(() => node.router.received.length).toBe(4);
    expect(node.router.received.map((stanza) => stanza.attr("from"))).toEqual(Array(4).fill("alice@localhost/phone"));
  });

  test.each([
    ["without id", "<iq type='get'><ping xmlns='urn:xmpp:ping'/></iq>"],
    ["without type", "<iq id='1'><ping xmlns='urn:xmpp:ping'/></iq>"],
    ["of unknown type", "<iq id='1' type='ask'><ping xmlns='urn:xmpp:ping'/></iq>"],
    ["that asks nothing", "<iq id='1' type='get'/>"],
    ["that asks two things", "<iq id='1' type='get'><ping xmlns='urn:xmpp:ping'/><ping xmlns='urn:xmpp:ping'/></iq>"],
  ])("an iq %s is a bad request", async (_, iq) => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    alice.send(iq);
    expect(await alice.until("</iq>")).toMatch(
      /^<iq type='error' (id='1' )?to='alice@localhost\/phone'><error type='modify'><bad-request /,
    );
    expect(node.router.received).toEqual([]);
  });

  test("an answer without id is dropped, since it answers nothing", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    alice.send(
      "<iq type='result'/><iq type='error'/><iq type='get' id='p1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>",
    );
    expect(await alice.until("id='p1'")).not.toContain("error");
    expect(node.router.received).toHaveLength(1);
  });

  test("a session may be asked for, as of old", async () => {
    const alice = await connectAs("alice", await withAlice());
    alice.send("<iq type='set' id='s'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>");
    await alice.until("<iq type='result' id='s' to='alice@localhost/phone'/>");
  });

  test("that the router fails at are logged, and others go on", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    node.router.stanza = () => {
      throw new Error("a bug");
    };
    alice.send("<message/>");
    await expect.poll(() => node.logged.join()).toContain("handling a stanza failed");
    expect(alice.isClosed).toBe(false);
  });
});
