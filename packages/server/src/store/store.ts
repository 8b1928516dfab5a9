import type { ScramHash, ScramKeys } from "@yonder/protocol";
import type { Blocks } from "./blocks.ts";
import type { Departures } from "./departures.ts";
import type { Pairings } from "./pairings.ts";
import type { Passkeys } from "./passkeys.ts";
import type { Pubsub } from "./pubsub.ts";
import type { Pushes } from "./pushes.ts";
import type { Reports } from "./reports.ts";
import type { Rooms } from "./rooms.ts";
import type { RosterChange, RosterDecision, RosterItem } from "./subscription.ts";
import type { Tokens } from "./tokens.ts";
import type { Uploads } from "./uploads.ts";

export { StoreError } from "./store-error.ts";
export type { RosterChange, RosterDecision, RosterItem, SubscriptionType } from "./subscription.ts";

/**
 * Everything durable. A write resolves once it is durable (fsynced), and reads see all that resolved before.
 * Every operation may reject with a StoreError "unavailable", "full" or "read-only"; further codes stand at the operation.
 */
export interface Store {
  readonly accounts: Accounts;
  readonly archive: Archive;
  readonly pending: Pending;
  readonly roster: Rosters;
  readonly invitations: Invitations;
  readonly settings: Settings;
  readonly blocks: Blocks;
  readonly reports: Reports;
  readonly pushes: Pushes;
  readonly tokens: Tokens;
  readonly passkeys: Passkeys;
  readonly pairings: Pairings;
  readonly departures: Departures;
  readonly uploads: Uploads;
  readonly pubsub: Pubsub;
  readonly rooms: Rooms;
  /** undefined: one node alone accepts messages here, so that it sees all that come. */
  readonly shared: SharedMailboxes | undefined;
  /** Tells of accounts removed or given new keys, by this process or another one; a second may pass. Returns how to stop listening. */
  onAccountsChanged(listener: (change: AccountChange) => void): () => void;
  /** Resolves when all that was asked before, acknowledgements included, is durable. */
  flush(): Promise<void>;
  /** Flushes, then ends. Later operations reject with "unavailable". */
  close(): Promise<void>;
}

// Accounts

export interface Account {
  /** Its owner id everywhere in the store; never used again after a removal. */
  readonly id: number;
  readonly username: string;
  readonly isAdmin: boolean;
  /** Rises with each change of its keys. */
  readonly epoch: number;
}

/** The SCRAM keys of one password (RFC 5802 §3). */
export interface Credentials {
  readonly sha1: ScramKeys;
  readonly sha256: ScramKeys;
}

export interface NewAccount {
  /** Prepared localpart of the address. */
  readonly username: string;
  readonly keys: Credentials;
  readonly isAdmin?: boolean;
}

export interface AccountChange {
  /** "admin" and "member": whether it administers the server is another thing now. */
  readonly kind: "removed" | "credentials" | "admin" | "member";
  readonly id: number;
  readonly username: string;
  /** The epoch it now has, or had last. */
  readonly epoch: number;
}

export interface Accounts {
  find(username: string): Promise<Account | undefined>;
  findById(id: number): Promise<Account | undefined>;
  credentials(username: string): Promise<({ readonly account: Account } & Credentials) | undefined>;
  /** Rejects with "conflict" when the name is taken. */
  add(username: string, keys: Credentials, isAdmin?: boolean): Promise<Account>;
  /** Adds those that do not exist yet, and leaves the others as they are. Earlier rows are kept when a later one fails. */
  addMany(rows: readonly NewAccount[]): Promise<{ readonly added: number; readonly existing: number }>;
  /** Rejects with "not-found". */
  setCredentials(username: string, keys: Credentials): Promise<Account>;
  /** Makes it an administrator's, or no longer one's. Rejects with "not-found". */
  setAdmin(username: string, isAdmin: boolean): Promise<Account>;
  /** Other keys of the same password: the epoch stays. False when the password was changed since. */
  renewKeys(account: Pick<Account, "id" | "epoch">, hash: ScramHash, keys: ScramKeys): Promise<boolean>;
  /** Removes the account with all that it owns; false when there is none. */
  remove(username: string): Promise<boolean>;
  /** In order of usernames, those behind `after`; 100 unless told, at most 1,000. */
  list(after?: string, limit?: number): Promise<readonly Account[]>;
  count(): Promise<number>;
}

