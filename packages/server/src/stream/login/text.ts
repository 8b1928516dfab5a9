import { isUtf8 } from "node:buffer";
import { SaslError, toBase64 } from "@yonder/protocol";

/** Throws SaslError for what is no UTF-8. */
export function textOf(bytes: Uint8Array): string {
  if (!isUtf8(bytes)) throw new SaslError("malformed-request", "not UTF-8");
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}

/** As SASL's data goes over a stream (RFC 6120 §6.4). */
export function encoded(data: string | Uint8Array): string {
  return toBase64(typeof data === "string" ? new TextEncoder().encode(data) : data);
}
