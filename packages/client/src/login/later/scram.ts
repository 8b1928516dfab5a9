import { ScramClient, type ScramClientKeys } from "@yonder/protocol";
import type { Credentials } from "../../credentials.ts";

/** The client's end of a login with the password (RFC 5802, RFC 7677). */
export function newScram(mechanism: string, { username, password, keys, onKeys }: Credentials): ScramClient {
  const hash = mechanism === "SCRAM-SHA-1" ? "SHA-1" : "SHA-256";
  const keyCache = {
    get: (id: string) => (keys?.id === id ? keys : undefined),
    set: (id: string, derived: ScramClientKeys) => onKeys?.({ id, ...derived }),
  };
  return new ScramClient({ hash, username, password, keyCache });
}
