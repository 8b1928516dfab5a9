import type { Kysely } from "kysely";
import type { NewPasskey, Passkey } from "../passkeys.ts";
import type { Account } from "../store.ts";
import { StoreError } from "../store-error.ts";
import { findAccountById } from "./accounts.ts";
import type { PasskeyTable, Schema } from "./schema.ts";

type Db = Kysely<Schema>;

const maxPasskeys = 20;

export async function findPasskey(
  db: Db,
  id: string,
): Promise<{ readonly account: Account; readonly passkey: Passkey } | undefined> {
  const row = await db
    .selectFrom("passkeys")
    .innerJoin("accounts", "accounts.id", "passkeys.owner")
    .selectAll("passkeys")
    .select(["accounts.username", "accounts.is_admin", "accounts.epoch"])
    .where("passkeys.id", "=", id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { owner, username, is_admin, epoch } = row;
  return { account: { id: owner, username, isAdmin: is_admin === 1, epoch }, passkey: toPasskey(row) };
}

export async function passkeysOf(db: Db, owner: number): Promise<readonly Passkey[]> {
  const rows = db.selectFrom("passkeys").selectAll().where("owner", "=", owner);
  return (await rows.orderBy("created_at").orderBy("id").execute()).map(toPasskey);
}

/** The caller sees to it that nobody adds one for the same owner meanwhile. */
export async function addPasskey(db: Db, passkey: NewPasskey, now: number): Promise<void> {
  const { id, owner, handle, publicKey, counter, name, loneEpoch } = passkey;
  if ((await findAccountById(db, owner)) === undefined) throw new StoreError("not-found", "There is no such owner.");
  if ((await passkeysOf(db, owner)).length >= maxPasskeys)
    throw new StoreError("full", "These are too many passkeys of one account.");
  const added = await db
    .insertInto("passkeys")
    .values({
      ...{ id, owner, handle, counter, name },
      ...{ public_key: publicKey, created_at: now, used_at: null, lone_epoch: loneEpoch ?? null },
    })
    .onConflict((c) => c.column("id").doNothing())
    .returning("id")
    .executeTakeFirst();
  if (added === undefined) throw new StoreError("conflict", "That passkey is known already.");
}

/** Of several that come with the same count, one gets through; those that do not count say 0. */
export async function usePasskey(db: Db, id: string, counter: number, now: number): Promise<boolean> {
  const update = db.updateTable("passkeys").set({ counter, used_at: now }).where("id", "=", id);
  const counted = counter === 0 ? update.where("counter", "=", 0) : update.where("counter", "<", counter);
  const used = await counted.returning("id").executeTakeFirst();
  return used !== undefined;
}

export async function removePasskey(db: Db, owner: number, id: string): Promise<boolean> {
  const gone = db.deleteFrom("passkeys").where("owner", "=", owner).where("id", "=", id);
  return (await gone.returning("id").executeTakeFirst()) !== undefined;
}

/** Clears away what has expired at the same time. */
export async function spendChallenge(db: Db, challenge: string, expiresAt: Date, now: number): Promise<boolean> {
  await db.deleteFrom("spent_challenges").where("expires_at", "<=", now).execute();
  const spent = await db
    .insertInto("spent_challenges")
    .values({ challenge, expires_at: expiresAt.getTime() })
    .onConflict((c) => c.column("challenge").doNothing())
    .returning("challenge")
    .executeTakeFirst();
  return spent !== undefined;
}

function toPasskey(row: PasskeyTable): Passkey {
  const { id, handle, counter, name } = row;
  return {
    ...{ id, handle, counter, name },
    publicKey: row.public_key,
    createdAt: new Date(row.created_at),
    usedAt: row.used_at === null ? undefined : new Date(row.used_at),
    loneEpoch: row.lone_epoch ?? undefined,
  };
}
