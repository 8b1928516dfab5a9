import { afterEach, describe, expect, test } from "vitest";
import { FakeNode } from "../stream/node.fixture.ts";
import { TcpPeer } from "./peer.fixture.ts";
import { closeAll, HEADER, makeTls, start } from "./tcp-stage.fixture.ts";

afterEach(closeAll);

const HERE = ["127.0.0.1"];

describe("a trusted proxy", () => {
  test.each([
    ["TCP4 192.0.2.7 198.51.100.1 50000 5222", "192.0.2.7"],
    ["TCP6 2001:db8::7 2001:db8::1 50000 5222", "2001:db8::7"],
    ["TCP6 ::ffff:192.0.2.7 ::ffff:198.51.100.1 50000 5222", "192.0.2.7"],
    ["UNKNOWN", "127.0.0.1"],
  ])("names whom it passes on: %s", async (header, address) => {
    const { node, peer } = await behindProxy();
    peer.send(`PROXY ${header}\r\n${HEADER}`);
    await peer.until(/<stream:features.*>/);
    expect(node.connections.map(({ remoteAddress }) => remoteAddress)).toEqual([address]);
    expect(node.connections[0]?.isLoopback).toBe(address === "127.0.0.1");
  });

  test("may do so in pieces", async () => {
    const { node, peer } = await behindProxy();
    for (const piece of ["P", "ROXY TCP4 192.0.2.7 198.51", ".100.1 50000 5222\r", `\n${HEADER.slice(0, 20)}`]) {
      await new Promise((resolve) => peer.socket.write(piece, resolve));
    }
    peer.send(HEADER.slice(20));
    await peer.until(/<stream:features.*>/);
    expect(node.connections[0]?.remoteAddress).toBe("192.0.2.7");
  });

  test("may do so before TLS", async () => {
    const node = new FakeNode({ tls: await makeTls() });
    const peer = await TcpPeer.connect(await start(node, "direct-tls", HERE).port);
    peer.send("PROXY TCP4 192.0.2.7 198.51.100.1 50000 5223\r\n");
    await peer.startTls();
    peer.send(HEADER);
    await peer.until(/<stream:features.*>/);
    expect(node.connections[0]?.remoteAddress).toBe("192.0.2.7");
  });

  test("may say nothing of the kind", async () => {
    const { node, peer } = await behindProxy();
    peer.send(HEADER);
    await peer.until(/<stream:features.*>/);
    expect(node.connections[0]?.remoteAddress).toBe("127.0.0.1");
  });

  test.each([
    ["names nobody", "PROXY TCP4 somebody 198.51.100.1 50000 5222\r\n"],
    ["does not come to an end", `PROXY TCP4 ${" ".repeat(200)}`],
  ])("is not listened to any more when it %s", async (_, header) => {
    const { node, peer } = await behindProxy();
    peer.send(header);
    expect(await peer.untilClosed()).toBe("");
    expect(node.connections).toEqual([]);
  });
});

test("nobody else is believed", async () => {
  const node = new FakeNode();
  const peer = await TcpPeer.connect(await start(node).port);
  peer.send(`PROXY TCP4 192.0.2.7 198.51.100.1 50000 5222\r\n${HEADER}`);
  expect(await peer.untilClosed()).toContain("<stream:error>");
  expect(node.connections[0]?.remoteAddress).toBe("127.0.0.1");
});

async function behindProxy(): Promise<{ node: FakeNode; peer: TcpPeer }> {
  const node = new FakeNode();
  return { node, peer: await TcpPeer.connect(await start(node, "starttls", HERE).port) };
}
