import type { Element, Jid } from "@yonder/protocol";
import type { Account } from "../store/store.ts";

/** Whose a session is and what it asked for: what the router and its features go by. */
export class SessionProfile {
  readonly jid: Jid;
  /** As it was at login, or since the session itself changed its password. */
  account: Account;
  /** Unguessable; also its SM-ID. */
  readonly id: string;
  priority = 0;
  /** The last available presence it broadcast. */
  presence: Element | undefined = undefined;
  /** It asked for the roster (RFC 6121 §2.2). */
  isInterested = false;
  hasCarbons = false;
  wantsOutcomes = false;

  constructor(jid: Jid, account: Account, id: string) {
    this.jid = jid;
    this.account = account;
    this.id = id;
  }
}

/** What a session asked for since it was bound. */
export type Wishes = Pick<SessionProfile, "priority" | "presence" | "isInterested" | "hasCarbons" | "wantsOutcomes">;

export function wishesOf({ priority, presence, isInterested, hasCarbons, wantsOutcomes }: SessionProfile): Wishes {
  return { priority, presence, isInterested, hasCarbons, wantsOutcomes };
}
