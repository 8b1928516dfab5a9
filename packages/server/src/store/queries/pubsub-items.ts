import type { Kysely } from "kysely";
import type {
  ItemPage,
  ItemQuery,
  LastItem,
  Place,
  Publication,
  PublishResult,
  PubsubItem,
  PubsubNode,
} from "../pubsub.ts";
import { StoreError } from "../store-error.ts";
import type { PubsubItemTable, PubsubNodeTable, Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/** The caller's transaction makes it one step, and keeps others from the place. */
export async function publishItems(
  db: Db,
  place: Place,
  node: string,
  publication: Publication,
  now: number,
): Promise<PublishResult> {
  const row = await db
    .selectFrom("pubsub_nodes")
    .select("revision")
    .where("place", "=", place.name)
    .where("name", "=", node)
    .executeTakeFirst();
  if (row?.revision !== publication.revision) return { kind: "changed" };
  const { items, maxItems, expired } = publication;
  const ids = items.map(({ id }) => id);
  if (expired !== undefined) await drop(db, place, node, await olderThan(db, place, node, expired));
  const others = (await countOf(db, place, node)) - (await sizesOf(db, place, node, ids)).length;
  if (publication.isRefusedWhenFull && others + items.length > maxItems) return { kind: "node-full" };
  await drop(db, place, node, ids);
  await add(db, place, node, items, now);
  const retracted = await trim(db, place, node, maxItems);
  await checkBytes(db, place, publication.maxBytes);
  if (publication.maxNodeBytes !== undefined) await checkNodeBytes(db, place, node, publication.maxNodeBytes);
  return { kind: "published", retracted };
}

/** As `publishItems`. */
export async function retractItems(db: Db, place: Place, node: string, ids: readonly string[]): Promise<void> {
  const dropped = await drop(db, place, node, ids);
  if (dropped < new Set(ids).size) throw new StoreError("not-found", "There is no such item.");
}

/** As `publishItems`. */
export async function purgeItems(db: Db, place: Place, node: string): Promise<void> {
  await trim(db, place, node, 0);
}

/** Drops the oldest ones above this number; tells which. As `publishItems`. */
export async function trim(db: Db, place: Place, node: string, maxItems: number): Promise<readonly string[]> {
  const surplus = (await countOf(db, place, node)) - maxItems;
  if (surplus <= 0) return [];
  const oldest = await rowsOf(db, place, node).select("id").orderBy("seq").limit(surplus).execute();
  const ids = oldest.map(({ id }) => id);
  await drop(db, place, node, ids);
  return ids;
}

export async function addBytes(db: Db, place: Place, bytes: number): Promise<void> {
  if (bytes === 0) return;
  const update = db.updateTable("pubsub_places").set((e) => ({ bytes: e("bytes", "+", bytes) }));
  await update.where("name", "=", place.name).execute();
}

export async function pageOfItems(db: Db, place: Place, node: string, query: ItemQuery): Promise<ItemPage> {
  const since = query.publishedAfter?.getTime() ?? 0;
  const all = () => rowsOf(db, place, node).where("published_at", ">=", since);
  const countWhere = async (rows: ReturnType<typeof all>) =>
    Number((await rows.select((e) => e.fn.countAll().as("count")).executeTakeFirstOrThrow()).count);
  const count = await countWhere(all());
  const named = (id: string) => seqOf(db, place, node, id);
  const backwards = query.newest !== undefined || query.before !== undefined;
  let chosen = all();
  if (query.ids !== undefined) chosen = chosen.where("id", "in", [...query.ids, ""]);
  if (query.after !== undefined) chosen = chosen.where("seq", ">", await named(query.after));
  if (query.before) chosen = chosen.where("seq", "<", await named(query.before));
  const limit = Math.min(query.newest ?? query.limit, query.limit);
  const ordered = chosen
    .selectAll()
    .orderBy("seq", backwards ? "desc" : "asc")
    .limit(limit);
  const rows = await ordered.offset(query.index ?? 0).execute();
  if (backwards) rows.reverse();
  const [first] = rows;
  return {
    items: rows.map(toItem),
    count,
    firstIndex: first === undefined ? 0 : await countWhere(all().where("seq", "<", first.seq)),
  };
}

export async function lastItems(
  db: Db,
  usernames: readonly string[],
  nodes: readonly string[],
  reader: string,
): Promise<readonly LastItem[]> {
  if (usernames.length === 0 || nodes.length === 0) return [];
  const rows = await db
    .selectFrom("accounts as a")
    .innerJoin("pubsub_places as p", (j) => j.onRef("p.owner", "=", "a.id").on("p.kind", "=", "account"))
    .innerJoin("pubsub_nodes as n", "n.place", "p.name")
    .innerJoin("pubsub_items as i", (j) => j.onRef("i.place", "=", "n.place").onRef("i.node", "=", "n.name"))
    .select(["a.id as owner", "a.username", "n.place", "n.name", "n.config", "n.creator", "n.created_at", "n.revision"])
    .select(["i.id", "i.xml", "i.publisher", "i.published_at"])
    .where("a.username", "in", usernames)
    .where("n.name", "in", nodes)
    .where("i.seq", "=", (e) =>
      e
        .selectFrom("pubsub_items as newer")
        .select((s) => s.fn.max<number>("newer.seq").as("seq"))
        .whereRef("newer.place", "=", "n.place")
        .whereRef("newer.node", "=", "n.name"),
    )
    .execute();
  const places = [...new Set(rows.map(({ place }) => place))];
  const [affiliations, subscriptions] = await standingOf(db, places, reader);
  const isThere = (row: { place: string; name: string }) => (it: { place: string; node: string }) =>
    it.place === row.place && it.node === row.name;
  return rows.map((row) => ({
    owner: row.owner,
    username: row.username,
    view: {
      node: toNode(row),
      affiliation: affiliations.find(isThere(row))?.affiliation,
      subscriptions: subscriptions.filter(isThere(row)),
    },
    item: toItem(row),
  }));
}

/** What somebody is to the nodes of these places. */
async function standingOf(db: Db, places: readonly string[], jid: string) {
  if (places.length === 0) return [[], []] as const;
  const affiliations = db.selectFrom("pubsub_affiliations").selectAll().where("jid", "=", jid);
  const subscriptions = db.selectFrom("pubsub_subscriptions").selectAll().where("bare", "=", jid);
  return [
    await affiliations.where("place", "in", places).execute(),
    await subscriptions.where("place", "in", places).execute(),
  ] as const;
}

export function toNode(row: Omit<PubsubNodeTable, "place">): PubsubNode {
  const { name, config, creator, created_at, revision } = row;
  return { name, config: JSON.parse(config), creator, createdAt: new Date(created_at), revision };
}

async function add(db: Db, place: Place, node: string, items: Publication["items"], now: number): Promise<void> {
  const newest = rowsOf(db, place, node).select((e) => e.fn.max("seq").as("seq"));
  let seq = Number((await newest.executeTakeFirst())?.seq ?? 0);
  let bytes = 0;
  for (const { id, xml, publisher } of items) {
    seq += 1;
    const size = id.length + xml.length;
    bytes += size;
    const row = { place: place.name, node, id, seq, publisher, published_at: now, size, xml };
    await db.insertInto("pubsub_items").values(row).execute();
  }
  await addBytes(db, place, bytes);
}

async function drop(db: Db, place: Place, node: string, ids: readonly string[]): Promise<number> {
  const sizes = await sizesOf(db, place, node, ids);
  if (sizes.length === 0) return 0;
  await db
    .deleteFrom("pubsub_items")
    .where("place", "=", place.name)
    .where("node", "=", node)
    .where("id", "in", ids)
    .execute();
  await addBytes(db, place, -sizes.reduce((sum, size) => sum + size, 0));
  return sizes.length;
}

async function sizesOf(db: Db, place: Place, node: string, ids: readonly string[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await rowsOf(db, place, node).select("size").where("id", "in", ids).execute();
  return rows.map(({ size }) => size);
}

async function olderThan(db: Db, place: Place, node: string, time: Date): Promise<string[]> {
  const rows = await rowsOf(db, place, node).select("id").where("published_at", "<", time.getTime()).execute();
  return rows.map(({ id }) => id);
}

async function countOf(db: Db, place: Place, node: string): Promise<number> {
  const counted = rowsOf(db, place, node).select((e) => e.fn.countAll().as("count"));
  return Number((await counted.executeTakeFirstOrThrow()).count);
}

async function seqOf(db: Db, place: Place, node: string, id: string): Promise<number> {
  const row = await rowsOf(db, place, node).select("seq").where("id", "=", id).executeTakeFirst();
  if (row === undefined) throw new StoreError("not-found", "There is no such item.");
  return row.seq;
}

async function checkBytes(db: Db, place: Place, maxBytes: number): Promise<void> {
  const query = db.selectFrom("pubsub_places").select("bytes").where("name", "=", place.name);
  if (((await query.executeTakeFirst())?.bytes ?? 0) > maxBytes)
    throw new StoreError("full", "These items are too large together.");
}

async function checkNodeBytes(db: Db, place: Place, node: string, maxBytes: number): Promise<void> {
  const sum = rowsOf(db, place, node).select((e) => e.fn.sum("size").as("size"));
  if (Number((await sum.executeTakeFirst())?.size ?? 0) > maxBytes)
    throw new StoreError("full", "The node's items are too large together.");
}

function rowsOf(db: Db, place: Place, node: string) {
  return db.selectFrom("pubsub_items").where("place", "=", place.name).where("node", "=", node);
}

function toItem({ id, xml, publisher, published_at }: Omit<PubsubItemTable, "place" | "node" | "seq" | "size">) {
  return { id, xml, publisher, publishedAt: new Date(published_at) } satisfies PubsubItem;
}
