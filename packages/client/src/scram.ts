import { ScramClient, type ScramClientKeys } from "@yonder/protocol";
import type { Credentials } from "./credentials.ts";

/** The mechanisms of those who know the password (RFC 5802, RFC 7677), the better first. */
export const SCRAM: readonly string[] = ["SCRAM-SHA-256", "SCRAM-SHA-1"];

export function newScram(mechanism: string, { username, password, keys, onKeys }: Credentials): ScramClient {
  const hash = mechanism === "SCRAM-SHA-1" ? "SHA-1" : "SHA-256";
  const keyCache = {
    get: (id: string) => (keys?.id === id ? keys : undefined),
    set: (id: string, derived: ScramClientKeys) => onKeys?.({ id, ...derived }),
  };
  return new ScramClient({ hash, username, password, keyCache });
}

/** The one that is offered most likely, or fits the keys that we have. */
export function likelyScram({ keys }: Credentials): string {
  return keys?.id.startsWith("SHA-1,") ? "SCRAM-SHA-1" : "SCRAM-SHA-256";
}
