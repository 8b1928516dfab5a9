import type { Generated } from "kysely";
import type { Affiliation } from "../pubsub.ts";
import type { AccountChange } from "../store.ts";

/** The tables, as the queries of every dialect see them. Flags are 0 or 1, times are milliseconds since 1970. */
export interface Schema {
  schema_version: { version: number };
  accounts: AccountTable;
  account_changes: {
    seq: Generated<number>;
    kind: AccountChange["kind"];
    account: number;
    username: string;
    epoch: number;
  };
  removed_owners: { owner: number; up_to: number };
  roster_versions: { owner: number; version: number; removals_from: number };
  roster_items: RosterItemTable;
  roster_removals: { owner: number; contact: string; version: number };
  invitations: InvitationTable;
  settings: { key: string; value: string };
  tokens: TokenTable;
  passkeys: PasskeyTable;
  spent_challenges: { challenge: string; expires_at: number };
  pairings: PairingTable;
  departures: { owner: number; at: number; status: string };
  rooms: RoomTable;
  room_affiliates: RoomAffiliateTable;
  room_messages: RoomMessageTable;
  uploads: UploadTable;
  pubsub_places: { name: string; kind: "account" | "private" | "service"; owner: number | null; bytes: number };
  pubsub_nodes: PubsubNodeTable;
  pubsub_items: PubsubItemTable;
  pubsub_affiliations: { place: string; node: string; jid: string; affiliation: Affiliation };
  pubsub_subscriptions: { place: string; node: string; jid: string; bare: string; state: "subscribed" | "pending" };
  blocks: { owner: number; address: string };
  reports: ReportTable;
  push_registrations: PushTable;
  messages: { id: number };
  watermarks: { owner: number; up_to: number };
}

export interface AccountTable {
  id: Generated<number>;
  username: string;
  is_admin: number;
  epoch: number;
  sha1_salt: Uint8Array;
  sha1_iterations: number;
  sha1_stored_key: Uint8Array;
  sha1_server_key: Uint8Array;
  sha256_salt: Uint8Array;
  sha256_iterations: number;
  sha256_stored_key: Uint8Array;
  sha256_server_key: Uint8Array;
}

export interface RosterItemTable {
  owner: number;
  contact: string;
  is_listed: number;
  name: string | null;
  /** JSON array. */
  groups: string;
  subscription: "none" | "to" | "from" | "both";
  is_pending_out: number;
  is_approved: number;
  request: string | null;
  requested_at: number | null;
  /** The roster's version at which clients last saw it change. */
  version: number;
}

export interface InvitationTable {
  /** SHA-256 of the token, as hexadecimal text. */
  token_hash: string;
  kind: "admin" | "account" | "contact";
  inviter: number | null;
  expires_at: number;
  uses_left: number;
  /** JSON of who made it. */
  details: string | null;
}

export interface UploadTable {
  id: string;
  /** Null when the account is gone. */
  owner: number | null;
  name: string;
  type: string | null;
  size: number;
  purpose: "message" | "ephemeral" | "profile";
  /** "wanted": somebody waits for who is under way to let go. */
  state: "slot" | "under-way" | "wanted" | "stored";
  created_at: number;
  /** Of what it is now: the slot, the upload or the file. */
  expires_at: number;
  /** When the file expires, once it is there. */
  kept_until: number;
  /** Who puts the file there, while it is under way, and until when without a sign of life. */
  held_by: string;
  held_until: number;
}

export interface PubsubNodeTable {
  place: string;
  name: string;
  /** NodeConfig as JSON. */
  config: string;
  creator: string;
  created_at: number;
  revision: number;
}

export interface PubsubItemTable {
  place: string;
  node: string;
  id: string;
  /** Rises in the order of publication. */
  seq: number;
  publisher: string;
  published_at: number;
  size: number;
  xml: string;
}

export interface TokenTable {
  owner: number;
  /** Which of the owner's clients: a hash. */
  agent: string;
  is_new: number;
  mechanism: string;
  seed: string;
  epoch: number;
  expires_at: number;
  /** The highest count of a client that counts its logins. */
  counted: number;
  client: string | null;
  software: string | null;
  device: string | null;
}

export interface ReportTable {
  id: string;
  owner: number;
  address: string;
  reason: string;
  text: string;
  /** JSON array. */
  stanza_ids: string;
  for_origin: number;
  for_others: number;
  reported_at: number;
}

export interface PushTable {
  owner: number;
  address: string;
  node: string;
  kind: "service" | "web";
  resource: string;
  details: string;
  changed_at: number;
}

export interface RoomTable {
  /** The local part of its address. */
  room: string;
  /** Rises whenever somebody takes the room over. */
  fence: number;
  /** The highest id in its archive that was ever given. */
  last_id: number;
  /** Bare address. */
  creator: string;
  /** JSON. */
  config: string;
  title: string;
  is_public: number;
  is_locked: number;
  subject: string | null;
  subject_id: number | null;
  avatar: string | null;
  avatar_hash: string | null;
}

export interface RoomAffiliateTable {
  room: string;
  jid: string;
  affiliation: "owner" | "admin" | "member" | "outcast";
  nick: string | null;
  reason: string | null;
}

export interface RoomMessageTable {
  room: string;
  id: number;
  author: string;
  nick: string;
  origin: string | null;
  is_subject: number;
  xml: string;
}

export interface PasskeyTable {
  id: string;
  owner: number;
  handle: string;
  public_key: string;
  counter: number;
  name: string;
  created_at: number;
  used_at: number | null;
  lone_epoch: number | null;
}

export interface PairingTable {
  /** A hash of the secret. */
  key: string;
  owner: number;
  /** The account's when it was opened. */
  epoch: number;
  agent: string | null;
  device: string | null;
  is_approved: number;
  expires_at: number;
}
