import { connect } from "node:net";
import { describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import type { WebSocketPeer } from "../../packages/server/src/transport/peer.fixture.ts";
import { hears, lastWords, Siege } from "./siege.ts";

const siege = Siege.lay();

const OPEN = "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>";
const PING = "<iq xmlns='jabber:client' type='get' id='p' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";
const streamError = (condition: string) => `<${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'`;

/** What an HTTP client made of nothing but text is answered. */
async function request(text: string): Promise<string> {
  const socket = connect(siege.node.ports.http, "127.0.0.1");
  let answer = "";
  socket.on("data", (chunk) => {
    answer += chunk;
  });
  socket.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.end(text);
  await closed;
  return answer;
}

const get = (path: string, headers = "") =>
  `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`;

function upgrade(headers: Readonly<Record<string, string | undefined>>): string {
  const all = {
    Host: "localhost",
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "xmpp",
    ...headers,
  };
  const lines = Object.entries(all).filter(([, value]) => value !== undefined);
  return `GET /xmpp-websocket HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
}

describe("a WebSocket", () => {
  test.each([
    ["from a page of another site", { Origin: "https://evil.example" }, 403],
    ["from a page whose name merely begins like ours", { Origin: "http://localhost.evil.example" }, 403],
    ["from a page without a name", { Origin: "null" }, 403],
    ["from another site that made its name lead here", { Host: "evil.example", Origin: "http://evil.example" }, 403],
    ["without a subprotocol", { "Sec-WebSocket-Protocol": undefined }, 400],
    ["with another subprotocol", { "Sec-WebSocket-Protocol": "chat, xmpp2" }, 400],
    ["of an unknown version", { "Sec-WebSocket-Version": "7" }, 400],
    ["without a key", { "Sec-WebSocket-Key": undefined }, 400],
  ])("%s is refused", async (_, headers, status) => {
    expect(await request(upgrade(headers))).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    await siege.expectCalm();
  });

  test.each([
    ["two elements", `${PING}${PING}`, "not-well-formed"],
    ["a part of an element", "<iq xmlns='jabber:client' type='get'", "not-well-formed"],
    ["text around an element", `hello ${PING}`, "not-well-formed"],
    ["nothing", "", "not-well-formed"],
    [
      "a stream of TCP",
      "<stream:stream xmlns:stream='http://etherx.jabber.org/streams' to='localhost'>",
      "not-well-formed",
    ],
    ["an end of a stream of TCP", "</stream:stream>", "not-well-formed"],
    ["an element without its namespace", "<message to='alice@localhost'/>", "invalid-namespace"],
    ["a second opening", OPEN, "bad-format"],
    ["STARTTLS", "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "unsupported-stanza-type"],
  ])("frame with %s ends the stream (RFC 7395 §3.3)", async (_, frame, condition) => {
    const mallory = await siege.open("WebSocket");
    mallory.send(frame);
    expect(await lastWords(mallory)).toContain(streamError(condition));
    await siege.expectCalm();
  });

  test("stanza in many fragments is read; one in too many, or without end, is cut off", async () => {
    const mallory = (await siege.enter("WebSocket", "mallory")) as WebSocketPeer;
    for (let at = 0; at < PING.length; at += 10)
      mallory.webSocket.send(PING.slice(at, at + 10), { fin: at + 10 >= PING.length });
    await hears(mallory, "id='p'");
    for (let i = 0; i < 10_000; i++) mallory.webSocket.send(" ", { fin: false });
    await lastWords(mallory);
    await siege.expectCalm();
  });

  test("frame longer than any stanza may be is cut off", async () => {
    const mallory = (await siege.enter("WebSocket", "mallory")) as WebSocketPeer;
    mallory.send(`<message xmlns='jabber:client'><body>${"x".repeat(10_000_000)}</body></message>`);
    await lastWords(mallory);
    await siege.expectCalm();
  });

  test("of many pings goes on", async () => {
    const mallory = (await siege.enter("WebSocket", "mallory")) as WebSocketPeer;
    for (let i = 0; i < 20_000; i++) mallory.webSocket.ping("x".repeat(100));
    mallory.send(PING);
    await siege.expectCalm();
    await hears(mallory, "id='p'");
  });

  test("that is compressed is not spoken", async () => {
    const webSocket = new WebSocket(`ws://127.0.0.1:${siege.node.ports.http}/xmpp-websocket`, "xmpp", {
      perMessageDeflate: true,
    });
    await new Promise((resolve) => webSocket.once("open", resolve));
    expect(webSocket.extensions).toBe("");
    webSocket.terminate();
  });

  test("that is closed without a word leaves nothing behind", async () => {
    const mallory = (await siege.enter("WebSocket", "mallory", "gone")) as WebSocketPeer;
    mallory.webSocket.close(1000);
    await lastWords(mallory);
    const again = await siege.enter("WebSocket", "mallory", "gone");
    again.send(PING);
    await hears(again, "id='p'");
  });
});

describe("a request", () => {
  test.each([
    ["out of the folder", "/../package.json", 400],
    ["out of the folder, encoded", "/%2e%2e/%2e%2e/package.json", 400],
    ["out of the folder, encoded twice", "/%252e%252e/package.json", 404],
    ["out of the folder by another separator", "/..%5c..%5cpackage.json", 400],
    ["with a zero in its path", "/index.html%00.js", 400],
    ["with a percent sign that encodes nothing", "/%zz", 400],
    ["for a property of JavaScript objects", "/__proto__.js", 404],
    ["for another server", "http://evil.example/", 400],
  ])("%s finds nothing", async (_, path, status) => {
    const answer = await request(get(path));
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).not.toContain('"workspaces"');
  });

  test.each([
    ["of two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n", "hello!"],
    [
      "of a length and in chunks",
      "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
      "0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
    ["in chunks of no known size", "Transfer-Encoding: chunked\r\n", "zz\r\nhello\r\n"],
    ["in an unknown coding", "Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"],
  ])("%s is one request at most, and refused", async (_, headers, body) => {
    const answer = await request(`POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n${body}`);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toHaveLength(1);
    expect(answer).toMatch(/^HTTP\/1\.1 (?:400|405|501) /);
    await siege.expectCalm();
  });

  test.each([
    ["without a host", "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400],
    ["with endless headers", get("/", `X: ${"x".repeat(100_000)}\r\n`), 431],
    ["by an unknown method", "DELETE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", 405],
    ["that is XMPP", "<stream:stream to='localhost'>\r\n\r\n", 400],
  ])("%s is refused", async (_, text, status) => {
    expect(await request(text)).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    await siege.expectCalm();
  });

  test("passed on by a proxy sees no metrics", async () => {
    expect(await request(get("/metrics", "X-Forwarded-For: 192.0.2.1\r\n"))).toMatch(/^HTTP\/1.1 403 /);
  });
});