// Archive and pending messages

export interface ArchivedMessage {
  /** Archive id (archive-id.ts): rises in the order of acceptance. */
  readonly id: number;
  /** The stanza as accepted, with from and to, without xmlns jabber:client and without stanza-id. */
  readonly xml: string;
  readonly isIncoming: boolean;
}

export interface AcceptRequest {
  /** Owner id of the sender when local. */
  readonly from: number | undefined;
  /** Username of the recipient when local. */
  readonly toUsername: string | undefined;
  /** Bare address of the other side as the sender's archive sees it. */
  readonly senderPeer: string;
  /** Bare address of the other side as the recipient's archive sees it. */
  readonly recipientPeer: string;
  readonly xml: string;
  /** XEP-0359 origin-id (or the stanza's id): the same one from the same local sender is accepted once. */
  readonly originId: string | undefined;
  /** Marks the recipient's copy as pending until acknowledged. */
  readonly isPending: boolean;
}

export type AcceptResult =
  | {
      readonly kind: "accepted";
      readonly id: number;
      readonly recipient: number | undefined;
      /** Of a pending message in a shared store: the pending message to the same recipient right before it, 0 for the first. */
      readonly after?: number;
    }
  | { readonly kind: "duplicate"; readonly id: number }
  /** The local recipient does not exist (any more); nothing was stored. */
  | { readonly kind: "no-recipient" };

/** XEP-0313 §4 filters and XEP-0059 paging. Both ends of a range of ids are exclusive, both ends of a range of time inclusive. */
export interface PageQuery {
  /** Bare address of the other side. */
  readonly with?: string | undefined;
  readonly start?: Date | undefined;
  readonly end?: Date | undefined;
  /** Paging: the oldest ones behind this id. */
  readonly after?: number | undefined;
  /** Paging: the newest ones before this id; "" for the newest of all. */
  readonly before?: number | "" | undefined;
  /** Filters of XEP-0313 §4.1.4: unlike paging, they narrow the result set that is counted. */
  readonly afterId?: number | undefined;
  readonly beforeId?: number | undefined;
  readonly ids?: readonly number[] | undefined;
  /** Words that messages must have (@yonder/protocol, search/terms.ts), and have still: what was changed since is not found as it was. */
  readonly text?: string | undefined;
  /** At most 1,000. */
  readonly limit: number;
  readonly wantsCount?: boolean | undefined;
}

export interface ArchivePage {
  /** Oldest first. */
  readonly messages: readonly ArchivedMessage[];
  /** Nothing more lies in the direction of paging. */
  readonly isComplete: boolean;
  /** False while the archive is searched whose older messages are not indexed yet: they come in later. */
  readonly isStable?: boolean;
  /** Size of the whole result set, and the position of the first message in it (XEP-0059 §2.6), if asked for; of a search nobody knows. */
  readonly count?: number;
  readonly firstIndex?: number;
}

export interface Archive {
  /**
   * Accepts a message: archived for each local side under one id, marked as pending, and durable when this resolves.
   * Requests are accepted, and resolve, in the order of the calls. Whoever reads an owner's archive and finds a message finds
   * all of that owner with lower ids, whichever node accepted them.
   *
   * It rejects in bounded time. One that was not yet begun is withdrawn for certain. If its commit was under way, or failed
   * (`isOutcomeUnknown`), it may be kept nevertheless: with an origin-id the sender's next try is then answered "duplicate".
   */
  accept(request: AcceptRequest): Promise<AcceptResult>;
  /** Rejects with "not-found" when an id named by the query is not in the archive (XEP-0313 §4.3.1). */
  page(owner: number, query: PageQuery): Promise<ArchivePage>;
  /** First and last id (XEP-0313 §5), or undefined when empty. */
  metadata(owner: number): Promise<{ readonly first: number; readonly last: number } | undefined>;
}

export interface Pending {
  /**
   * Incoming messages marked as pending beyond both the watermark and `after`, oldest first; at most 1,000, and fewer if they are long: only
   * an empty page is the last. Where one node alone accepts messages, their acceptances have resolved by then.
   */
  page(owner: number, after: number, limit: number): Promise<readonly ArchivedMessage[]>;
  /** Everything up to this id has reached the owner. Written with the next commit or after 50 ms; only ever moves forward. */
  acknowledge(owner: number, upTo: number): void;
}

