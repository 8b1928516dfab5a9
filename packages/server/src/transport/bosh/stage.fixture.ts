import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "vitest";
import { FakeNode } from "../../stream/node.fixture.ts";
import { BoshPeer } from "../peer.fixture.ts";
import { BoshTransport } from "./bosh.ts";
import { BoshLine } from "./line.fixture.ts";
import type { Peers } from "./peers.ts";

export const NS = "xmlns='http://jabber.org/protocol/httpbind'";

/** A terminal binding condition (XEP-0124 §17.2). */
export const terminated = (condition: string): string => `<body ${NS} type='terminate' condition='${condition}'/>`;

const cleanUps: (() => void)[] = [];

export const OURS = "http://localhost:5280";
export const PING = "<iq xmlns='jabber:client' type='get' id='p1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";

export function closeAll(): void {
  for (const cleanUp of cleanUps.splice(0)) cleanUp();
}

const waiting = new WeakMap<FakeNode, number>();

/** How many requests to the node wait for their answers. */
export function waitingOf(node: FakeNode): number {
  return waiting.get(node) ?? 0;
}

/** A node that is reached over HTTP until `closeAll`. */
export async function serve(
  node: FakeNode,
  options: { trustedProxies?: string[]; peers?: Peers } = {},
): Promise<{ port: number; transport: BoshTransport }> {
  const transport = new BoshTransport(node.transport, {
    trustedProxies: options.trustedProxies ?? [],
    isAllowedOrigin: (origin) => origin === OURS,
    randomId: node.stream.randomId,
    now: () => node.now,
    peers: options.peers,
  });
  const server = createServer();
  server.on("request", (request, response) => {
    waiting.set(node, waitingOf(node) + 1);
    response.once("close", () => waiting.set(node, waitingOf(node) - 1));
    void transport.handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanUps.push(
    () => transport.abortAll(),
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { port: (server.address() as AddressInfo).port, transport };
}

export async function withAlice(options: ConstructorParameters<typeof FakeNode>[0] = {}): Promise<FakeNode> {
  const node = new FakeNode(options);
  await node.addAccount("alice", "correct horse");
  return node;
}

async function connect(node = new FakeNode()): Promise<BoshPeer> {
  const { port } = await serve(node);
  const peer = new BoshPeer(port);
  cleanUps.push(() => peer.abort());
  return peer;
}

/** A client that is logged in, and has a resource unless it is to resume. */
export async function connectAs(username: string, node: FakeNode, resource: string | undefined): Promise<BoshPeer> {
  const peer = await connect(node);
  await peer.logIn(username, "correct horse");
  if (resource) await peer.bind(resource);
  return peer;
}

/** A line on which a session was created, with all attributes that this takes; what it was answered. */
export async function create(
  node: FakeNode,
  attributes = "ver='1.11' wait='60' hold='1'",
): Promise<{ line: BoshLine; answer: string }> {
  const { port } = await serve(node);
  const line = new BoshLine(port);
  cleanUps.push(() => line.break());
  const answer = await line.post(line.body("", `to='localhost' ${attributes}`));
  line.sid = / sid='([^']*)'/.exec(answer)?.[1] ?? "";
  return { line, answer };
}

/** Logged in, and waiting for news. */
export async function waitingAlice(node: FakeNode): Promise<BoshPeer> {
  const alice = await connectAs("alice", node, "web");
  await expect.poll(() => waitingOf(node)).toBe(1);
  return alice;
}

/** The line on which alice waits is broken, and the server knows. */
export async function cut({ line }: BoshPeer, node: FakeNode): Promise<void> {
  line.break();
  await expect.poll(() => waitingOf(node)).toBe(0);
}

/** Resolves once the server has what is sent, with the answer to come. */
export async function heard(node: FakeNode, send: () => Promise<string>): Promise<{ answer: Promise<string> }> {
  const before = node.metrics.bytesReceived;
  const answer = send();
  answer.catch(() => "");
  await expect.poll(() => node.metrics.bytesReceived).toBeGreaterThan(before);
  return { answer };
}
