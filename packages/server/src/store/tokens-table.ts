import { type Kysely, sql } from "kysely";

/** Tokens of clients (tokens.ts), for every dialect. */
export async function createTokens(db: Kysely<unknown>, dialect: "sqlite" | "postgres"): Promise<void> {
  const number = dialect === "sqlite" ? "integer" : "bigint";
  const text = dialect === "sqlite" ? "text" : sql`text COLLATE "C"`;
  await db.schema
    .createTable("tokens")
    .addColumn("owner", number, (c) => c.notNull().references("accounts.id").onDelete("cascade"))
    .addColumn("agent", text, (c) => c.notNull())
    .addColumn("is_new", "integer", (c) => c.notNull())
    .addColumn("mechanism", text, (c) => c.notNull())
    .addColumn("seed", text, (c) => c.notNull())
    .addColumn("epoch", "integer", (c) => c.notNull())
    .addColumn("expires_at", "bigint", (c) => c.notNull())
    .addColumn("counted", "bigint", (c) => c.notNull())
    .addPrimaryKeyConstraint("tokens_key", ["owner", "agent", "is_new"])
    .execute();
}

/** Whose tokens they are, for the account's owner. */
export async function nameTokens(db: Kysely<unknown>, dialect: "sqlite" | "postgres"): Promise<void> {
  const text = dialect === "sqlite" ? "text" : sql`text COLLATE "C"`;
  for (const column of ["client", "software", "device"])
    await db.schema.alterTable("tokens").addColumn(column, text).execute();
}
