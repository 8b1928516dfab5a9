import { type Kysely, sql } from "kysely";

/** When users were last here (departures.ts), for every dialect. */
export async function createDepartures(db: Kysely<unknown>, dialect: "sqlite" | "postgres"): Promise<void> {
  const number = dialect === "sqlite" ? "integer" : "bigint";
  const text = dialect === "sqlite" ? "text" : sql`text COLLATE "C"`;
  await db.schema
    .createTable("departures")
    .addColumn("owner", number, (c) => c.primaryKey().references("accounts.id").onDelete("cascade"))
    .addColumn("at", "bigint", (c) => c.notNull())
    .addColumn("status", text, (c) => c.notNull())
    .execute();
}
