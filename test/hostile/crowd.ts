import { connect, type Socket } from "node:net";
import { TcpPeer, WebSocketPeer } from "../../packages/server/src/transport/peer.fixture.ts";
import type { Yonder } from "../support/yonder.ts";
import { lastWords, type Peer, type Transport } from "./siege.ts";

export const CLIENT = "xmlns='jabber:client'";
export const chat = (to: string, id: string, body: string) =>
  `<message ${CLIENT} to='${to}' type='chat' id='${id}'><body>${body}</body></message>`;
export const HEADER =
  "<stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

/** How far somebody comes over each transport who never gets to the point. */
export const HALF_OPEN: Readonly<Record<Transport, string>> = {
  TCP: HEADER,
  TLS: "",
  WebSocket:
    "GET /xmpp-websocket HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: xmpp\r\n\r\n",
  BOSH: "POST /http-bind HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n<body ",
};

function portOf(transport: Transport, { ports: { c2s, c2sTls, http } }: Yonder): number {
  if (transport === "TCP") return c2s;
  return transport === "TLS" ? c2sTls : http;
}

/** Connections made of nothing but text; each resolves once it stands. */
export function dial(node: Yonder, transport: Transport, count: number, text: string): Promise<Socket[]> {
  const dialled = Array.from({ length: count }, async () => {
    const socket = connect(portOf(transport, node), "127.0.0.1");
    socket.on("error", () => undefined).resume();
    await new Promise((resolve) => socket.once("connect", resolve).once("close", resolve));
    socket.write(text);
    return socket;
  });
  return Promise.all(dialled);
}

/** Goes on taking what comes, or stops. */
export function reads(peer: Peer, isReading: boolean): void {
  if (peer instanceof TcpPeer) isReading ? peer.socket.resume() : peer.socket.pause();
  if (peer instanceof WebSocketPeer) isReading ? peer.webSocket.resume() : peer.webSocket.pause();
}

/** Of all messages that are there whole. */
export function idsIn(text: string): string[] {
  return [...text.matchAll(/<message [^>]*\bid='([\w-]+)'[^>]*>.*?<\/message>/gs)].map(([, id = ""]) => id);
}

/** In order, so that what was handed over counts as handed over. */
export async function leaves(peer: Peer, transport: Transport): Promise<void> {
  peer.send(transport === "WebSocket" ? "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>" : "</stream:stream>");
  await lastWords(peer);
}
