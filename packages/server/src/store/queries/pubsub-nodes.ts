import type { Kysely } from "kysely";
import type { NewNode, NodeConfig, NodeView, Place, PubsubNode } from "../pubsub.ts";
import { StoreError } from "../store-error.ts";
import { prepared } from "./prepared.ts";
import { addBytes, toNode, trim } from "./pubsub-items.ts";
import { affiliationRows, subscriptionRows } from "./pubsub-people.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

export async function findNode(db: Db, place: Place, name: string, jid?: string): Promise<NodeView | undefined> {
  const [row] = await rowNamed(db, place.name, name);
  if (row === undefined) return undefined;
  const node = toNode(row);
  if (jid === undefined) return { node, affiliation: undefined, subscriptions: [] };
  const affiliated = await affiliationRows(db, place).where("node", "=", name).where("jid", "=", jid).execute();
  const subscriptions = await subscriptionRows(db, place).where("node", "=", name).where("bare", "=", jid).execute();
  return { node, affiliation: affiliated[0]?.affiliation, subscriptions };
}

export async function listNodes(db: Db, place: Place): Promise<readonly PubsubNode[]> {
  return (await rowsOf(db, place).orderBy("name").execute()).map(toNode);
}

/** The caller's transaction makes it one step, and keeps others from the place. */
export async function createNode(
  db: Db,
  place: Place,
  { name, config, creator, owner, mostOfCreator }: NewNode,
  maxNodes: number,
  now: number,
): Promise<PubsubNode> {
  await ensurePlace(db, place);
  const known = await rowsOf(db, place).where("name", "=", name).executeTakeFirst();
  if (known !== undefined) throw new StoreError("conflict", "There is such a node.");
  const isFull =
    (await countNodes(db, place)) >= maxNodes ||
    (mostOfCreator !== undefined && (await countNodes(db, place, creator)) >= mostOfCreator);
  if (isFull) throw new StoreError("full", "These are too many nodes.");
  const row = { place: place.name, name, config: JSON.stringify(config), creator, created_at: now, revision: 1 };
  await db.insertInto("pubsub_nodes").values(row).execute();
  if (owner !== undefined) {
    const values = { place: place.name, node: name, jid: owner, affiliation: "owner" } as const;
    await db.insertInto("pubsub_affiliations").values(values).execute();
  }
  return toNode(row);
}

/** As `createNode`. */
export async function configureNode(
  db: Db,
  place: Place,
  name: string,
  config: NodeConfig,
  maxItems: number,
): Promise<void> {
  const changed = await db
    .updateTable("pubsub_nodes")
    .set((e) => ({ config: JSON.stringify(config), revision: e("revision", "+", 1) }))
    .where("place", "=", place.name)
    .where("name", "=", name)
    .returning("name")
    .execute();
  if (changed.length === 0) throw new StoreError("not-found", "There is no such node.");
  await trim(db, place, name, maxItems);
}

/** As `createNode`. */
export async function removeNode(db: Db, place: Place, name: string): Promise<boolean> {
  const sum = db.selectFrom("pubsub_items").select((e) => e.fn.sum("size").as("size"));
  const { size } = await sum.where("place", "=", place.name).where("node", "=", name).executeTakeFirstOrThrow();
  const removed = await db
    .deleteFrom("pubsub_nodes")
    .where("place", "=", place.name)
    .where("name", "=", name)
    .returning("name")
    .execute();
  await addBytes(db, place, -Number(size ?? 0));
  return removed.length > 0;
}

async function countNodes(db: Db, place: Place, creator?: string): Promise<number> {
  const all = db.selectFrom("pubsub_nodes").select((e) => e.fn.countAll().as("count"));
  const ofPlace = all.where("place", "=", place.name);
  const counted = creator === undefined ? ofPlace : ofPlace.where("creator", "=", creator);
  return Number((await counted.executeTakeFirstOrThrow()).count);
}

async function ensurePlace(db: Db, { name, kind, owner }: Place): Promise<void> {
  const insert = db.insertInto("pubsub_places").values({ name, kind, owner: owner ?? null, bytes: 0 });
  await insert.onConflict((c) => c.column("name").doNothing()).execute();
}

const rowNamed = prepared((db, place: string, name: string) => rowsOf(db, { name: place }).where("name", "=", name));

function rowsOf(db: Db, place: Pick<Place, "name">) {
  return db.selectFrom("pubsub_nodes").selectAll().where("place", "=", place.name);
}
