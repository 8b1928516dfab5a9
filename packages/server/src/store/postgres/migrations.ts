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
      await createMailboxes(db);
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
  { version: 10, usableFrom: 1, up: createSearch },
  { version: 11, usableFrom: 1, up: addInvitationDetails },
  { version: 12, usableFrom: 1, up: addUploadHolds },
];

/** Every account has a mailbox: the row that is locked while messages get their ids. */
async function createMailboxes(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`CREATE TABLE mailboxes (
      owner bigint PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
      last_id bigint NOT NULL DEFAULT 0,
      last_pending bigint NOT NULL DEFAULT 0
    ) WITH (fillfactor = 50)`,
    sql`CREATE FUNCTION add_mailboxes() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        INSERT INTO mailboxes (owner) SELECT id FROM added ORDER BY id;
        RETURN NULL;
      END $$`,
    sql`CREATE TRIGGER add_mailboxes AFTER INSERT ON accounts REFERENCING NEW TABLE AS added
      FOR EACH STATEMENT EXECUTE FUNCTION add_mailboxes()`,
    sql`CREATE SEQUENCE archive_numbers`,
    sql`CREATE TABLE watermarks (owner bigint PRIMARY KEY, up_to bigint NOT NULL) WITH (fillfactor = 50)`,
  ]) {
    await statement.execute(db);
  }
}

/** A message is one row of `messages`, and one of `entries` for each local side. Times are in the ids (archive-id.ts). */
async function createArchive(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`CREATE TABLE messages (id bigint PRIMARY KEY, sender bigint, recipient bigint, xml text NOT NULL)`,
    sql`CREATE TABLE entries (
      owner bigint NOT NULL,
      id bigint NOT NULL,
      origin bigint,
      is_incoming boolean NOT NULL,
      is_pending boolean NOT NULL,
      peer text COLLATE "C" NOT NULL,
      PRIMARY KEY (owner, id)
    )`,
    sql`CREATE INDEX entries_by_peer ON entries (owner, peer, id)`,
    sql`CREATE INDEX entries_pending ON entries (owner, id) WHERE is_pending`,
    sql`CREATE INDEX entries_by_origin ON entries (owner, origin) WHERE origin IS NOT NULL`,
    sql`CREATE TABLE removed_owners (owner bigint PRIMARY KEY, up_to bigint NOT NULL)`,
  ]) {
    await statement.execute(db);
  }
}

/** Words of archives that were searched (search/search-index.ts), each with the archive's name before it. SQLite has them in files beside the database. */
async function createSearch(db: Kysely<unknown>): Promise<void> {
  for (const statement of [
    sql`CREATE TABLE search_archives (
      archive text COLLATE "C" PRIMARY KEY,
      owner bigint REFERENCES accounts (id) ON DELETE CASCADE,
      low bigint NOT NULL,
      high bigint NOT NULL,
      is_whole boolean NOT NULL
    )`,
    sql`CREATE INDEX search_archives_by_owner ON search_archives (owner)`,
    sql`CREATE TABLE search_words (
      archive text COLLATE "C" NOT NULL,
      id bigint NOT NULL,
      words tsvector NOT NULL,
      PRIMARY KEY (archive, id)
    )`,
    sql`CREATE INDEX search_words_by_word ON search_words USING gin (words)`,
    sql`CREATE TABLE search_changes (
      archive text COLLATE "C" NOT NULL,
      name bigint NOT NULL,
      id bigint NOT NULL,
      PRIMARY KEY (archive, name, id)
    )`,
  ]) {
    await statement.execute(db);
  }
}
