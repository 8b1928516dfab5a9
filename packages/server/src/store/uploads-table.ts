import { type Kysely, sql } from "kysely";

/** Slots and files (uploads.ts). An account's rows outlive it, without an owner, until their files are removed. */
export async function createUploads(db: Kysely<unknown>, dialect: "sqlite" | "postgres"): Promise<void> {
  const number = dialect === "sqlite" ? "integer" : "bigint";
  const text = dialect === "sqlite" ? "text" : sql`text COLLATE "C"`;
  await db.schema
    .createTable("uploads")
    .addColumn("id", text, (c) => c.primaryKey())
    .addColumn("owner", number, (c) => c.references("accounts.id").onDelete("set null"))
    .addColumn("name", text, (c) => c.notNull())
    .addColumn("type", text)
    .addColumn("size", "bigint", (c) => c.notNull())
    .addColumn("purpose", text, (c) => c.notNull())
    .addColumn("state", text, (c) => c.notNull())
    .addColumn("created_at", "bigint", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .addColumn("kept_until", "bigint", (c) => c.notNull())
    .execute();
  await db.schema.createIndex("uploads_by_owner").on("uploads").columns(["owner", "expires_at"]).execute();
  await db.schema.createIndex("uploads_by_time").on("uploads").column("expires_at").execute();
}

/** An upload is somebody's, and for a while: what is left of it can be gone on with. */
export async function addUploadHolds(db: Kysely<unknown>, dialect: "sqlite" | "postgres"): Promise<void> {
  const text = dialect === "sqlite" ? "text" : sql`text COLLATE "C"`;
  await db.schema
    .alterTable("uploads")
    .addColumn("held_by", text, (c) => c.notNull().defaultTo(""))
    .execute();
  await db.schema
    .alterTable("uploads")
    .addColumn("held_until", "bigint", (c) => c.notNull().defaultTo(0))
    .execute();
}
