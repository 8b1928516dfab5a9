import { createServer, request } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { StreamError } from "@yonder/protocol";
import { afterEach, describe, expect, test } from "vitest";
import { FakeNode, limitsOf, SASL2_ON_LOOPBACK } from "../stream/node.fixture.ts";
import { WebSocketPeer } from "./peer.fixture.ts";
import { withAlice } from "./tcp-stage.fixture.ts";
import { WebSocketTransport } from "./websocket.ts";

const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

const OURS = "http://localhost:5280";
const PING = "<iq xmlns='jabber:client' type='get' id='p1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";
const OPEN = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>";
const CLOSE = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";

async function serve(
  node: FakeNode,
  trustedProxies: string[] = [],
): Promise<{ port: number; transport: WebSocketTransport }> {
  const transport = new WebSocketTransport(node.transport, {
    trustedProxies,
    isAllowedOrigin: (origin) => origin === OURS,
  });
  const server = createServer();
  server.on("upgrade", (upgrade, socket, head) => transport.upgrade(upgrade, socket, head));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(
    () => transport.abortAll(),
    () => server.close(),
  );
  return { port: (server.address() as AddressInfo).port, transport };
}

async function connect(node = new FakeNode()): Promise<WebSocketPeer> {
  return WebSocketPeer.connect((await serve(node)).port, { origin: OURS });
}

async function connectAs(username: string, node: FakeNode): Promise<WebSocketPeer> {
  const peer = await connect(node);
  await peer.logIn(username, "correct horse");
  await peer.bind("web");
  return peer;
}

function streamError(condition: string): RegExp {
  return new RegExp(
    `<stream:error xmlns:stream='http://etherx.jabber.org/streams'><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>.*</stream:error>${CLOSE}$`,
  );
}

