import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { FakeNode } from "../stream/node.fixture.ts";
import { WebSocketPeer } from "./peer.fixture.ts";
import { WebSocketTransport } from "./websocket.ts";

/** Behind a proxy on this machine. @returns the port */
async function serve(node: FakeNode): Promise<number> {
  const transport = new WebSocketTransport(node.transport, {
    trustedProxies: ["127.0.0.1"],
    isAllowedOrigin: () => true,
  });
  const server = createServer();
  server.on("upgrade", (upgrade, socket, head) => transport.upgrade(upgrade, socket, head));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe("a request to upgrade that is refused", () => {
  const lines = {
    "without a key": ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: xmpp"],
    "of an unknown version": ["Sec-WebSocket-Version: 7", "Sec-WebSocket-Protocol: xmpp", "Sec-WebSocket-Key: AAAA"],
    "without a subprotocol": ["Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="],
  };
  const address = "192.0.2.7";

  /** A client that never closes its end. */
  async function refused(port: number, headers: readonly string[]): Promise<Socket> {
    const socket = connect({ port, host: "127.0.0.1", allowHalfOpen: true });
    onTestFinished(() => void socket.destroy());
    const upgrade = ["Upgrade: websocket", "Connection: Upgrade", `X-Forwarded-For: ${address}`, ...headers];
    socket.write(`GET /xmpp-websocket HTTP/1.1\r\nHost: localhost\r\n${upgrade.join("\r\n")}\r\n\r\n`);
    const [answer] = (await once(socket, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 400 /);
    return socket;
  }

  test.each(Object.entries(lines))("%s takes nobody's place", async (_, headers) => {
    const port = await serve(new FakeNode({ perAddress: 2 }));
    for (let i = 0; i < 5; i++) await refused(port, headers);
    const peer = await WebSocketPeer.connect(port, { headers: { "x-forwarded-for": address } });
    peer.webSocket.terminate();
  });

  test.each(Object.entries(lines))("%s leaves no socket behind", async (_, headers) => {
    const port = await serve(new FakeNode());
    const socket = await refused(port, headers);
    const gone = new Promise((resolve) => socket.once("close", resolve));
    socket.on("error", () => undefined);
    // Whoever has closed both ways answers this with a reset.
    const timer = setInterval(() => socket.write("still here"), 20);
    await gone.finally(() => clearInterval(timer));
  });
});
