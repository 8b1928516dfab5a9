import type { Kysely } from "kysely";
import type { Affiliation, NodeAffiliation, NodeSubscription, Place } from "../pubsub.ts";
import { StoreError } from "../store-error.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export function affiliationRows(db: Db, place: Place) {
  return db.selectFrom("pubsub_affiliations").select(["node", "jid", "affiliation"]).where("place", "=", place.name);
}

export function subscriptionRows(db: Db, place: Place) {
  return db.selectFrom("pubsub_subscriptions").select(["node", "jid", "state"]).where("place", "=", place.name);
}

export function nodeAffiliations(db: Db, place: Place, node: string): Promise<readonly NodeAffiliation[]> {
  return affiliationRows(db, place).where("node", "=", node).orderBy("jid").execute();
}

export function affiliationsOf(db: Db, place: Place, jid: string): Promise<readonly NodeAffiliation[]> {
  return affiliationRows(db, place).where("jid", "=", jid).orderBy("node").execute();
}

/** The caller's transaction makes it one step, and keeps others from the place. */
export async function affiliate(
  db: Db,
  place: Place,
  node: string,
  jid: string,
  affiliation: Affiliation | "none",
  max: number,
): Promise<void> {
  const known = await nodeAffiliations(db, place, node);
  const owners = known.filter((it) => it.affiliation === "owner").map((it) => it.jid);
  if (affiliation !== "owner" && owners.length === 1 && owners[0] === jid)
    throw new StoreError("conflict", "A node has an owner.");
  if (affiliation === "none") {
    await db
      .deleteFrom("pubsub_affiliations")
      .where("place", "=", place.name)
      .where("node", "=", node)
      .where("jid", "=", jid)
      .execute();
    return;
  }
  if (known.length >= max && !known.some((it) => it.jid === jid))
    throw new StoreError("full", "These are too many affiliations.");
  await db
    .insertInto("pubsub_affiliations")
    .values({ place: place.name, node, jid, affiliation })
    .onConflict((c) => c.columns(["place", "node", "jid"]).doUpdateSet({ affiliation }))
    .execute();
}

export function nodeSubscriptions(db: Db, place: Place, node: string): Promise<readonly NodeSubscription[]> {
  return subscriptionRows(db, place).where("node", "=", node).orderBy("jid").execute();
}

export function subscriptionsOf(db: Db, place: Place, jid: string): Promise<readonly NodeSubscription[]> {
  return subscriptionRows(db, place).where("bare", "=", jid).orderBy("node").orderBy("jid").execute();
}

/** As `affiliate`. */
export async function subscribe(
  db: Db,
  place: Place,
  { node, jid, state }: NodeSubscription,
  max: number,
): Promise<void> {
  const others = db.selectFrom("pubsub_subscriptions").select((e) => e.fn.countAll().as("count"));
  const ofNode = others.where("place", "=", place.name).where("node", "=", node).where("jid", "!=", jid);
  const { count } = await ofNode.executeTakeFirstOrThrow();
  if (Number(count) >= max) throw new StoreError("full", "The node has too many subscribers.");
  await db
    .insertInto("pubsub_subscriptions")
    .values({ place: place.name, node, jid, bare: jid.replace(/\/.*$/s, ""), state })
    .onConflict((c) => c.columns(["place", "node", "jid"]).doUpdateSet({ state }))
    .execute();
}

/** In all accounts' places. Few people are named there, so that these tables are read whole. */
export async function forgetPerson(db: Db, jid: string): Promise<void> {
  const places = db.selectFrom("pubsub_places").select("name").where("kind", "=", "account");
  await db.deleteFrom("pubsub_affiliations").where("jid", "=", jid).where("place", "in", places).execute();
  await db.deleteFrom("pubsub_subscriptions").where("bare", "=", jid).where("place", "in", places).execute();
}

export async function unsubscribe(db: Db, place: Place, node: string, jid: string): Promise<boolean> {
  const removed = await db
    .deleteFrom("pubsub_subscriptions")
    .where("place", "=", place.name)
    .where("node", "=", node)
    .where("jid", "=", jid)
    .returning("jid")
    .execute();
  return removed.length > 0;
}
