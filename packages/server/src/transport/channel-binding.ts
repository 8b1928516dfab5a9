import { createHash } from "node:crypto";
import type { TLSSocket } from "node:tls";
import type { ChannelBindingType } from "./connection.ts";

/** What binds SASL to a TLS connection of ours; undefined where the connection has none of that type. */
export function channelBindingOf(socket: TLSSocket, type: ChannelBindingType): Uint8Array | undefined {
  if (type === "tls-unique") return clientFinished(socket);
  return type === "tls-exporter" ? exporter(socket) : serverEndPoint(socket);
}

/** RFC 9266 §2. Before TLS 1.3 it would need the extended master secret, of which Node does not tell. */
function exporter(socket: TLSSocket): Uint8Array | undefined {
  if (socket.getProtocol() !== "TLSv1.3") return undefined;
  return socket.exportKeyingMaterial(32, "EXPORTER-Channel-Binding", Buffer.alloc(0));
}

/**
 * COMPAT: slixmpp takes RFC 5929's tls-unique, the client's Finished message, for TLS 1.3 too, for which it was never defined (RFC 8446 App. C.5).
 * There that message is a MAC of the whole handshake under keys of this connection alone, so that it binds as well. TLS 1.2 with it is open to triple handshakes.
 */
function clientFinished(socket: TLSSocket): Uint8Array | undefined {
  if (socket.getProtocol() !== "TLSv1.3" || socket.isSessionReused()) return undefined;
  return socket.getPeerFinished();
}

/** RFC 5929 §4.1: the certificate's hash, by its signature's hash function, or SHA-256 in place of MD5 and SHA-1. */
function serverEndPoint(socket: TLSSocket): Uint8Array | undefined {
  const certificate = socket.getX509Certificate();
  const hash = hashOf(certificate?.signatureAlgorithm ?? "");
  return certificate && hash ? createHash(hash).update(certificate.raw).digest() : undefined;
}

function hashOf(signatureAlgorithm: string): string | undefined {
  if (/md5|sha-?1\b|sha1/i.test(signatureAlgorithm)) return "sha256";
  const size = /sha-?(224|256|384|512)/i.exec(signatureAlgorithm)?.[1];
  return size === undefined ? undefined : `sha${size}`;
}
