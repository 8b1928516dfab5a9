import type { Kysely } from "kysely";
import type { Account } from "../store.ts";
import { StoreError } from "../store-error.ts";
import type { NewToken, Token, TokenClientInfo } from "../tokens.ts";
import { findAccountById } from "./accounts.ts";
import type { Schema, TokenTable } from "./schema.ts";

type Db = Kysely<Schema>;

/** Tokens of one owner, of whatever clients. */
const maxTokens = 200;

/** One query, whether there is an account and tokens or not. */
export async function findTokens(
  db: Db,
  username: string,
  agent: string,
): Promise<{ readonly account: Account; readonly tokens: readonly Token[] } | undefined> {
  const rows = await db
    .selectFrom("accounts")
    .leftJoin("tokens", (join) => join.onRef("tokens.owner", "=", "accounts.id").on("tokens.agent", "=", agent))
    .select(["accounts.id", "accounts.username", "accounts.is_admin", "accounts.epoch as account_epoch"])
    .select(["tokens.seed", "tokens.mechanism", "tokens.epoch", "tokens.expires_at", "tokens.is_new"])
    .where("accounts.username", "=", username)
    .orderBy("tokens.is_new", "desc")
    .execute();
  const [first] = rows;
  if (first === undefined) return undefined;
  const { id, is_admin, account_epoch: epoch } = first;
  return { account: { id, username, isAdmin: is_admin === 1, epoch }, tokens: rows.flatMap(toTokens) };
}

/** The caller sees to it that nobody issues one for the same owner meanwhile. */
export async function issueToken(db: Db, token: NewToken, now: number): Promise<void> {
  const { owner, agent, mechanism, seed, epoch, expiresAt, client } = token;
  if ((await findAccountById(db, owner)) === undefined) throw new StoreError("not-found", "There is no such owner.");
  await db.deleteFrom("tokens").where("owner", "=", owner).where("expires_at", "<=", now).execute();
  const names = { client: client?.id ?? null, software: client?.software ?? null, device: client?.device ?? null };
  const row = { mechanism, seed, epoch, expires_at: expiresAt.getTime(), counted: 0, ...names };
  await db
    .insertInto("tokens")
    .values({ owner, agent, is_new: 1, ...row })
    .onConflict((c) => c.columns(["owner", "agent", "is_new"]).doUpdateSet(row))
    .execute();
  await letOldestGo(db, owner);
}

export async function useToken(
  db: Db,
  owner: number,
  agent: string,
  seed: string,
  count: number | undefined,
): Promise<boolean> {
  const used = await countUse(db, owner, agent, seed, count);
  if (used?.is_new !== 1) return used !== undefined;
  await db.deleteFrom("tokens").where("owner", "=", owner).where("agent", "=", agent).where("is_new", "=", 0).execute();
  await db
    .updateTable("tokens")
    .set({ is_new: 0 })
    .where("owner", "=", owner)
    .where("agent", "=", agent)
    .where("seed", "=", seed)
    .execute();
  return true;
}

export async function revokeTokens(
  db: Db,
  owner: number,
  agent: string,
  seed: string,
  count: number | undefined,
): Promise<boolean> {
  const used = await countUse(db, owner, agent, seed, count);
  if (used === undefined) return false;
  await db.deleteFrom("tokens").where("owner", "=", owner).where("agent", "=", agent).execute();
  return true;
}

/** Each once, as its newest token tells it. */
export async function tokenClients(
  db: Db,
  owner: number,
  epoch: number,
  now: number,
): Promise<readonly TokenClientInfo[]> {
  const rows = await db
    .selectFrom("tokens")
    .select(["agent", "client", "software", "device", "expires_at"])
    .where("owner", "=", owner)
    .where("epoch", "=", epoch)
    .where("expires_at", ">", now)
    .orderBy("is_new")
    .execute();
  const byAgent = new Map(rows.map((row) => [row.agent, row]));
  return [...byAgent.values()].map(({ agent, client, software, device, expires_at }) => ({
    id: client ?? agent,
    software: software ?? undefined,
    device: device ?? undefined,
    expiresAt: new Date(expires_at),
  }));
}

export async function revokeClient(db: Db, owner: number, id: string): Promise<void> {
  await db
    .deleteFrom("tokens")
    .where("owner", "=", owner)
    .where((e) => e.or([e("client", "=", id), e.and([e("client", "is", null), e("agent", "=", id)])]))
    .execute();
}

/** Of several that come with the same count, one gets through. */
function countUse(
  db: Db,
  owner: number,
  agent: string,
  seed: string,
  count: number | undefined,
): Promise<Pick<TokenTable, "is_new"> | undefined> {
  const update = db
    .updateTable("tokens")
    .set((e) => ({ counted: count ?? e.ref("counted") }))
    .where("owner", "=", owner)
    .where("agent", "=", agent)
    .where("seed", "=", seed);
  const counted = count === undefined ? update : update.where("counted", "<", count);
  return counted.returning("is_new").executeTakeFirst();
}

async function letOldestGo(db: Db, owner: number): Promise<void> {
  const surplus = await db
    .selectFrom("tokens")
    .select(["agent", "is_new"])
    .where("owner", "=", owner)
    .orderBy("expires_at", "desc")
    .orderBy("agent")
    .offset(maxTokens)
    .limit(maxTokens)
    .execute();
  for (const { agent, is_new } of surplus)
    await db
      .deleteFrom("tokens")
      .where("owner", "=", owner)
      .where("agent", "=", agent)
      .where("is_new", "=", is_new)
      .execute();
}

type JoinedToken = { readonly [K in "seed" | "mechanism" | "epoch" | "expires_at" | "is_new"]: TokenTable[K] | null };

/** None of an account without any. */
function toTokens({ seed, mechanism, epoch, expires_at, is_new }: JoinedToken): Token[] {
  if (seed === null || mechanism === null || epoch === null || expires_at === null) return [];
  return [{ seed, mechanism, epoch, expiresAt: new Date(expires_at), isNew: is_new === 1 }];
}
