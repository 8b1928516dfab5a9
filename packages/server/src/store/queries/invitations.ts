import type { Kysely } from "kysely";
import type { Account, Invitation, InvitationKind, NewAccount } from "../store.ts";
import { StoreError } from "../store-error.ts";
import { addAccount, findAccountById } from "./accounts.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export interface InvitationRow {
  readonly tokenHash: string;
  readonly kind: InvitationKind;
  readonly inviter: number | undefined;
  readonly expiresAt: number;
  readonly uses: number;
  readonly details?: string | undefined;
}

/** Invitations of one account that have not expired. */
const MOST_OF_ONE = 100;

/** Clears away what has expired at the same time. Rejects with "not-found" when the inviter is gone, "full" when they have made too many. */
export async function createInvitation(db: Db, row: InvitationRow, now: number): Promise<void> {
  await db.deleteFrom("invitations").where("expires_at", "<=", now).execute();
  if (row.inviter !== undefined && (await findAccountById(db, row.inviter)) === undefined)
    throw new StoreError("not-found", "There is no such inviter.");
  if (row.inviter !== undefined && (await countOf(db, row.inviter)) >= MOST_OF_ONE)
    throw new StoreError("full", "These are too many invitations of one account.");
  const { tokenHash, kind, inviter, expiresAt, uses, details = null } = row;
  await db
    .insertInto("invitations")
    .values({ token_hash: tokenHash, kind, inviter: inviter ?? null, expires_at: expiresAt, uses_left: uses, details })
    .execute();
}

async function countOf(db: Db, inviter: number): Promise<number> {
  const counted = db.selectFrom("invitations").select((e) => e.fn.countAll().as("count"));
  return Number((await counted.where("inviter", "=", inviter).executeTakeFirstOrThrow()).count);
}

export async function findInvitation(db: Db, tokenHash: string, now: number): Promise<Invitation | undefined> {
  const row = await db.selectFrom("invitations").selectAll().where("token_hash", "=", tokenHash).executeTakeFirst();
  if (row === undefined || row.expires_at <= now || row.uses_left <= 0) return undefined;
  const inviter = row.inviter === null ? undefined : await findAccountById(db, row.inviter);
  const details = row.details === null ? undefined : { details: row.details };
  return { kind: row.kind, inviter, expiresAt: new Date(row.expires_at), usesLeft: row.uses_left, ...details };
}

export async function spendInvitation(db: Db, tokenHash: string, inviter: number, now: number): Promise<boolean> {
  const used = await db
    .updateTable("invitations")
    .set((e) => ({ uses_left: e("uses_left", "-", 1) }))
    .where("token_hash", "=", tokenHash)
    .where("inviter", "=", inviter)
    .where("kind", "=", "contact")
    .where("expires_at", ">", now)
    .where("uses_left", ">", 0)
    .returning("kind")
    .executeTakeFirst();
  return used !== undefined;
}

/** The caller's transaction makes account and use one step. The use is taken first: two that come at the same time do not take the same one. */
export async function redeemInvitation(
  db: Db,
  tokenHash: string,
  account: Omit<NewAccount, "isAdmin">,
  now: number,
): Promise<Account> {
  const used = await db
    .updateTable("invitations")
    .set((e) => ({ uses_left: e("uses_left", "-", 1) }))
    .where("token_hash", "=", tokenHash)
    .where("expires_at", ">", now)
    .where("uses_left", ">", 0)
    .returning("kind")
    .executeTakeFirst();
  if (used === undefined) throw new StoreError("not-found", "The invitation is unknown, expired or used up.");
  return addAccount(db, { ...account, isAdmin: used.kind === "admin" });
}
