import { createHash, createHmac, pbkdf2, randomBytes } from "node:crypto";
import { promisify } from "node:util";
import { preparePassword, type ScramKeys } from "@yonder/protocol";
import type { Credentials } from "./store.ts";

const derive = promisify(pbkdf2);

/**
 * What the store keeps of a password, with a fresh salt. The work is done in libuv's pool: many at once use every processor.
 * @throws SaslError for a password that cannot be one
 */
export async function deriveCredentials(password: string, iterations: number): Promise<Credentials> {
  const prepared = preparePassword(password);
  const [sha1, sha256] = await Promise.all([keys(prepared, "sha1", iterations), keys(prepared, "sha256", iterations)]);
  return { sha1, sha256 };
}

async function keys(password: string, hash: "sha1" | "sha256", iterations: number): Promise<ScramKeys> {
  const salt = new Uint8Array(randomBytes(16));
  const salted = await derive(password, salt, iterations, hash === "sha1" ? 20 : 32, hash);
  return keysOfSalted(hash, salted, { salt, iterations });
}

/** RFC 5802 §3. `salted`: what PBKDF2 makes of a password. */
export function keysOfSalted(
  hash: "sha1" | "sha256",
  salted: Uint8Array,
  { salt, iterations }: Pick<ScramKeys, "salt" | "iterations">,
): ScramKeys {
  const clientKey = createHmac(hash, salted).update("Client Key").digest();
  const storedKey = new Uint8Array(createHash(hash).update(clientKey).digest());
  const serverKey = new Uint8Array(createHmac(hash, salted).update("Server Key").digest());
  return { salt, iterations, storedKey, serverKey };
}
