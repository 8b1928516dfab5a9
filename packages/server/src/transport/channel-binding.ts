import { createHash } from "node:crypto";
import type { TLSSocket } from "node:tls";
import type { ChannelBindingType } from "./connection.ts";

/** What binds SASL to a TLS connection of ours; undefined where the connection has none of that type. */
export function channelBindingOf(socket: TLSSocket, type: ChannelBindingType): Uint8Array | undefined {
  return type === "tls-exporter" ? exporter(socket) : serverEndPoint(socket);
}

/** RFC 9266 §2. Before TLS 1.3 it would need the extended master secret, of which Node does not tell. */
function exporter(socket: TLSSocket): Uint8Array | undefined {
  if (socket.getProtocol() !== "TLSv1.3") return undefined;
  return socket.exportKeyingMaterial(32, "EXPORTER-Channel-Binding", Buffer.alloc(0));
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
