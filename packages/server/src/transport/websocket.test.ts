import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { FakeNode } from "../stream/node.fixture.ts";
import { WebSocketPeer } from "./peer.fixture.ts";
import { WebSocketTransport } from "./websocket.ts";

const cleanUps: (() => void)[] = [];

afterEach(() => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
});

async function serve(node: FakeNode, trustedProxies: string[] = []): Promise<number> {
  const transport = new WebSocketTransport(node.transport, {
    trustedProxies,
    isAllowedOrigin: (origin) => origin === "http://localhost:5280",
  });
  const server = createServer();
  server.on("upgrade", (request, socket, head) => transport.upgrade(request, socket, head));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(
    () => transport.abortAll(),
    () => server.close(),
  );
  return (server.address() as AddressInfo).port;
}

test("a browser logs in by SCRAM, binds a resource and pings", async () => {
  const node = new FakeNode();
  await node.addAccount("alice", "correct horse");
  const alice = await WebSocketPeer.connect(await serve(node), { origin: "http://localhost:5280" });
  await alice.logIn("alice", "correct horse");
  await alice.bind("web");
  alice.send("<iq xmlns='jabber:client' type='get' id='p1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>");
  expect(await alice.until(/<iq [^>]*id='p1'[^>]*>/)).toBe(
    "<iq xmlns='jabber:client' type='result' id='p1' from='localhost' to='alice@localhost/web'/>",
  );
});
