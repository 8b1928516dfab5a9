import { type Kysely, sql } from "kysely";

/** Whom users block and report, and where they want to be told of messages. */
export async function createPrivacyTables(db: Kysely<unknown>, dialect: "sqlite" | "postgres"): Promise<void> {
  const number = dialect === "sqlite" ? "integer" : "bigint";
  const text = dialect === "sqlite" ? "text" : sql`text COLLATE "C"`;
  const table = (name: string) =>
    db.schema
      .createTable(name)
      .addColumn("owner", number, (c) => c.notNull().references("accounts.id").onDelete("cascade"));

  await table("blocks")
    .addColumn("address", text, (c) => c.notNull())
    .addPrimaryKeyConstraint("blocks_key", ["owner", "address"])
    .execute();
  await table("reports")
    .addColumn("id", text, (c) => c.primaryKey())
    .addColumn("address", text, (c) => c.notNull())
    .addColumn("reason", text, (c) => c.notNull())
    .addColumn("text", text, (c) => c.notNull())
    .addColumn("stanza_ids", text, (c) => c.notNull())
    .addColumn("for_origin", "integer", (c) => c.notNull())
    .addColumn("for_others", "integer", (c) => c.notNull())
    .addColumn("reported_at", "bigint", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("reports_by_owner").on("reports").columns(["owner", "reported_at"]).execute();
  await db.schema.createIndex("reports_by_time").on("reports").column("reported_at").execute();
  await table("push_registrations")
    .addColumn("address", text, (c) => c.notNull())
    .addColumn("node", text, (c) => c.notNull())
    .addColumn("kind", text, (c) => c.notNull())
    .addColumn("resource", text, (c) => c.notNull())
    .addColumn("details", text, (c) => c.notNull())
    .addColumn("changed_at", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("push_registrations_key", ["owner", "address", "node"])
    .execute();
}
