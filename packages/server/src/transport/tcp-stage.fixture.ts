import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StreamError } from "@yonder/protocol";
import { FakeNode } from "../stream/node.fixture.ts";
import { TcpPeer } from "./peer.fixture.ts";
import { type TcpMode, TcpTransport } from "./tcp.ts";
import { TlsIdentity } from "./tls-identity.ts";

const transports: TcpTransport[] = [];

/** A node that listens on TCP until `closeAll`. */
export function start(
  node: FakeNode,
  mode: TcpMode = "starttls",
  trustedProxies: readonly string[] = [],
): { transport: TcpTransport; port: Promise<number> } {
  const transport = new TcpTransport(node.transport, mode, trustedProxies);
  transports.push(transport);
  return { transport, port: transport.listen(0, ["127.0.0.1"]) };
}

export async function closeAll(): Promise<void> {
  await Promise.all(transports.splice(0).map((transport) => transport.close(new StreamError("system-shutdown"), 10)));
}

export async function connect(node = new FakeNode()): Promise<TcpPeer> {
  return TcpPeer.connect(await start(node).port);
}

/** A client of its own listening socket, logged in, with a resource. */
export async function connectAs(username: string, node: FakeNode, resource = "phone"): Promise<TcpPeer> {
  const peer = await connect(node);
  await peer.logIn(username, "correct horse");
  await peer.bind(resource);
  return peer;
}

export async function withAlice(options: ConstructorParameters<typeof FakeNode>[0] = {}): Promise<FakeNode> {
  const node = new FakeNode(options);
  await node.addAccount("alice", "correct horse");
  return node;
}

export async function makeTls(): Promise<TlsIdentity> {
  return TlsIdentity.load({ kind: "self-signed", dataDir: await mkdtemp(join(tmpdir(), "yonder-tls-")) });
}

export const HEADER =
  "<stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
export const PING = "<iq type='get' id='p1' to='localhost'><ping xmlns='urn:xmpp:ping'/></iq>";

/** A stream error of this condition, and the stream's end. */
export function streamError(condition: string): RegExp {
  return new RegExp(
    `<stream:error><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>.*</stream:error></stream:stream>`,
  );
}