describe("a stream over WebSocket", () => {
  test("begins with our <open/>, then our features, each in a frame", async () => {
    const peer = await connect();
    const frames: string[] = [];
    peer.webSocket.on("message", (data) => frames.push(data.toString()));
    peer.open();
    await peer.until("</stream:features>");
    expect(frames).toEqual([
      "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' from='localhost' id='id-1-abcdefghijklmnop' version='1.0' xml:lang='en'/>",
      "<stream:features xmlns:stream='http://etherx.jabber.org/streams'><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" +
        "<mechanism>SCRAM-SHA-256</mechanism><mechanism>SCRAM-SHA-1</mechanism></mechanisms>" +
        SASL2_ON_LOOPBACK +
        "<register xmlns='urn:xmpp:ibr-token:0'/><register xmlns='http://jabber.org/features/iq-register'/>" +
        `${limitsOf(16_384, 40)}</stream:features>`,
    ]);
  });

  test("leads to a session", async () => {
    const alice = await connectAs("alice", await withAlice());
    alice.send(PING);
    expect(await alice.until(/<iq [^>]*id='p1'[^>]*>/)).toBe(
      "<iq xmlns='jabber:client' type='result' id='p1' from='localhost' to='alice@localhost/web'/>",
    );
  });

  test.each([10, 200, 70_000])("carries a stanza of %i characters and more", async (length) => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    const body = "ü".repeat(length);
    alice.send(`<message xmlns='jabber:client' id='m1'><body>${body}</body></message>`);
    await expect.poll(() => node.router.received[0]?.childText("body")).toBe(body);
    node.router.session("alice@localhost/web").send(node.message("alice@localhost/web", body));
    expect(await alice.until("</message>")).toContain(`<body>${body}</body>`);
  });

  test("is closed when the client closes it", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    alice.send(PING);
    alice.send(CLOSE);
    expect(await alice.untilClosed()).toMatch(new RegExp(`id='p1'.*${CLOSE}$`));
    expect(alice.closeCode).toBe(1000);
    expect(node.router.ended).toMatchObject([{ reason: "closed" }]);
  });

  test("ends with the node, and says so", async () => {
    const node = await withAlice();
    const { port, transport } = await serve(node);
    const alice = await WebSocketPeer.connect(port);
    await alice.logIn("alice", "correct horse");
    await alice.bind("web");
    await Promise.all([transport.close(new StreamError("system-shutdown"), 1_000), alice.untilClosed()]);
    expect(alice.received).toMatch(streamError("system-shutdown"));
    expect(node.router.ended).toMatchObject([{ reason: "shutdown" }]);
    await expect(WebSocketPeer.connect(port)).rejects.toThrow("503");
  });

  test.each([
    ["a stanza before <open/>", PING, "bad-format"],
    ["<open/> to another host", OPEN.replace("localhost", "elsewhere.example"), "host-unknown"],
    ["<open/> twice", `${OPEN}\0${OPEN}`, "bad-format"],
    ["two elements in a frame", `${OPEN}${OPEN}`, "not-well-formed"],
    ["half an element", "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing'", "not-well-formed"],
    [
      "a stream header as on TCP",
      "<stream:stream xmlns:stream='http://etherx.jabber.org/streams' xmlns='jabber:client' to='localhost' version='1.0'>",
      "not-well-formed",
    ],
    ["text around an element", `x${OPEN}`, "not-well-formed"],
    ["nothing", "", "not-well-formed"],
    ["a document type", `<!DOCTYPE x>${OPEN}`, "restricted-xml"],
    ["a comment", `${OPEN}\0<!-- x -->`, "restricted-xml"],
    ["an unknown framing element", "<ping xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>", "unsupported-stanza-type"],
    ["a stanza before login", `${OPEN}\0<message xmlns='jabber:client'/>`, "not-authorized"],
    ["STARTTLS", `${OPEN}\0<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>`, "unsupported-stanza-type"],
    [
      "a large frame before login",
      `<message xmlns='jabber:client'><body>${"a".repeat(20_000)}</body></message>`,
      "policy-violation",
    ],
  ])("with %s ends with an error", async (_, text, condition) => {
    const peer = await connect();
    for (const frame of text.split("\0")) peer.send(frame);
    expect(await peer.untilClosed()).toMatch(streamError(condition));
  });

  test.each([
    ["without a namespace", "<message id='1'/>", "invalid-namespace"],
    ["of another namespace", "<message xmlns='jabber:server'/>", "invalid-namespace"],
    ["with a forged sender", "<message xmlns='jabber:client' from='bob@localhost'/>", "invalid-from"],
  ])("with a stanza %s ends with an error", async (_, text, condition) => {
    const alice = await connectAs("alice", await withAlice());
    alice.send(text);
    expect(await alice.untilClosed()).toMatch(streamError(condition));
  });

  test("takes text frames only", async () => {
    const peer = await connect();
    peer.webSocket.send(Buffer.from(OPEN), { binary: true });
    expect(await peer.untilClosed()).toMatch(streamError("bad-format"));
  });

  test("refuses frames that are too large, fragments without end, and what is not UTF-8", async () => {
    const large = await connect();
    large.webSocket.send("a".repeat(300_000));
    await large.untilClosed();
    expect(large.closeCode).toBe(1009);
    const fragments = await connect();
    for (let i = 0; i < 300; i++) fragments.webSocket.send("a", { fin: false });
    await fragments.untilClosed();
    const bytes = await connect();
    bytes.webSocket.send(Buffer.of(0xc3, 0x28), { binary: false });
    await bytes.untilClosed();
    expect(bytes.closeCode).toBe(1007);
  });
});

