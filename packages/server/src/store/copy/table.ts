/** Bytes as PostgreSQL writes them: \x and hexadecimal digits. */
export type Value = number | string | null;
export type Row = readonly Value[];

/** Rows that a store keeps, in a form that does not depend on where it keeps them. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** Columns that hold bytes. */
  readonly bytes?: readonly string[];
  /** Rows are read in this order. */
  readonly key: readonly string[];
}

const scramKeys = ["sha1", "sha256"].flatMap((hash) =>
  ["salt", "iterations", "stored_key", "server_key"].map((column) => `${hash}_${column}`),
);

/** A message and what each side's archive says of it; a side is null when it has, or no longer has, it in no archive here. */
export const messages: Table = {
  name: "messages",
  columns: ["id", "sender", "recipient", "sender_peer", "recipient_peer", "is_pending", "origin", "xml"],
  key: ["id"],
};

/** The highest number that was ever given in a table: those of removed rows are never given again. */
export const sequences: Table = { name: "sequences", columns: ["name", "value"], key: ["name"] };
export const numberedTables = ["account_changes", "accounts"] as const;

/** What both kinds of store keep in tables alike, each after those that it refers to. */
export const commonTables: readonly Table[] = [
  {
    name: "accounts",
    columns: ["id", "username", "is_admin", "epoch", ...scramKeys],
    bytes: scramKeys.filter((column) => !column.endsWith("_iterations")),
    key: ["id"],
  },
  { name: "account_changes", columns: ["seq", "kind", "account", "username", "epoch"], key: ["seq"] },
  { name: "roster_versions", columns: ["owner", "version", "removals_from"], key: ["owner"] },
  {
    name: "roster_items",
    columns: [
      ...["owner", "contact", "is_listed", "name", "groups", "subscription", "is_pending_out", "is_approved"],
      ...["request", "requested_at", "version"],
    ],
    key: ["owner", "contact"],
  },
  { name: "roster_removals", columns: ["owner", "contact", "version"], key: ["owner", "contact"] },
  {
    name: "invitations",
    columns: ["token_hash", "kind", "inviter", "expires_at", "uses_left", "details"],
    key: ["token_hash"],
  },
  { name: "pubsub_places", columns: ["name", "kind", "owner", "bytes"], key: ["name"] },
  {
    name: "pubsub_nodes",
    columns: ["place", "name", "config", "creator", "created_at", "revision"],
    key: ["place", "name"],
  },
  {
    name: "pubsub_items",
    columns: ["place", "node", "id", "seq", "publisher", "published_at", "size", "xml"],
    key: ["place", "node", "seq"],
  },
  {
    name: "pubsub_affiliations",
    columns: ["place", "node", "jid", "affiliation"],
    key: ["place", "node", "jid"],
  },
  {
    name: "pubsub_subscriptions",
    columns: ["place", "node", "jid", "bare", "state"],
    key: ["place", "node", "jid"],
  },
  {
    name: "tokens",
    columns: [
      "owner",
      "agent",
      "is_new",
      "mechanism",
      "seed",
      "epoch",
      "expires_at",
      "counted",
      "client",
      "software",
      "device",
    ],
    key: ["owner", "agent", "is_new"],
  },
  {
    name: "passkeys",
    columns: [...["id", "owner", "handle", "public_key", "counter", "name", "created_at", "used_at"], "lone_epoch"],
    key: ["id"],
  },
  { name: "spent_challenges", columns: ["challenge", "expires_at"], key: ["challenge"] },
  {
    name: "pairings",
    columns: ["key", "owner", "epoch", "agent", "device", "is_approved", "expires_at"],
    key: ["key"],
  },
  { name: "departures", columns: ["owner", "at", "status"], key: ["owner"] },
  {
    name: "rooms",
    columns: [
      ...["room", "fence", "last_id", "creator", "config", "title", "is_public", "is_locked"],
      ...["subject", "subject_id", "avatar", "avatar_hash"],
    ],
    key: ["room"],
  },
  { name: "room_affiliates", columns: ["room", "jid", "affiliation", "nick", "reason"], key: ["room", "jid"] },
  {
    name: "room_messages",
    columns: ["room", "id", "author", "nick", "origin", "is_subject", "xml"],
    key: ["room", "id"],
  },
  { name: "settings", columns: ["key", "value"], key: ["key"] },
  {
    name: "uploads",
    columns: [
      ...["id", "owner", "name", "type", "size", "purpose", "state"],
      ...["created_at", "expires_at", "kept_until", "held_by", "held_until"],
    ],
    key: ["id"],
  },
  { name: "blocks", columns: ["owner", "address"], key: ["owner", "address"] },
  {
    name: "reports",
    columns: [
      ...["id", "owner", "address", "reason", "text", "stanza_ids"],
      ...["for_origin", "for_others", "reported_at"],
    ],
    key: ["id"],
  },
  {
    name: "push_registrations",
    columns: ["owner", "address", "node", "kind", "resource", "details", "changed_at"],
    key: ["owner", "address", "node"],
  },
  { name: "watermarks", columns: ["owner", "up_to"], key: ["owner"] },
  { name: "removed_owners", columns: ["owner", "up_to"], key: ["owner"] },
];
