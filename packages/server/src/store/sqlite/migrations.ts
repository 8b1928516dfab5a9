import { type Kysely, sql } from "kysely";
import { createDepartures } from "../departures-table.ts";
import { createEntryTables } from "../entry-tables.ts";
import { addInvitationDetails } from "../invitation-details.ts";
import { createCommonTables, type Migration } from "../migrations.ts";
import { createPrivacyTables } from "../privacy-tables.ts";
import { createPubsubTables } from "../pubsub-tables.ts";
import { createRooms } from "../rooms-table.ts";
import { createTokens, nameTokens } from "../tokens-table.ts";
import { addUploadHolds, createUploads } from "../uploads-table.ts";

export const migrations: readonly Migration[] = [
  {
    version: 1,
    usableFrom: 1,
    async up(db, dialect) {
      await createCommonTables(db, dialect);
      await createArchive(db);
    },
  },
  { version: 2, usableFrom: 1, up: createUploads },
  { version: 3, usableFrom: 1, up: createPubsubTables },
  { version: 4, usableFrom: 1, up: createTokens },
  { version: 5, usableFrom: 1, up: createPrivacyTables },
  { version: 6, usableFrom: 1, up: createRooms },
  { version: 7, usableFrom: 1, up: createDepartures },
  { version: 8, usableFrom: 1, up: nameTokens },
  { version: 9, usableFrom: 1, up: createEntryTables },
  { version: 10, usableFrom: 1, up: addInvitationDetails },
  { version: 11, usableFrom: 1, up: addUploadHolds },
];

/**
 * The archive (docs/adr/0009-archive-layout.md). A message is one row at the end of `messages`, which alone makes it durable. `entries`, what an owner
 * has, is an index over it that is filled in bulk; `archive_state` tells how far, and the rest is found in `messages` itself.
 */
async function createArchive(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`CREATE TABLE messages (
      id INTEGER PRIMARY KEY,
      sender INTEGER,
      recipient INTEGER,
      sender_peer INTEGER,
      recipient_peer INTEGER,
      is_pending INTEGER NOT NULL,
      origin INTEGER,
      xml TEXT NOT NULL
    )`,
    sql`CREATE TABLE entries (
      owner INTEGER NOT NULL,
      id INTEGER NOT NULL,
      peer INTEGER NOT NULL,
      flags INTEGER NOT NULL,
      origin INTEGER NOT NULL,
      PRIMARY KEY (owner, id)
    ) WITHOUT ROWID`,
    sql`CREATE INDEX entries_by_peer ON entries (owner, peer, id)`,
    sql`CREATE TABLE archive_state (
      indexed_to INTEGER NOT NULL,
      merging_to INTEGER NOT NULL,
      merging_owner INTEGER NOT NULL,
      merging_id INTEGER NOT NULL
    )`,
    sql`INSERT INTO archive_state VALUES (0, 0, 0, 0)`,
    sql`CREATE TABLE peers (id INTEGER PRIMARY KEY, jid TEXT NOT NULL UNIQUE)`,
    sql`CREATE TABLE watermarks (owner INTEGER PRIMARY KEY, up_to INTEGER NOT NULL)`,
    sql`CREATE TABLE removed_owners (owner INTEGER PRIMARY KEY, up_to INTEGER NOT NULL)`,
  ]) {
    await statement.execute(db);
  }
}
