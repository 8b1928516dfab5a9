import { utf8 } from "./base64.ts";
import { digest, hmac, own, type ScramHash, subtle } from "./hashes.ts";
import { preparePassword } from "./password.ts";

/** What a server keeps of a password (RFC 5802 §3). */
export interface ScramKeys {
  readonly salt: Uint8Array;
  readonly iterations: number;
  readonly storedKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

/** What a client may keep instead of a password, for one salt and iteration count. */
export interface ScramClientKeys {
  readonly clientKey: Uint8Array;
  readonly serverKey: Uint8Array;
}

/** Derives what a server keeps, with WebCrypto. Throws SaslError for a password that cannot be one. */
export async function deriveScramKeys(
  password: string,
  hash: ScramHash,
  salt: Uint8Array,
  iterations: number,
): Promise<ScramKeys> {
  const { clientKey, serverKey } = await deriveClientKeys(password, hash, salt, iterations);
  return { salt, iterations, storedKey: await digest(hash, clientKey), serverKey };
}

/** Derives what a client needs to log in, with WebCrypto. */
export async function deriveClientKeys(
  password: string,
  hash: ScramHash,
  salt: Uint8Array,
  iterations: number,
): Promise<ScramClientKeys> {
  const key = await subtle().importKey("raw", utf8(preparePassword(password)), "PBKDF2", false, ["deriveBits"]);
  const bits = hash === "SHA-1" ? 160 : 256;
  const salted = await subtle().deriveBits({ name: "PBKDF2", hash, salt: own(salt), iterations }, key, bits);
  const saltedPassword = new Uint8Array(salted);
  return {
    clientKey: await hmac(hash, saltedPassword, utf8("Client Key")),
    serverKey: await hmac(hash, saltedPassword, utf8("Server Key")),
  };
}

export function xor(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((byte, i) => byte ^ (b[i] ?? 0));
}
