import { afterEach, describe, expect, test } from "vitest";
import { limitsOf, SASL2_ON_LOOPBACK } from "../stream/node.fixture.ts";
import { TcpPeer } from "./peer.fixture.ts";
import { closeAll, connect, connectAs, HEADER, PING, start, streamError, withAlice } from "./tcp-stage.fixture.ts";

afterEach(closeAll);

describe("a stream over TCP", () => {
  test("begins with our header, then our features", async () => {
    const peer = await connect();
    peer.open();
    expect(await peer.until("</stream:features>")).toBe(
      "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'" +
        " from='localhost' id='id-1-abcdefghijklmnop' version='1.0' xml:lang='en'><stream:features>" +
        "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>SCRAM-SHA-256</mechanism><mechanism>SCRAM-SHA-1</mechanism></mechanisms>" +
        SASL2_ON_LOOPBACK +
        "<register xmlns='urn:xmpp:ibr-token:0'/><register xmlns='http://jabber.org/features/iq-register'/>" +
        `${limitsOf(16_384, 150)}</stream:features>`,
    );
  });

  test("leads to a session", async () => {
    const alice = await connectAs("alice", await withAlice());
    alice.send(PING);
    expect(await alice.until(/<iq [^>]*id='p1'[^>]*>/)).toBe(
      "<iq type='result' id='p1' from='localhost' to='alice@localhost/phone'/>",
    );
  });

  test("is read however its bytes are cut", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    for (const byte of Buffer.from("<message to='bob@localhost' id='m1'><body>Grüße 👋</body></message>"))
      alice.send(Buffer.of(byte));
    alice.send(PING);
    await alice.until("id='p1'");
    expect(node.router.received[0]?.childText("body")).toBe("Grüße 👋");
  });

  test("sends all of a turn in one write", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    alice.send(
      `<message id='1'/><message id='2'/>${PING}<iq type='get' id='p2' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>`,
    );
    const chunks: string[] = [];
    alice.socket.on("data", (chunk) => chunks.push(chunk.toString()));
    await alice.until("id='p2'");
    expect(chunks.filter((chunk) => chunk.includes("<iq"))).toHaveLength(1);
  });

  test("is closed when the client closes it, after all that came before is answered", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    const held = node.router.hold("m1");
    alice.send(`<message id='m1' to='bob@localhost'/>${PING}</stream:stream>`);
    await alice.until("id='p1'");
    expect(node.router.ended).toEqual([]);
    held.resolve();
    expect(await alice.untilClosed()).toContain("</stream:stream>");
    expect(node.router.ended).toMatchObject([{ jid: "alice@localhost/phone", reason: "closed" }]);
  });

  test.each([
    [
      "an unknown host",
      "<stream:stream to='elsewhere.example' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
      "host-unknown",
    ],
    [
      "no host",
      "<stream:stream version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
      "improper-addressing",
    ],
    [
      "no version",
      "<stream:stream to='localhost' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
      "unsupported-version",
    ],
    [
      "the content namespace of servers",
      "<stream:stream to='localhost' version='1.0' xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams'>",
      "invalid-namespace",
    ],
    [
      "another stream namespace",
      "<stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://example.org/streams'>",
      "invalid-namespace",
    ],
    ["another root", "<html xmlns='jabber:client'>", "invalid-namespace"],
    ["HTTP", "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", "not-well-formed"],
    ["a document type", "<!DOCTYPE stream [<!ENTITY a 'b'>]>", "restricted-xml"],
  ])("that begins with %s ends with an error after our header", async (_, text, condition) => {
    const peer = await connect();
    peer.send(text);
    const answer = await peer.untilClosed();
    expect(answer).toMatch(/^<\?xml version='1.0'\?><stream:stream [^>]*from='localhost'[^>]*>/);
    expect(answer).toMatch(streamError(condition));
  });

  test.each([
    ["a comment", "<!-- x -->", "restricted-xml"],
    ["a processing instruction", "<?php x ?>", "restricted-xml"],
    ["mismatched tags", "<message><body></message></body>", "not-well-formed"],
    ["a stanza of another namespace", "<message xmlns='jabber:server'/>", "invalid-namespace"],
    ["an element of no known kind", "<thing xmlns='urn:example:thing'/>", "unsupported-stanza-type"],
    ["a forged sender", "<message from='bob@localhost' to='alice@localhost'/>", "invalid-from"],
    ["another resource as sender", "<message from='alice@localhost/laptop' to='bob@localhost'/>", "invalid-from"],
    ["a stream inside the stream", `${HEADER}</stream:stream>`, "unsupported-stanza-type"],
  ])("with %s ends with an error, and the session with it", async (_, text, condition) => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    alice.send(text);
    expect(await alice.untilClosed()).toMatch(streamError(condition));
    expect(node.router.ended).toMatchObject([{ reason: "refused" }]);
    expect(node.router.received).toEqual([]);
  });

  test("that meets with a bug of ours ends, alone", async () => {
    const node = await withAlice();
    node.stream.resumable.add = () => {
      throw new Error("a bug");
    };
    const port = await start(node).port;
    const [alice, other] = [await TcpPeer.connect(port), await TcpPeer.connect(port)];
    await alice.logIn("alice", "correct horse");
    await alice.bind("phone");
    alice.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
    expect(await alice.untilClosed()).toMatch(streamError("internal-server-error"));
    expect(node.logged.join()).toContain("reading a stream failed");
    await other.logIn("alice", "correct horse");
  });

  test("that is not UTF-8 ends with an error", async () => {
    const alice = await connectAs("alice", await withAlice());
    alice.send(
      Buffer.concat([Buffer.from("<message><body>"), Buffer.of(0xc3, 0x28), Buffer.from("</body></message>")]),
    );
    expect(await alice.untilClosed()).toMatch(streamError("not-well-formed"));
  });

  test("takes only small stanzas before login, and larger ones after it", async () => {
    const node = await withAlice();
    const stranger = await connect(node);
    stranger.open();
    stranger.send(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${"A".repeat(20_000)}</auth>`);
    expect(await stranger.untilClosed()).toMatch(streamError("policy-violation"));
    const alice = await connectAs("alice", node);
    alice.send(`<message id='large'><body>${"a".repeat(200_000)}</body></message>${PING}`);
    await alice.until("id='p1'");
    alice.send(`<message id='too-large'><body>${"a".repeat(300_000)}`);
    expect(await alice.untilClosed()).toMatch(streamError("policy-violation"));
  });
});
