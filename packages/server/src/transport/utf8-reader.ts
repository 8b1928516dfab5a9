import { isAscii, isUtf8 } from "node:buffer";

/** Bytes to text in chunks; a character may be cut by a chunk's edge. */
export class Utf8Reader {
  #carry: Buffer | undefined = undefined;

  /** Returns undefined when the bytes are not UTF-8 (RFC 3629). */
  read(chunk: Buffer): string | undefined {
    if (this.#carry === undefined && isAscii(chunk)) return chunk.toString("latin1");
    const bytes = this.#carry === undefined ? chunk : Buffer.concat([this.#carry, chunk]);
    const end = bytes.length - unfinishedLength(bytes);
    // A copy: what is kept must not hold on to the whole chunk.
    this.#carry = end < bytes.length ? Buffer.from(bytes.subarray(end)) : undefined;
    const whole = bytes.subarray(0, end);
    return isUtf8(whole) ? whole.toString() : undefined;
  }
}

/** How many bytes at the end, 3 at most, begin a character that is not complete. */
function unfinishedLength(bytes: Buffer): number {
  const from = Math.max(0, bytes.length - 3);
  for (let at = bytes.length - 1; at >= from; at--) {
    const byte = bytes[at] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return lengthOf(byte) > bytes.length - at ? bytes.length - at : 0;
  }
  return 0;
}

/** Length of the character that a lead byte begins; 1 for a byte that begins none. */
function lengthOf(lead: number): number {
  if (lead >= 0xc2 && lead < 0xe0) return 2;
  if (lead >= 0xe0 && lead < 0xf0) return 3;
  return lead >= 0xf0 && lead < 0xf5 ? 4 : 1;
}