/** Where mailboxes stand that several nodes put messages into. "Pending" here means marked so when accepted, acknowledged since or not. */
export interface SharedMailboxes {
  /** Archive id of the last pending message of each of these owners; those without any are left out. */
  heads(owners: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** Pending messages beyond `after`, oldest first; at most 1,000, and fewer if they are long: only an empty page is the last. */
  since(owner: number, after: number, limit: number): Promise<readonly ArchivedMessage[]>;
}

// Roster

/** What a change did. The roster is changed already; the rest is for the caller to do. */
export interface RosterTransition extends RosterDecision {
  /** The roster's version after the change. */
  readonly version: string;
}

export interface Roster {
  /** RFC 6121 §2.6. */
  readonly version: string;
  /** Those listed; contacts that merely asked are in requests(). */
  readonly items: readonly RosterItem[];
}

/** `xml`: an `<item/>` in jabber:iq:roster for each listed contact (RFC 6121 §2.1.4). */
export interface WrittenRoster extends Pick<Roster, "version"> {
  readonly xml: string;
}

/** RFC 6121 §2.6.3: what to push to a client that has an older version. "full": too old or unknown, send the whole roster. */
export type RosterChanges =
  | {
      readonly kind: "changes";
      readonly version: string;
      readonly changed: readonly RosterItem[];
      readonly removed: readonly string[];
    }
  | { readonly kind: "full" };

/** A contact in somebody's roster. */
export interface Standing extends Pick<RosterItem, "subscription" | "groups"> {
  readonly owner: number;
}

export interface Rosters {
  load(owner: number): Promise<Roster>;
  /** The same as clients are told it, of whatever size: without an object for each contact on this thread. */
  write(owner: number): Promise<WrittenRoster>;
  /** Also finds a contact that is not listed and merely asked. */
  find(owner: number, contact: string): Promise<RosterItem | undefined>;
  /** What one contact is in the rosters of these owners; nothing of those who do not have it. */
  standings(owners: readonly number[], contact: string): Promise<readonly Standing[]>;
  /** Reads, decides (subscription.ts) and writes as one step. Rejects with "full" beyond the limit of contacts or requests. */
  change(owner: number, contact: string, change: RosterChange): Promise<RosterTransition>;
  changesSince(owner: number, version: string): Promise<RosterChanges>;
  /** The presence stanzas of all requests that wait for an answer, oldest first (RFC 6121 §3.1.3). */
  requests(owner: number): Promise<readonly string[]>;
}

// Invitations and settings

export type InvitationKind = "admin" | "account" | "contact";

export interface NewInvitation {
  readonly kind: InvitationKind;
  /** Owner id of who invites, unless it is the administration. */
  readonly inviter?: number | undefined;
  readonly expiresAt: Date;
  /** How many accounts may be made with it. */
  readonly uses: number;
  /** What else belongs to it: text that the store does not look into. */
  readonly details?: string | undefined;
}

export interface Invitation {
  readonly kind: InvitationKind;
  readonly inviter: Account | undefined;
  readonly expiresAt: Date;
  readonly usesLeft: number;
  readonly details?: string | undefined;
}

export interface Invitations {
  /** Returns the token; the store keeps only its hash. Rejects with "full" while the inviter has made 100 that have not expired. */
  create(invitation: NewInvitation): Promise<string>;
  /** Undefined when unknown, expired, used up, or its inviter is gone. */
  find(token: string): Promise<Invitation | undefined>;
  /** Makes the account and takes one use as one step. Rejects with "not-found" (as find), or "conflict" when the name is taken. */
  redeem(token: string, username: string, keys: Credentials): Promise<Account>;
  /** Takes one use of an invitation to become this user's contact; false when there is none of theirs (as find). */
  spend(token: string, inviter: number): Promise<boolean>;
}

/** Server-wide values by key. */
export interface Settings {
  get(key: string): Promise<string | undefined>;
  /** Undefined removes it. */
  set(key: string, value: string | undefined): Promise<void>;
  /** Sets it unless it is set; returns what is now stored. For secrets that are made once. */
  ensure(key: string, value: string): Promise<string>;
}
