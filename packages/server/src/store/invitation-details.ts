import { type Kysely, sql } from "kysely";

/** What an invitation leads to, besides an account. */
export async function addInvitationDetails(db: Kysely<unknown>, dialect: "sqlite" | "postgres"): Promise<void> {
  const text = dialect === "sqlite" ? "text" : sql`text COLLATE "C"`;
  await db.schema.alterTable("invitations").addColumn("details", text).execute();
}
