import type { Kysely } from "kysely";
import { StoreError } from "../store-error.ts";
import { findAccountById } from "./accounts.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

const maxBlocks = 1_000;
const usersPerPage = 1_000;

export async function blocksOf(db: Db, username: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("blocks")
    .innerJoin("accounts", "accounts.id", "blocks.owner")
    .select("blocks.address")
    .where("accounts.username", "=", username)
    .orderBy("blocks.address")
    .execute();
  return rows.map(({ address }) => address);
}

/** The caller sees to it that nobody adds for the same owner meanwhile. */
export async function addBlocks(db: Db, owner: number, addresses: readonly string[]): Promise<readonly string[]> {
  if ((await findAccountById(db, owner)) === undefined) throw new StoreError("not-found", "There is no such owner.");
  const before = new Set(await addressesOf(db, owner));
  const added = [...new Set(addresses)].filter((address) => !before.has(address));
  if (before.size + added.length > maxBlocks) throw new StoreError("full", "These are too many blocked addresses.");
  const rows = added.map((address) => ({ owner, address }));
  if (rows.length > 0) await db.insertInto("blocks").values(rows).execute();
  return added;
}

export async function removeBlocks(db: Db, owner: number, addresses?: readonly string[]): Promise<readonly string[]> {
  if (addresses?.length === 0) return [];
  const all = db.deleteFrom("blocks").where("owner", "=", owner);
  const chosen = addresses ? all.where("address", "in", addresses.slice(0, maxBlocks)) : all;
  const rows = await chosen.returning("address").execute();
  return rows.map(({ address }) => address);
}

export async function blockingUsers(db: Db, after: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("blocks")
    .innerJoin("accounts", "accounts.id", "blocks.owner")
    .select("accounts.username")
    .distinct()
    .where("accounts.username", ">", after)
    .orderBy("accounts.username")
    .limit(usersPerPage)
    .execute();
  return rows.map(({ username }) => username);
}

async function addressesOf(db: Db, owner: number): Promise<string[]> {
  const rows = await db.selectFrom("blocks").select("address").where("owner", "=", owner).execute();
  return rows.map(({ address }) => address);
}
