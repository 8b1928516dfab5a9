import { type ColumnDefinitionBuilder, type Kysely, sql } from "kysely";

/** What publish-subscribe keeps (store/pubsub.ts). An account's places go with it, and what is in a place goes with that. */
export async function createPubsubTables(db: Kysely<unknown>, dialect: "sqlite" | "postgres"): Promise<void> {
  const number = dialect === "sqlite" ? "integer" : "bigint";
  const text = dialect === "sqlite" ? "text" : sql`text COLLATE "C"`;
  const required = (c: ColumnDefinitionBuilder) => c.notNull();

  await db.schema
    .createTable("pubsub_places")
    .addColumn("name", text, (c) => c.primaryKey())
    .addColumn("kind", text, required)
    .addColumn("owner", number, (c) => c.references("accounts.id").onDelete("cascade"))
    .addColumn("bytes", number, required) // of all items in it
    .execute();
  await db.schema.createIndex("pubsub_places_by_owner").on("pubsub_places").column("owner").execute();
  await db.schema
    .createTable("pubsub_nodes")
    .addColumn("place", text, (c) => c.notNull().references("pubsub_places.name").onDelete("cascade"))
    .addColumn("name", text, required)
    .addColumn("config", text, required)
    .addColumn("creator", text, required)
    .addColumn("created_at", number, required)
    .addColumn("revision", number, required)
    .addPrimaryKeyConstraint("pubsub_nodes_key", ["place", "name"])
    .execute();
  await createContents(db, { number, text });
}

async function createContents(
  db: Kysely<unknown>,
  { number, text }: { number: "integer" | "bigint"; text: "text" | ReturnType<typeof sql> },
): Promise<void> {
  const required = (c: ColumnDefinitionBuilder) => c.notNull();
  const ofNode = (name: string) =>
    db.schema
      .createTable(name)
      .addColumn("place", text, required)
      .addColumn("node", text, required)
      .addForeignKeyConstraint(`${name}_node`, ["place", "node"], "pubsub_nodes", ["place", "name"], (c) =>
        c.onDelete("cascade"),
      );
  await ofNode("pubsub_items")
    .addColumn("id", text, required)
    .addColumn("seq", number, required) // the order in which they were published
    .addColumn("publisher", text, required)
    .addColumn("published_at", number, required)
    .addColumn("size", number, required)
    .addColumn("xml", text, required)
    .addPrimaryKeyConstraint("pubsub_items_key", ["place", "node", "id"])
    .execute();
  await db.schema
    .createIndex("pubsub_items_in_order")
    .on("pubsub_items")
    .columns(["place", "node", "seq"])
    .unique()
    .execute();
  await ofNode("pubsub_affiliations")
    .addColumn("jid", text, required)
    .addColumn("affiliation", text, required)
    .addPrimaryKeyConstraint("pubsub_affiliations_key", ["place", "node", "jid"])
    .execute();
  await db.schema
    .createIndex("pubsub_affiliations_by_jid")
    .on("pubsub_affiliations")
    .columns(["place", "jid"])
    .execute();
  await ofNode("pubsub_subscriptions")
    .addColumn("jid", text, required)
    .addColumn("bare", text, required)
    .addColumn("state", text, required)
    .addPrimaryKeyConstraint("pubsub_subscriptions_key", ["place", "node", "jid"])
    .execute();
  await db.schema
    .createIndex("pubsub_subscriptions_by_bare")
    .on("pubsub_subscriptions")
    .columns(["place", "bare"])
    .execute();
}
