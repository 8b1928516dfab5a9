import type { Kysely } from "kysely";
import type { Departure } from "../departures.ts";
import { prepared } from "./prepared.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export async function noteDeparture(db: Db, owner: number, { at, status }: Departure): Promise<void> {
  await note(db, owner, at.getTime(), status);
}

const note = prepared((db, owner: number, at: number, status: string) =>
  db
    .insertInto("departures")
    .columns(["owner", "at", "status"])
    .expression((e) =>
      e
        .selectFrom("accounts")
        .where("id", "=", owner)
        .select((s) => ["id", s.val(at).as("at"), s.val(status).as("status")]),
    )
    .onConflict((c) =>
      c
        .column("owner")
        .doUpdateSet((e) => ({ at: e.ref("excluded.at"), status: e.ref("excluded.status") }))
        .whereRef("departures.at", "<", "excluded.at"),
    ),
);

export async function departureOf(db: Db, owner: number): Promise<Departure | undefined> {
  const row = await db.selectFrom("departures").selectAll().where("owner", "=", owner).executeTakeFirst();
  return row && { at: new Date(row.at), status: row.status };
}
