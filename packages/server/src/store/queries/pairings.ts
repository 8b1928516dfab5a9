import type { Kysely } from "kysely";
import type { NewPairing, Pairing } from "../pairings.ts";
import type { Account } from "../store.ts";
import { StoreError } from "../store-error.ts";
import { findAccountById } from "./accounts.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

const maxPairings = 10;

/** Clears away what has expired at the same time. The caller sees to it that nobody opens one for the same owner meanwhile. */
export async function openPairing(db: Db, pairing: NewPairing, now: number): Promise<void> {
  const { owner, key, isApproved, expiresAt } = pairing;
  await db.deleteFrom("pairings").where("expires_at", "<=", now).execute();
  const account = await findAccountById(db, owner);
  if (account === undefined) throw new StoreError("not-found", "There is no such owner.");
  const own = await db.selectFrom("pairings").select("key").where("owner", "=", owner).execute();
  if (own.length >= maxPairings) throw new StoreError("full", "These are too many pairings of one account.");
  const opened = await db
    .insertInto("pairings")
    .values({
      ...{ key, owner, epoch: account.epoch, agent: null, device: null },
      ...{ is_approved: isApproved ? 1 : 0, expires_at: expiresAt.getTime() },
    })
    .onConflict((c) => c.column("key").doNothing())
    .returning("key")
    .executeTakeFirst();
  if (opened === undefined) throw new StoreError("conflict", "There is a pairing of that key.");
}

/** Of a former password none is found. */
export async function findPairing(db: Db, key: string, now: number): Promise<Pairing | undefined> {
  const row = await db
    .selectFrom("pairings")
    .innerJoin("accounts", (join) =>
      join.onRef("accounts.id", "=", "pairings.owner").onRef("accounts.epoch", "=", "pairings.epoch"),
    )
    .select(["pairings.owner", "pairings.agent", "pairings.device", "pairings.is_approved"])
    .select(["accounts.username", "accounts.is_admin", "accounts.epoch"])
    .where("pairings.key", "=", key)
    .where("pairings.expires_at", ">", now)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  return {
    account: { id: row.owner, username: row.username, isAdmin: row.is_admin === 1, epoch: row.epoch },
    agent: row.agent ?? undefined,
    device: row.device ?? undefined,
    isApproved: row.is_approved === 1,
  };
}

/** Of several that come at once, one gets through. */
export async function claimPairing(db: Db, key: string, agent: string, device: string, now: number): Promise<boolean> {
  const claimed = await db
    .updateTable("pairings")
    .set({ agent, device })
    .where("key", "=", key)
    .where("agent", "is", null)
    .where("expires_at", ">", now)
    .returning("key")
    .executeTakeFirst();
  return claimed !== undefined;
}

export async function approvePairing(db: Db, owner: number, key: string, now: number): Promise<boolean> {
  const approved = await db
    .updateTable("pairings")
    .set({ is_approved: 1 })
    .where("key", "=", key)
    .where("owner", "=", owner)
    .where("agent", "is not", null)
    .where("expires_at", ">", now)
    .returning("key")
    .executeTakeFirst();
  return approved !== undefined;
}

export async function takePairing(db: Db, key: string, agent: string, now: number): Promise<Account | undefined> {
  const taken = await db
    .deleteFrom("pairings")
    .where("key", "=", key)
    .where("agent", "=", agent)
    .where("is_approved", "=", 1)
    .where("expires_at", ">", now)
    .returning(["owner", "epoch"])
    .executeTakeFirst();
  const account = taken && (await findAccountById(db, taken.owner));
  return account?.epoch === taken?.epoch ? account : undefined;
}

export async function closePairing(db: Db, owner: number, key: string): Promise<void> {
  await db.deleteFrom("pairings").where("owner", "=", owner).where("key", "=", key).execute();
}
