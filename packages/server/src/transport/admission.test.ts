import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { StreamError } from "@yonder/protocol";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { Farewell } from "../dispatch/dispatch.ts";
import { FakeNode } from "../stream/node.fixture.ts";
import { WebSocketPeer } from "./peer.fixture.ts";
import { closeAll, connect, makeTls, streamError } from "./tcp-stage.fixture.ts";
import type { TlsIdentity } from "./tls-identity.ts";
import { WebSocketTransport } from "./websocket.ts";

let tls: TlsIdentity;
const cleanUps: (() => void)[] = [];

beforeAll(async () => {
  tls = await makeTls();
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
  await closeAll();
});

function nodeThatSays(refusal: Farewell): FakeNode {
  return new FakeNode({ stream: { admission: { refusal: () => refusal } } });
}

async function connectWeb(node: FakeNode): Promise<WebSocketPeer> {
  const transport = new WebSocketTransport(node.transport, { trustedProxies: [], isAllowedOrigin: () => true });
  const server = createServer();
  server.on("upgrade", (upgrade, socket, head) => transport.upgrade(upgrade, socket, head));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(
    () => transport.abortAll(),
    () => server.close(),
  );
  return WebSocketPeer.connect((server.address() as AddressInfo).port);
}

const ELSEWHERE = new StreamError("see-other-host", undefined, { host: "node-2.example:5222" });
const STOPPING = new StreamError("system-shutdown");

describe("a stream that is not taken", () => {
  test("over WebSocket is told where to go right after the header, and nothing besides", async () => {
    const peer = await connectWeb(
      nodeThatSays({ error: ELSEWHERE, seeOtherUri: "wss://node-2.example/xmpp-websocket" }),
    );
    peer.open();
    expect(await peer.untilClosed()).toMatch(
      /^<open [^>]+><close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='wss:\/\/node-2.example\/xmpp-websocket'\/>$/,
    );
  });

  test("over WebSocket is told why, when there is nowhere to go", async () => {
    const peer = await connectWeb(nodeThatSays({ error: STOPPING }));
    peer.open();
    expect(await peer.untilClosed()).toMatch(
      /^<open [^>]+><stream:error [^>]+><system-shutdown [^>]+><\/stream:error><close [^>]+>$/,
    );
  });

  test("over TCP gets a stream error that names the place", async () => {
    const peer = await connect(nodeThatSays({ error: ELSEWHERE }));
    peer.open();
    expect(await peer.untilClosed()).toContain(
      "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>node-2.example:5222</see-other-host></stream:error></stream:stream>",
    );
  });

  test("over TCP gets one that says why, when there is none", async () => {
    const peer = await connect(nodeThatSays({ error: STOPPING }));
    peer.open();
    expect(await peer.untilClosed()).toMatch(streamError("system-shutdown"));
  });

  test("is told after STARTTLS, where the node waits for that", async () => {
    const refusal = ({ canStartTls }: { canStartTls: boolean }) => (canStartTls ? undefined : { error: ELSEWHERE });
    const peer = await connect(new FakeNode({ tls, stream: { admission: { refusal } } }));
    peer.open();
    expect(await peer.until("</stream:features>")).toContain("starttls");
    peer.send("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    await peer.until("<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
    await peer.startTls();
    peer.open();
    expect(await peer.untilClosed()).toContain("node-2.example:5222</see-other-host>");
  });

  test("is told after the login, if the client does without TLS", async () => {
    const refusal = ({ canStartTls }: { canStartTls: boolean }) => (canStartTls ? undefined : { error: ELSEWHERE });
    const node = new FakeNode({ tls, stream: { admission: { refusal } } });
    await node.addAccount("alice", "correct horse");
    const peer = await connect(node);
    await expect(peer.logIn("alice", "correct horse")).rejects.toThrow("node-2.example:5222</see-other-host>");
  });
});
