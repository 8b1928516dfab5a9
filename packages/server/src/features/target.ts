import { StanzaError } from "@yonder/protocol";
import type { Iq } from "./feature.ts";

/** Refuses what is meant for somebody else's account, whether that exists or not (RFC 6121 §8.5.1). */
export function refuseOtherAccounts({ target }: Iq): void {
  if (target === "other-account") throw new StanzaError("service-unavailable");
}

/** Refuses what concerns an account's own data unless it is the sender's (RFC 6121 §2.1.5, XEP-0313 §8.1). */
export function requireOwnAccount({ target }: Iq): void {
  if (target === "other-account") throw new StanzaError("forbidden");
  if (target === "server") throw new StanzaError("service-unavailable");
}