describe("pings", () => {
  test("are answered", async () => {
    const peer = await connect();
    const pong = new Promise((resolve) => peer.webSocket.once("pong", (data) => resolve(data.toString())));
    peer.webSocket.ping("hello");
    expect(await pong).toBe("hello");
  });

  test("without end are read more slowly", async () => {
    const node = new FakeNode({ limits: { streamBytesPerSecond: 1_000 } });
    const peer = await connect(node);
    let pongs = 0;
    peer.webSocket.on("pong", () => pongs++);
    for (let i = 0; i < 5_000; i++) peer.webSocket.ping("x".repeat(100));
    await expect.poll(() => pongs).toBeGreaterThan(50);
    expect(pongs).toBeLessThan(4_000);
  });

  test("go to a client that is silent, and who does not answer is gone", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    const pinged = new Promise((resolve) => alice.webSocket.once("ping", resolve));
    node.pass(91);
    await pinged;
    const socket = (alice.webSocket as unknown as { _socket: Socket })._socket;
    socket.pause();
    node.pass(180);
    await expect.poll(() => node.metrics.connections.websocket).toBe(0);
  });
});

describe("who may connect", () => {
  function upgrade(port: number, headers: Record<string, string>): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const base = {
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
      };
      request({ port, path: "/xmpp-websocket", headers: { ...base, ...headers } })
        .on("response", (response) => resolve(response.resume().statusCode))
        .on("upgrade", (response, socket) => {
          socket.destroy();
          resolve(response.statusCode);
        })
        .on("error", reject)
        .end();
    });
  }

  test.each([
    ["our own page", { origin: OURS, "sec-websocket-protocol": "xmpp" }, 101],
    ["a program, which sends no Origin", { "sec-websocket-protocol": "foo, xmpp" }, 101],
    ["a page of another site", { origin: "https://evil.example", "sec-websocket-protocol": "xmpp" }, 403],
    ["a page without an origin of its own", { origin: "null", "sec-websocket-protocol": "xmpp" }, 403],
    ["a client that speaks something else", { "sec-websocket-protocol": "chat" }, 400],
    ["a client that does not say what it speaks", {}, 400],
  ])("%s", async (_, headers, status) => {
    expect(await upgrade((await serve(new FakeNode())).port, headers)).toBe(status);
  });

  test("is known by the address that a trusted proxy gives, and by no one else's word", async () => {
    const node = new FakeNode();
    const { port } = await serve(node, ["127.0.0.1"]);
    await WebSocketPeer.connect(port, {
      headers: { "x-forwarded-for": "203.0.113.9, 192.0.2.1, 127.0.0.1", "x-forwarded-proto": "https" },
    });
    expect(node.connections.at(-1)).toMatchObject({ remoteAddress: "192.0.2.1", isSecure: true, isLoopback: false });
    const { port: other } = await serve(node);
    await WebSocketPeer.connect(other, { headers: { "x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "https" } });
    expect(node.connections.at(-1)).toMatchObject({ remoteAddress: "127.0.0.1", isSecure: false, isLoopback: true });
  });

  test("without TLS in front of the proxy, nobody logs in", async () => {
    const { port } = await serve(await withAlice(), ["127.0.0.1"]);
    const peer = await WebSocketPeer.connect(port, {
      headers: { "x-forwarded-for": "192.0.2.1", "x-forwarded-proto": "http" },
    });
    peer.open();
    await peer.until("<stream:features xmlns:stream='http://etherx.jabber.org/streams'/>");
    peer.send(
      "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-256'>biwsbj1hbGljZSxyPWFiYw==</auth>",
    );
    await peer.until("<encryption-required/>");
  });

  test("is limited by address, and who goes beyond is no reason for a load balancer to leave the node alone", async () => {
    const node = new FakeNode({ perAddress: 1 });
    const { port } = await serve(node, ["127.0.0.1"]);
    const headers = { "x-forwarded-for": "192.0.2.1" };
    const first = await WebSocketPeer.connect(port, { headers });
    await expect(WebSocketPeer.connect(port, { headers })).rejects.toThrow("429");
    first.abort();
    await expect.poll(() => node.metrics.connections.websocket).toBe(0);
    await WebSocketPeer.connect(port, { headers });
  });
});
