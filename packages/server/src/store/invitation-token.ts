import { createHash, randomBytes } from "node:crypto";

/** Unguessable text. */
export function randomToken(): string {
  return randomBytes(16).toString("base64url");
}

/** What the store keeps of a token: whoever reads the database cannot use it. */
export function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}
