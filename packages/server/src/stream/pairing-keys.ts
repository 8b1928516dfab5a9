import { createHash } from "node:crypto";

/** How long a device may be added, ms. */
export const PAIRING_TIME = 2 * 60_000;

/** What may be shown of a pairing's secret, and is kept of it: 128 bits of its hash. */
export function pairingKey(secret: string): string {
  return createHash("sha256").update(secret).digest("base64url").slice(0, 22);
}
