import type { Kysely } from "kysely";
import { filterOf, limitOf, namedIds, pagingRange, type Range } from "../page-range.ts";
import type { RoomMessage, RoomPage, RoomPageQuery } from "../rooms.ts";
import { StoreError } from "../store-error.ts";
import type { Schema } from "./schema.ts";

type Db = Kysely<Schema>;

/** Characters of a page, so that one of huge stanzas is cut short. */
const MAX_PAGE_LENGTH = 4 * 1024 * 1024;

export async function roomPage(db: Db, room: string, query: RoomPageQuery): Promise<RoomPage> {
  await checkNamed(db, room, query);
  const filter = filterOf(query);
  const range = pagingRange(query, filter);
  const limit = limitOf(query);
  const isBackward = query.before !== undefined;
  const rows = await within(matching(db, room, query), range)
    .select(["id", "xml", "author", "is_subject"])
    .orderBy("id", isBackward ? "desc" : "asc")
    .limit(limit + 1)
    .execute();
  const found = rows.slice(0, limit).map(toMessage);
  const kept = cut(found);
  const isComplete = rows.length <= limit && kept.length === found.length;
  const page = { messages: isBackward ? kept.toReversed() : kept, isComplete };
  if (!query.wantsCount) return page;
  const count = await countIn(db, room, query, filter);
  const first = page.messages[0]?.id;
  if (first === undefined) return { ...page, count };
  return { ...page, count, firstIndex: await countIn(db, room, query, { low: filter.low, high: first }) };
}

export async function roomMetadata(db: Db, room: string) {
  const row = await db
    .selectFrom("room_messages")
    .select((e) => [e.fn.min("id").as("first"), e.fn.max("id").as("last")])
    .where("room", "=", room)
    .executeTakeFirst();
  const { first, last } = row ?? {};
  return typeof first === "number" && typeof last === "number" ? { first, last } : undefined;
}

function matching(db: Db, room: string, { with: author, nick, ids }: RoomPageQuery) {
  let query = db.selectFrom("room_messages").where("room", "=", room);
  if (author !== undefined) query = query.where("author", "=", author);
  if (nick !== undefined) query = query.where("nick", "=", nick);
  if (ids !== undefined) query = query.where("id", "in", ids.length > 0 ? ids : [0]);
  return query;
}

function within(query: ReturnType<typeof matching>, { low, high }: Range) {
  return query.where("id", ">", low).where("id", "<", high);
}

async function countIn(db: Db, room: string, query: RoomPageQuery, range: Range): Promise<number> {
  const counted = within(matching(db, room, query), range).select((e) => e.fn.countAll().as("count"));
  return Number((await counted.executeTakeFirstOrThrow()).count);
}

/** Rejects with "not-found" when any id that the query names is not in the archive. */
async function checkNamed(db: Db, room: string, query: RoomPageQuery): Promise<void> {
  const ids = [...new Set(namedIds(query))];
  if (ids.length === 0) return;
  const row = await db
    .selectFrom("room_messages")
    .select((e) => e.fn.countAll().as("count"))
    .where("room", "=", room)
    .where("id", "in", ids)
    .executeTakeFirstOrThrow();
  if (Number(row.count) !== ids.length) throw new StoreError("not-found", "There is no such message.");
}

function cut(messages: readonly RoomMessage[]): readonly RoomMessage[] {
  let length = 0;
  const end = messages.findIndex(({ xml }, index) => {
    length += xml.length;
    return index > 0 && length > MAX_PAGE_LENGTH;
  });
  return end < 0 ? messages : messages.slice(0, end);
}

function toMessage(row: { id: number; xml: string; author: string; is_subject: number }): RoomMessage {
  return { id: row.id, xml: row.xml, author: row.author, isSubject: row.is_subject === 1 };
}
