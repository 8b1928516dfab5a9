import type { ScramHash, ScramKeys } from "@yonder/protocol";
import type { Kysely } from "kysely";
import type { Account, AccountChange, Credentials, NewAccount } from "../store.ts";
import { StoreError } from "../store-error.ts";
import { prepared } from "./prepared.ts";
import type { AccountTable, Schema } from "./schema.ts";

type Db = Kysely<Schema>;

const columns = ["id", "username", "is_admin", "epoch"] as const;
const maxPage = 1_000;

const byUsername = prepared((db, username: string) =>
  db.selectFrom("accounts").selectAll().where("username", "=", username),
);

export async function findAccount(db: Db, username: string): Promise<Account | undefined> {
  const row = await db.selectFrom("accounts").select(columns).where("username", "=", username).executeTakeFirst();
  return row && toAccount(row);
}

export async function findAccountById(db: Db, id: number): Promise<Account | undefined> {
  const row = await db.selectFrom("accounts").select(columns).where("id", "=", id).executeTakeFirst();
  return row && toAccount(row);
}

export async function findCredentials(
  db: Db,
  username: string,
): Promise<({ readonly account: Account } & Credentials) | undefined> {
  const [row] = await byUsername(db, username);
  if (row === undefined) return undefined;
  return {
    account: toAccount(row),
    sha1: keysOf(row.sha1_salt, row.sha1_iterations, row.sha1_stored_key, row.sha1_server_key),
    sha256: keysOf(row.sha256_salt, row.sha256_iterations, row.sha256_stored_key, row.sha256_server_key),
  };
}

export async function addAccount(db: Db, account: NewAccount): Promise<Account> {
  const row = await db
    .insertInto("accounts")
    .values(toRow(account))
    .onConflict((c) => c.column("username").doNothing())
    .returning(columns)
    .executeTakeFirst();
  if (row === undefined) throw new StoreError("conflict", "The username is taken.");
  return toAccount(row);
}

/** How many of them were new. */
export async function addAccounts(db: Db, accounts: readonly NewAccount[]): Promise<number> {
  const result = await db
    .insertInto("accounts")
    .values(accounts.map(toRow))
    .onConflict((c) => c.column("username").doNothing())
    .executeTakeFirst();
  return Number(result.numInsertedOrUpdatedRows ?? 0n);
}

export async function setCredentials(db: Db, username: string, keys: Credentials): Promise<Account> {
  const row = await db
    .updateTable("accounts")
    .set((e) => ({ ...keyColumns(keys), epoch: e("epoch", "+", 1) }))
    .where("username", "=", username)
    .returning(columns)
    .executeTakeFirst();
  if (row === undefined) throw new StoreError("not-found", "There is no such account.");
  await db.deleteFrom("tokens").where("owner", "=", row.id).execute();
  await recordChange(db, "credentials", row);
  return toAccount(row);
}

export async function setAdmin(db: Db, username: string, isAdmin: boolean): Promise<Account> {
  const row = await db
    .updateTable("accounts")
    .set({ is_admin: isAdmin ? 1 : 0 })
    .where("username", "=", username)
    .returning(columns)
    .executeTakeFirst();
  if (row === undefined) throw new StoreError("not-found", "There is no such account.");
  await recordChange(db, isAdmin ? "admin" : "member", row);
  return toAccount(row);
}

export async function renewKeys(
  db: Db,
  { id, epoch }: Pick<Account, "id" | "epoch">,
  hash: ScramHash,
  keys: ScramKeys,
): Promise<boolean> {
  const result = await db
    .updateTable("accounts")
    .set(hash === "SHA-1" ? sha1Columns(keys) : sha256Columns(keys))
    .where("id", "=", id)
    .where("epoch", "=", epoch)
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Roster and invitations go with the account's row; its archive is left to be cleared later, in small steps. */
export async function removeAccount(db: Db, username: string): Promise<boolean> {
  const row = await db.deleteFrom("accounts").where("username", "=", username).returning(columns).executeTakeFirst();
  if (row === undefined) return false;
  await recordChange(db, "removed", row);
  const newest = await db
    .selectFrom("messages")
    .select((e) => e.fn.max("id").as("id"))
    .executeTakeFirst();
  await db
    .insertInto("removed_owners")
    .values({ owner: row.id, up_to: newest?.id ?? 0 })
    .execute();
  await db.deleteFrom("watermarks").where("owner", "=", row.id).execute();
  return true;
}

export async function listAccounts(db: Db, after: string, limit: number): Promise<readonly Account[]> {
  const rows = await db
    .selectFrom("accounts")
    .select(columns)
    .where("username", ">", after)
    .orderBy("username")
    .limit(Math.min(limit, maxPage))
    .execute();
  return rows.map(toAccount);
}

export async function countAccounts(db: Db): Promise<number> {
  const row = await db
    .selectFrom("accounts")
    .select((e) => e.fn.countAll().as("count"))
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export async function accountChangesAfter(
  db: Db,
  seq: number,
): Promise<readonly (AccountChange & { readonly seq: number })[]> {
  const rows = await db
    .selectFrom("account_changes")
    .selectAll()
    .where("seq", ">", seq)
    .orderBy("seq")
    .limit(maxPage)
    .execute();
  return rows.map(({ account, ...row }) => ({ ...row, id: account }));
}

const keptChanges = 10_000;

async function recordChange(
  db: Db,
  kind: AccountChange["kind"],
  row: Pick<AccountTable, "username" | "epoch"> & { id: number },
) {
  const { id, username, epoch } = row;
  const change = await db
    .insertInto("account_changes")
    .values({ kind, account: id, username, epoch })
    .returning("seq")
    .executeTakeFirstOrThrow();
  await db
    .deleteFrom("account_changes")
    .where("seq", "<=", change.seq - keptChanges)
    .execute();
}

function toAccount(row: { id: number; username: string; is_admin: number; epoch: number }): Account {
  return { id: row.id, username: row.username, isAdmin: row.is_admin === 1, epoch: row.epoch };
}

function toRow({ username, keys, isAdmin }: NewAccount) {
  return { username, is_admin: isAdmin ? 1 : 0, epoch: 1, ...keyColumns(keys) };
}

function keyColumns({ sha1, sha256 }: Credentials) {
  return { ...sha1Columns(sha1), ...sha256Columns(sha256) };
}

function sha1Columns({ salt, iterations, storedKey, serverKey }: ScramKeys) {
  return { sha1_salt: salt, sha1_iterations: iterations, sha1_stored_key: storedKey, sha1_server_key: serverKey };
}

function sha256Columns({ salt, iterations, storedKey, serverKey }: ScramKeys) {
  return {
    sha256_salt: salt,
    sha256_iterations: iterations,
    sha256_stored_key: storedKey,
    sha256_server_key: serverKey,
  };
}

function keysOf(salt: Uint8Array, iterations: number, storedKey: Uint8Array, serverKey: Uint8Array) {
  return { salt, iterations, storedKey, serverKey };
}
