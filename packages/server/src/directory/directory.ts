import type { Awaitable } from "../features/feature.ts";

/** What others must know of a session to decide whether it gets a stanza (RFC 6121 §8.5). */
export interface PresenceSummary {
  /** It has sent initial presence and no unavailable presence since. */
  readonly isAvailable: boolean;
  /** −128 to 127; counts only while available. */
  readonly priority: number;
  /** XEP-0280 is on. */
  readonly hasCarbons: boolean;
  /** It has asked for the roster, so it gets roster pushes (RFC 6121 §2.1.6). */
  readonly isInterested: boolean;
}

/** One session, as the status directory knows it. */
export interface Registration {
  /** Bare JID. */
  readonly user: string;
  readonly resource: string;
  readonly node: string;
  /** The life of that node in which the session was registered; an entry of a former life is dead. */
  readonly epoch: string;
  readonly presence: PresenceSummary;
}

/** The status directory (port): on which node each user's resources are logged in. Soft state: every node can register all its sessions again. */
export interface Directory {
  /** Adds or replaces this node's entry. */
  register(user: string, resource: string, presence: PresenceSummary): Awaitable<void>;
  unregister(user: string, resource: string): Awaitable<void>;
  /** All live registrations of a bare JID, in no particular order. */
  lookUp(user: string): Awaitable<readonly Registration[]>;
  /** Drops a cached answer that proved stale, so that the next look-up asks the engine. */
  forget(user: string): void;
  stop(): Promise<void>;
}
