import { type Kysely, sql } from "kysely";

/** Rooms with their affiliations and archives (rooms.ts). */
export async function createRooms(db: Kysely<unknown>, dialect: "sqlite" | "postgres"): Promise<void> {
  const text = dialect === "sqlite" ? "text" : sql`text COLLATE "C"`;
  await db.schema
    .createTable("rooms")
    .addColumn("room", text, (c) => c.primaryKey())
    .addColumn("fence", "bigint", (c) => c.notNull())
    .addColumn("last_id", "bigint", (c) => c.notNull())
    .addColumn("creator", text, (c) => c.notNull())
    .addColumn("config", text, (c) => c.notNull())
    .addColumn("title", text, (c) => c.notNull())
    .addColumn("is_public", "integer", (c) => c.notNull())
    .addColumn("is_locked", "integer", (c) => c.notNull())
    .addColumn("subject", text)
    .addColumn("subject_id", "bigint")
    .addColumn("avatar", text)
    .addColumn("avatar_hash", text)
    .execute();
  await db.schema.createIndex("rooms_by_creator").on("rooms").column("creator").execute();
  await db.schema.createIndex("rooms_by_publicity").on("rooms").columns(["is_public", "room"]).execute();
  await db.schema
    .createTable("room_affiliates")
    .addColumn("room", text, (c) => c.notNull().references("rooms.room").onDelete("cascade"))
    .addColumn("jid", text, (c) => c.notNull())
    .addColumn("affiliation", text, (c) => c.notNull())
    .addColumn("nick", text)
    .addColumn("reason", text)
    .addPrimaryKeyConstraint("room_affiliates_key", ["room", "jid"])
    .execute();
  await db.schema.createIndex("room_affiliates_by_jid").on("room_affiliates").column("jid").execute();
  await db.schema
    .createTable("room_messages")
    .addColumn("room", text, (c) => c.notNull().references("rooms.room").onDelete("cascade"))
    .addColumn("id", "bigint", (c) => c.notNull())
    .addColumn("author", text, (c) => c.notNull())
    .addColumn("nick", text, (c) => c.notNull())
    .addColumn("origin", text)
    .addColumn("is_subject", "integer", (c) => c.notNull())
    .addColumn("xml", text, (c) => c.notNull())
    .addPrimaryKeyConstraint("room_messages_key", ["room", "id"])
    .execute();
  await db.schema
    .createIndex("room_messages_by_author")
    .on("room_messages")
    .columns(["room", "author", "id"])
    .execute();
  await db.schema
    .createIndex("room_messages_by_origin")
    .on("room_messages")
    .columns(["room", "origin", "id"])
    .execute();
}
