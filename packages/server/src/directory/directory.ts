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
  /** Its connection is lost, or its client says that nobody looks at it (XEP-0352). Never told to clients. */
  readonly isUnattended?: boolean;
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

/** What a node tells of itself each time it renews its lease. */
export interface NodeReport {
  /** Where browsers reach this very node, without a trailing slash; undefined: only through what stands before all of them. */
  readonly webUrl: string | undefined;
  /** `host:port` where XMPP clients reach this very node, likewise. */
  readonly c2sAddress: string | undefined;
  readonly sessions: number;
  /** 0 to 1: share of the last second in which its event loop was busy. */
  readonly load: number;
  /** It takes no more sessions and sends away those that it has. */
  readonly isDraining: boolean;
}

export interface NodeStatus extends NodeReport {
  readonly node: string;
  readonly epoch: string;
}

/** Who is told of what happens to the cluster. */
export interface DirectoryWatcher {
  /**
   * These sessions were on a node that is dead, or in a former life of one; or they went here while the other nodes were out of reach.
   * One node alone is told, and speaks for them.
   */
  onLost(sessions: readonly Registration[]): void;
  /** What other nodes sent may not have arrived here: a node has died, or the engine was out of reach for a while. */
  onGap(): void;
  /** Another node has had this resource of a session here for a while: what it sent to say so may not have arrived. */
  onTaken(user: string, resource: string): void;
  /** Whether this node may serve: not while it cannot renew its lease, which it knows before others take it for dead. */
  onLease(isHeld: boolean): void;
}

/**
 * The status directory (port): on which node each user's resources are logged in. Soft state: every node can register all its
 * sessions again, and does so by itself after the engine was lost.
 */
export interface Directory {
  /** How long, in milliseconds, a look-up elsewhere may not know yet of what was registered here. */
  readonly staleness: number;
  /** Takes this node's lease, renews it with what `report` tells, and watches the others. Resolves when the lease is held. */
  join(watcher: DirectoryWatcher, report: () => NodeReport): Promise<void>;
  /**
   * Adds a session of this node; whoever looks it up after this finds it. Rejects when the engine is out of reach.
   * @returns the other node that had a session under this resource and has it no more
   */
  register(user: string, resource: string, presence: PresenceSummary): Awaitable<string | undefined>;
  /**
   * Changes a session of this node, unless another node has taken the resource since: false then. Never rejects: what does not get
   * through is made up for.
   */
  update(user: string, resource: string, presence: PresenceSummary): Awaitable<boolean>;
  /** Removes a session of this node. Never rejects, as `update`. */
  unregister(user: string, resource: string): Awaitable<void>;
  /** All live registrations of a bare JID, in no particular order. Never rejects: those of this node are found always. */
  lookUp(user: string): Awaitable<readonly Registration[]>;
  /** Drops a cached answer that proved stale, so that the next look-up asks the engine. */
  forget(user: string): void;
  /** The nodes whose leases are alive, this one included, as of their last report. */
  nodes(): readonly NodeStatus[];
  /** Gives up the lease. Sessions should be unregistered before. */
  stop(): Promise<void>;
}
