import { createHash } from "node:crypto";

const LENGTH = 32;

/**
 * The id of the file that may be put with this token. It follows from the token, and not the other way round: who knows where a file is to be
 * had cannot put one there.
 */
export function uploadIdOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url").slice(0, LENGTH);
}
