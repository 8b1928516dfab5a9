import { filterOf, limitOf, maxPage, namedIds, pagingRange, type Range } from "../page-range.ts";
import type { ArchivedMessage, ArchivePage, PageQuery } from "../store.ts";
import { StoreError } from "../store-error.ts";
import { numberArray } from "./array-literal.ts";
import type { Connection } from "./connection.ts";
import { inSnapshot } from "./transaction.ts";

const maxPageBytes = 4 * 1024 * 1024; // a page of huge stanzas is cut short

export async function archivePage(connection: Connection, owner: number, query: PageQuery): Promise<ArchivePage> {
  const isOneStatement = !query.wantsCount && namedIds(query).length === 0;
  return isOneStatement
    ? readPage(connection, owner, query)
    : inSnapshot(connection, () => readPage(connection, owner, query));
}

export async function archiveMetadata(
  connection: Connection,
  owner: number,
): Promise<{ readonly first: number; readonly last: number } | undefined> {
  const sql = "SELECT min(id) AS first, max(id) AS last FROM entries WHERE owner = $1";
  const [row] = await connection.query<{ first: number | null; last: number | null }>(sql, [owner]);
  return row === undefined || row.first === null || row.last === null
    ? undefined
    : { first: row.first, last: row.last };
}

/** Those marked as pending behind both the watermark and `after`, oldest first. */
export function pendingPage(
  connection: Connection,
  owner: number,
  after: number,
  limit: number,
): Promise<readonly ArchivedMessage[]> {
  const low = "greatest($2, (SELECT up_to FROM watermarks WHERE owner = $1))";
  return readPending(connection, low, owner, after, limit);
}

/** Those marked as pending behind `after`, acknowledged since or not, oldest first. */
export function pendingSince(
  connection: Connection,
  owner: number,
  after: number,
  limit: number,
): Promise<readonly ArchivedMessage[]> {
  return readPending(connection, "$2", owner, after, limit);
}

/** The last one marked as pending of each of these owners that has one. */
export async function pendingHeads(
  connection: Connection,
  owners: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const sql = "SELECT owner, last_pending FROM mailboxes WHERE owner = ANY ($1) AND last_pending > 0";
  const rows = await connection.query<{ owner: number; last_pending: number }>(sql, [numberArray(owners)]);
  return new Map(rows.map(({ owner, last_pending: head }) => [owner, head]));
}

async function readPending(
  connection: Connection,
  low: string,
  owner: number,
  after: number,
  limit: number,
): Promise<readonly ArchivedMessage[]> {
  const entries = `SELECT id, is_incoming FROM entries WHERE owner = $1 AND is_pending AND id > ${low}::bigint ORDER BY id LIMIT $3`;
  const rows = await connection.query<MessageRow>(withText(entries, "ASC"), [owner, after, Math.min(limit, maxPage)]);
  return rows.map(toMessage);
}

interface MessageRow {
  readonly id: number;
  readonly xml: string;
  readonly is_incoming: boolean;
  /** How many were found, those that were cut off included. */
  readonly found: number;
}

/** The entries that a query selects, with their text, as far as a page may be long. */
function withText(entries: string, order: "ASC" | "DESC"): string {
  return `SELECT id, xml, is_incoming, found FROM (
    SELECT e.id, m.xml, e.is_incoming, count(*) OVER () AS found, row_number() OVER (ORDER BY e.id ${order}) AS place,
      sum(octet_length(m.xml)) OVER (ORDER BY e.id ${order} ROWS UNBOUNDED PRECEDING) AS length
    FROM (${entries}) e JOIN messages m ON m.id = e.id
  ) page WHERE place = 1 OR length <= ${maxPageBytes} ORDER BY id ${order}`;
}

function toMessage({ id, xml, is_incoming: isIncoming }: MessageRow): ArchivedMessage {
  return { id, xml, isIncoming };
}

async function readPage(connection: Connection, owner: number, query: PageQuery): Promise<ArchivePage> {
  await checkNamed(connection, owner, query);
  const set = setOf(owner, query);
  const [filter, isBackward] = [filterOf(query), query.before !== undefined];
  const range = pagingRange(query, filter);
  const limit = limitOf(query);
  const order = isBackward ? "DESC" : "ASC";
  const [low, high, most] = [1, 2, 3].map((n) => `$${set.values.length + n}`);
  const entries = `SELECT id, is_incoming FROM entries WHERE ${set.condition} AND id > ${low} AND id < ${high} ORDER BY id ${order} LIMIT ${most}`;
  const parameters = [...set.values, range.low, range.high, limit + 1];
  const rows = await connection.query<MessageRow>(withText(entries, order), parameters);
  const messages = rows.slice(0, limit).map(toMessage);
  const isComplete = (rows[0]?.found ?? 0) <= limit && messages.length === (rows[0]?.found ?? 0);
  const page = { messages: isBackward ? messages.reverse() : messages, isComplete };
  if (!query.wantsCount) return page;
  const count = await countIn(connection, set, filter);
  const first = page.messages[0]?.id;
  if (first === undefined) return { ...page, count };
  return { ...page, count, firstIndex: await countIn(connection, set, { low: filter.low, high: first }) };
}

/** Rejects with "not-found" when any id that the query names is not in the archive. */
async function checkNamed(connection: Connection, owner: number, query: PageQuery): Promise<void> {
  const ids = [...new Set(namedIds(query))];
  if (ids.length === 0) return;
  const sql = "SELECT count(*) AS count FROM entries WHERE owner = $1 AND id = ANY ($2)";
  const [row] = await connection.query<{ count: number }>(sql, [owner, numberArray(ids)]);
  if (row?.count !== ids.length) throw new StoreError("not-found", "There is no such message.");
}

/** What the query is about, before any range of ids. */
interface EntrySet {
  readonly condition: string;
  readonly values: readonly unknown[];
}

function setOf(owner: number, { with: peer, ids }: PageQuery): EntrySet {
  const values: unknown[] = [owner];
  const conditions = ["owner = $1"];
  if (peer !== undefined) conditions.push(`peer = $${values.push(peer)}`);
  if (ids !== undefined) conditions.push(`id = ANY ($${values.push(numberArray(ids))}::bigint[])`);
  return { condition: conditions.join(" AND "), values };
}

async function countIn(connection: Connection, { condition, values }: EntrySet, { low, high }: Range): Promise<number> {
  const range = `id > $${values.length + 1} AND id < $${values.length + 2}`;
  const sql = `SELECT count(*) AS count FROM entries WHERE ${condition} AND ${range}`;
  const [row] = await connection.query<{ count: number }>(sql, [...values, low, high]);
  return row?.count ?? 0;
}
