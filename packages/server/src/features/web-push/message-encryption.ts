import { createCipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";

/** A browser's keys, as its push subscription has them. */
export interface SubscriptionKeys {
  /** Point on P-256, uncompressed: 65 bytes. */
  readonly p256dh: Uint8Array;
  /** 16 bytes. */
  readonly auth: Uint8Array;
}

/** What must be new for each message. */
export interface Ephemeral {
  readonly privateKey: Uint8Array;
  readonly salt: Uint8Array;
}

const RECORD_SIZE = 4_096;
/** Messages have lengths that are multiples of it: theirs says little. */
const BLOCK = 256;
const TAG = 16;
/** RFC 8188 §2: ends the last record. */
const DELIMITER = 2;

/** A message that only this browser can read: RFC 8291 §3, in one record of RFC 8188. Throws when its key is no point of the curve. */
export function encrypted(
  text: Uint8Array,
  { p256dh, auth }: SubscriptionKeys,
  { privateKey, salt }: Ephemeral = { privateKey: newPrivateKey(), salt: randomBytes(16) },
  block = BLOCK,
): Buffer {
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(privateKey);
  const own = ecdh.getPublicKey();
  const keyInfo = Buffer.concat([Buffer.from("WebPush: info\0"), p256dh, own]);
  const material = derived(ecdh.computeSecret(p256dh), auth, keyInfo, 32);
  const key = derived(material, salt, "Content-Encoding: aes128gcm\0", 16);
  const nonce = derived(material, salt, "Content-Encoding: nonce\0", 12);
  const cipher = createCipheriv("aes-128-gcm", key, nonce);
  const body = [cipher.update(padded(text, block)), cipher.final(), cipher.getAuthTag()];
  return Buffer.concat([salt, numberOf(RECORD_SIZE), Uint8Array.of(own.length), own, ...body]);
}

function newPrivateKey(): Buffer {
  const ecdh = createECDH("prime256v1");
  ecdh.generateKeys();
  return ecdh.getPrivateKey();
}

function derived(material: Uint8Array, salt: Uint8Array, info: string | Uint8Array, length: number): Buffer {
  return Buffer.from(hkdfSync("sha256", material, salt, info, length));
}

function padded(text: Uint8Array, block: number): Buffer {
  const length = Math.ceil((text.length + 1) / block) * block;
  if (length + TAG > RECORD_SIZE) throw new RangeError("too long for one record");
  const record = Buffer.alloc(length);
  record.set(text);
  record[text.length] = DELIMITER;
  return record;
}

function numberOf(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
