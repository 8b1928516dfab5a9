import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export async function getSetting(db: Db, key: string): Promise<string | undefined> {
  const row = await db.selectFrom("settings").select("value").where("key", "=", key).executeTakeFirst();
  return row?.value;
}

export async function setSetting(db: Db, key: string, value: string | undefined): Promise<void> {
  if (value === undefined) {
    await db.deleteFrom("settings").where("key", "=", key).execute();
    return;
  }
  const insert = db.insertInto("settings").values({ key, value });
  await insert.onConflict((c) => c.column("key").doUpdateSet({ value })).execute();
}

export async function ensureSetting(db: Db, key: string, value: string): Promise<string> {
  const insert = db.insertInto("settings").values({ key, value });
  await insert.onConflict((c) => c.column("key").doNothing()).execute();
  return (await getSetting(db, key)) ?? value;
}
