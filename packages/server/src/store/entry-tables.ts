import { type Kysely, sql } from "kysely";

/** Passkeys, the challenges that they have met (passkeys.ts), and devices that are being added (pairings.ts), for every dialect. */
export async function createEntryTables(db: Kysely<unknown>, dialect: "sqlite" | "postgres"): Promise<void> {
  const number = dialect === "sqlite" ? "integer" : "bigint";
  const text = dialect === "sqlite" ? "text" : sql`text COLLATE "C"`;
  await db.schema
    .createTable("passkeys")
    .addColumn("id", text, (c) => c.primaryKey())
    .addColumn("owner", number, (c) => c.notNull().references("accounts.id").onDelete("cascade"))
    .addColumn("handle", text, (c) => c.notNull())
    .addColumn("public_key", text, (c) => c.notNull())
    .addColumn("counter", "bigint", (c) => c.notNull())
    .addColumn("name", text, (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("used_at", "bigint")
    .addColumn("lone_epoch", "integer")
    .execute();
  await db.schema.createIndex("passkeys_by_owner").on("passkeys").columns(["owner", "created_at"]).execute();
  await db.schema
    .createTable("spent_challenges")
    .addColumn("challenge", text, (c) => c.primaryKey())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .execute();
  await db.schema
    .createTable("pairings")
    .addColumn("key", text, (c) => c.primaryKey())
    .addColumn("owner", number, (c) => c.notNull().references("accounts.id").onDelete("cascade"))
    .addColumn("epoch", "integer", (c) => c.notNull())
    .addColumn("agent", text)
    .addColumn("device", text)
    .addColumn("is_approved", "integer", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("pairings_by_owner").on("pairings").column("owner").execute();
}
