import { type ColumnDefinitionBuilder, type Kysely, sql } from "kysely";

/**
 * One step from a schema version to the next. Only ever appended to: a released step is never changed.
 *
 * In PostgreSQL nodes of an older release go on running while the first node of a newer one takes the step. So a step adds: a table, an index, a
 * column that may be missing or has a default. What is no longer needed is taken away a release later, by a step whose `usableFrom` is the version
 * of the first release that does without it.
 */
export interface Migration {
  readonly version: number;
  /** The oldest schema version whose releases can go on after this step. */
  readonly usableFrom: number;
  up(db: Kysely<unknown>, dialect: "sqlite" | "postgres"): Promise<void>;
}

/** The tables of the typed queries, for every dialect. */
export async function createCommonTables(db: Kysely<unknown>, dialect: "sqlite" | "postgres"): Promise<void> {
  const id = (c: ColumnDefinitionBuilder) =>
    dialect === "sqlite" ? c.primaryKey().autoIncrement() : c.primaryKey().generatedAlwaysAsIdentity();
  const number = dialect === "sqlite" ? "integer" : "bigint";
  const bytes = dialect === "sqlite" ? "blob" : "bytea";
  const text = dialect === "sqlite" ? "text" : sql`text COLLATE "C"`; // compared and sorted byte by byte
  const required = (c: ColumnDefinitionBuilder) => c.notNull();
  const owner = (c: ColumnDefinitionBuilder) => c.notNull().references("accounts.id").onDelete("cascade");

  await db.schema
    .createTable("accounts")
    .addColumn("id", number, id) // never used again: everything an owner had is found under it
    .addColumn("username", text, (c) => c.notNull().unique())
    .addColumn("is_admin", "integer", required)
    .addColumn("epoch", "integer", required)
    .addColumn("sha1_salt", bytes, required)
    .addColumn("sha1_iterations", "integer", required)
    .addColumn("sha1_stored_key", bytes, required)
    .addColumn("sha1_server_key", bytes, required)
    .addColumn("sha256_salt", bytes, required)
    .addColumn("sha256_iterations", "integer", required)
    .addColumn("sha256_stored_key", bytes, required)
    .addColumn("sha256_server_key", bytes, required)
    .execute();
  await db.schema
    .createTable("account_changes")
    .addColumn("seq", number, id)
    .addColumn("kind", text, required)
    .addColumn("account", number, required)
    .addColumn("username", text, required)
    .addColumn("epoch", "integer", required)
    .execute();
  await db.schema
    .createTable("roster_versions")
    .addColumn("owner", number, (c) => owner(c).primaryKey())
    .addColumn("version", "integer", required)
    .addColumn("removals_from", "integer", required)
    .execute();
  await db.schema
    .createTable("roster_items")
    .addColumn("owner", number, owner)
    .addColumn("contact", text, required)
    .addColumn("is_listed", "integer", required)
    .addColumn("name", text)
    .addColumn("groups", text, required)
    .addColumn("subscription", text, required)
    .addColumn("is_pending_out", "integer", required)
    .addColumn("is_approved", "integer", required)
    .addColumn("request", text)
    .addColumn("requested_at", "bigint")
    .addColumn("version", "integer", required)
    .addPrimaryKeyConstraint("roster_items_key", ["owner", "contact"])
    .execute();
  await db.schema
    .createTable("roster_removals")
    .addColumn("owner", number, owner)
    .addColumn("contact", text, required)
    .addColumn("version", "integer", required)
    .addPrimaryKeyConstraint("roster_removals_key", ["owner", "contact"])
    .execute();
  await db.schema
    .createTable("invitations")
    .addColumn("token_hash", text, (c) => c.primaryKey())
    .addColumn("kind", text, required)
    .addColumn("inviter", number, (c) => c.references("accounts.id").onDelete("cascade"))
    .addColumn("expires_at", "bigint", required)
    .addColumn("uses_left", "integer", required)
    .execute();
  await db.schema
    .createTable("settings")
    .addColumn("key", text, (c) => c.primaryKey())
    .addColumn("value", text, required)
    .execute();
}
