import { expect } from "vitest";
import { TcpPeer } from "../transport/peer.fixture.ts";
import { start } from "../transport/tcp-stage.fixture.ts";
import { FakeCluster } from "./cluster.fixture.ts";
import type { FakeNode } from "./node.fixture.ts";

export const SM = "xmlns='urn:xmpp:sm:3'";
export const ME = "alice@localhost/phone";
/** The end of a `<failed/>`. */
export const NOT_FOUND = "><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>";

const ports = new Map<FakeNode, number>();

/** Three nodes that listen until `closeAll`. */
export async function threeNodes(): Promise<{ cluster: FakeCluster; a: FakeNode; b: FakeNode; c: FakeNode }> {
  const cluster = new FakeCluster();
  const [a, b, c] = [await cluster.add("a"), await cluster.add("b"), await cluster.add("c")];
  for (const node of [a, b, c]) ports.set(node, await start(node).port);
  return { cluster, a, b, c };
}

export async function logIn(node: FakeNode, username = "alice"): Promise<TcpPeer> {
  const peer = await TcpPeer.connect(ports.get(node) ?? 0);
  await peer.logIn(username, "correct horse");
  return peer;
}

/** Alice on the node, with stream management on, and her SM-ID. */
export async function managed(node: FakeNode): Promise<{ alice: TcpPeer; id: string }> {
  const alice = await logIn(node);
  await alice.bind("phone");
  alice.send(`<enable ${SM} resume='true'/>`);
  const enabled = await alice.until(/<enabled [^>]*>/);
  return { alice, id: / id='([^']*)'/.exec(enabled)?.[1] ?? "" };
}

/** The same, and her connection broke. */
export async function suspended(node: FakeNode): Promise<string> {
  const { alice, id } = await managed(node);
  await cutOff(node, alice);
  return id;
}

/** Her connection breaks. */
export async function cutOff(node: FakeNode, alice: TcpPeer): Promise<void> {
  alice.abort();
  await expect.poll(() => node.router.session(ME).transport).toBeUndefined();
}

/** Logs in and asks for a session. */
export async function asksFor(id: string, h: number, node: FakeNode, username?: string): Promise<TcpPeer> {
  const peer = await logIn(node, username);
  peer.send(`<resume ${SM} previd='${id}' h='${h}'/>`);
  return peer;
}

export async function resumes(id: string, h: number, node: FakeNode): Promise<TcpPeer> {
  const alice = await asksFor(id, h, node);
  await alice.until("<resumed ");
  return alice;
}

/** Asks for a session that is not to be had. */
export async function fails(id: string, node: FakeNode, username?: string): Promise<void> {
  await (await asksFor(id, 0, node, username)).until(`<failed ${SM}${NOT_FOUND}`);
}
