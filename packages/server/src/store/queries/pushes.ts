import type { Kysely } from "kysely";
import type { PushRegistration } from "../pushes.ts";
import { StoreError } from "../store-error.ts";
import { findAccountById } from "./accounts.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

const maxRegistrations = 20;
const usersPerPage = 1_000;

export async function pushesOf(db: Db, username: string): Promise<readonly PushRegistration[]> {
  return db
    .selectFrom("push_registrations")
    .innerJoin("accounts", "accounts.id", "push_registrations.owner")
    .select(["owner", "kind", "address", "node", "resource", "details"])
    .where("accounts.username", "=", username)
    .orderBy("changed_at")
    .orderBy("address")
    .orderBy("node")
    .execute();
}

/** The caller sees to it that nobody puts for the same owner meanwhile. */
export async function putPush(db: Db, registration: PushRegistration, now: number): Promise<void> {
  const { owner, address, node, kind, resource, details } = registration;
  if ((await findAccountById(db, owner)) === undefined) throw new StoreError("not-found", "There is no such owner.");
  const values = { kind, resource, details, changed_at: now };
  await db
    .insertInto("push_registrations")
    .values({ owner, address, node, ...values })
    .onConflict((c) => c.columns(["owner", "address", "node"]).doUpdateSet(values))
    .execute();
  const own = db.selectFrom("push_registrations").select(["address", "node"]).where("owner", "=", owner);
  const newest = await own.orderBy("changed_at", "desc").orderBy("address").orderBy("node").execute();
  const others = newest.filter((it) => it.address !== address || it.node !== node);
  for (const old of others.slice(maxRegistrations - 1)) await removePush(db, owner, old.address, old.node);
}

export async function removePush(db: Db, owner: number, address: string, node?: string): Promise<number> {
  const all = db.deleteFrom("push_registrations").where("owner", "=", owner).where("address", "=", address);
  const chosen = node === undefined ? all : all.where("node", "=", node);
  return (await chosen.returning("node").execute()).length;
}

export async function pushedUsers(db: Db, after: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("push_registrations")
    .innerJoin("accounts", "accounts.id", "push_registrations.owner")
    .select("accounts.username")
    .distinct()
    .where("accounts.username", ">", after)
    .orderBy("accounts.username")
    .limit(usersPerPage)
    .execute();
  return rows.map(({ username }) => username);
}
