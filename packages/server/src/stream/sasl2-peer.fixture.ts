import { encode, type TcpPeer } from "../transport/peer.fixture.ts";
import { connect, withAlice } from "../transport/tcp-stage.fixture.ts";
import type { FakeNode } from "./node.fixture.ts";

export const SASL2 = "xmlns='urn:xmpp:sasl:2'";
export const BIND = "xmlns='urn:xmpp:bind:0'";

export function failure(condition: string): string {
  return `<failure ${SASL2}><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></failure>`;
}

/** The first message of PLAIN. */
export function plain(username: string, password: string, authzid = ""): string {
  return `<initial-response>${encode(`${authzid}\0${username}\0${password}`)}</initial-response>`;
}

/** With alice, who may send her password in the clear. */
export function plainNode(): Promise<FakeNode> {
  return withAlice({ stream: { allowPlaintext: true } });
}

export async function openStream(peer: TcpPeer, from = "alice@localhost"): Promise<void> {
  peer.send(
    `<stream:stream from='${from}' to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>`,
  );
  await peer.until("</stream:features>");
}

export interface LoggedIn {
  readonly peer: TcpPeer;
  /** `<success/>` as it came. */
  readonly success: string;
  readonly address: string;
  readonly smId: string | undefined;
}

/** Alice logs in with her password, with whatever she asks for besides. */
export async function logIn(node: FakeNode, inside = ""): Promise<LoggedIn> {
  const peer = await connect(node);
  await openStream(peer);
  peer.send(`<authenticate ${SASL2} mechanism='PLAIN'>${plain("alice", "correct horse")}${inside}</authenticate>`);
  const success = await peer.until("</success>");
  return {
    peer,
    success,
    address: /<authorization-identifier>([^<]*)</.exec(success)?.[1] ?? "",
    smId: /<enabled [^>]*id='([^']*)'/.exec(success)?.[1],
  };
}
