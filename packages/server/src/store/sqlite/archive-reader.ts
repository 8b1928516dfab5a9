import type { DatabaseSync, StatementSync } from "node:sqlite";
import { everything, filterOf, limitOf, maxPage, namedIds, pagingRange, type Range } from "../page-range.ts";
import type { ArchivedMessage, ArchivePage, PageQuery } from "../store.ts";
import { StoreError } from "../store-error.ts";
import { type ArchiveState, archiveStateReader, indexedTo } from "./archive-state.ts";
import { OwnerView } from "./owner-view.ts";
import { firstAfter, Tail, tailColumns, toTailRow } from "./tail.ts";

const maxPageLength = 4 * 1024 * 1024; // characters: a page of huge stanzas is cut short
const manySkipped = 1_000;

/**
 * Reads archives: the index for what is old, `messages` for what is not in the index yet, of which it keeps a list in
 * memory. Each call must run inside a transaction, so that all it reads is of one moment.
 */
export class ArchiveReader {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #readState: () => ArchiveState;
  readonly #tail = new Tail();
  #tailFrom = 0;
  #tailTo = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#readState = archiveStateReader(database);
  }

  page(owner: number, query: PageQuery): ArchivePage {
    const view = this.#view(owner, query.with);
    const ids = existing(view, query);
    const filter = filterOf(query);
    const found = ids === undefined ? search(view, query, filter) : searchAmong(ids, query, filter);
    const messages = this.#withText(owner, found.ids, query.before !== undefined);
    const page = { messages, isComplete: found.isComplete && messages.length === found.ids.length };
    if (!query.wantsCount) return page;
    const countIn = (range: Range) => (ids === undefined ? view.count(range) : ids.filter(within(range)).length);
    const first = messages[0]?.id;
    const firstIndex = first === undefined ? {} : { firstIndex: countIn({ low: filter.low, high: first }) };
    return { ...page, count: countIn(filter), ...firstIndex };
  }

  metadata(owner: number): { readonly first: number; readonly last: number } | undefined {
    const view = this.#view(owner, undefined);
    const [first] = view.ascending(everything, 1);
    const [last] = view.descending(everything, 1);
    return first === undefined || last === undefined ? undefined : { first, last };
  }

  /** `watermark`: there is nothing pending up to there, so that it need not be gone through again. */
  pending(owner: number, after: number, limit: number): PendingPage {
    const stored = this.#number("SELECT up_to FROM watermarks WHERE owner = ?", owner);
    const view = this.#view(owner, undefined);
    const low = Math.max(stored, after);
    // As at most logins.
    if (view.descending({ low, high: everything.high }, 1).length === 0) return { messages: [], watermark: undefined };
    const ids = view.pendingAfter(low, Math.min(limit, maxPage));
    const watermark = after > stored ? undefined : skipped(view, low, ids[0] ?? everything.high);
    return { messages: this.#withText(owner, ids, false), watermark };
  }

  /** Whatever is acknowledged. */
  pendingSince(owner: number, after: number, limit: number): readonly ArchivedMessage[] {
    const view = this.#view(owner, undefined);
    return this.#withText(owner, view.pendingAfter(after, Math.min(limit, maxPage)), false);
  }

  #withText(owner: number, ids: readonly number[], isBackward: boolean): readonly ArchivedMessage[] {
    const statement = this.#prepare("SELECT xml, recipient FROM messages WHERE id = ?");
    const messages: ArchivedMessage[] = [];
    let length = 0;
    for (const id of isBackward ? ids.toReversed() : ids) {
      const [xml, recipient] = statement.get(id) as unknown as readonly [string, number | null];
      length += xml.length;
      if (length > maxPageLength && messages.length > 0) break;
      messages.push({ id, xml, isIncoming: recipient === owner });
    }
    return isBackward ? messages.reverse() : messages;
  }

  #view(owner: number, peer: string | undefined): OwnerView {
    const state = this.#readState();
    this.#readTail(state);
    const entries = this.#tail.of(owner);
    const unindexed = entries.slice(firstAfter(entries, indexedTo(state, owner)));
    const peerId = peer === undefined ? undefined : this.#number("SELECT id FROM peers WHERE jid = ?", peer);
    return new OwnerView((sql) => this.#prepare(sql), owner, peerId, unindexed);
  }

  #readTail(state: ArchiveState): void {
    if (state.indexedTo > this.#tailFrom) this.#tail.dropUpTo(state.indexedTo);
    this.#tailFrom = Math.max(this.#tailFrom, state.indexedTo);
    const statement = this.#prepare(`SELECT ${tailColumns} FROM messages WHERE id > ? ORDER BY id`);
    for (const values of statement.iterate(Math.max(this.#tailTo, this.#tailFrom))) {
      const row = toTailRow(values as unknown as readonly (number | null)[]);
      this.#tail.add(row);
      this.#tailTo = row.id;
    }
  }

  /** The first column of the first row, or 0. */
  #number(sql: string, parameter: string | number): number {
    const row = this.#prepare(sql).get(parameter) as unknown as readonly number[] | undefined;
    return row?.[0] ?? 0;
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const statement = this.#database.prepare(sql);
    statement.setReturnArrays(true);
    this.#statements.set(sql, statement);
    return statement;
  }
}

export interface PendingPage {
  readonly messages: readonly ArchivedMessage[];
  readonly watermark: number | undefined;
}

interface Found {
  readonly ids: readonly number[];
  readonly isComplete: boolean;
}

function search(view: OwnerView, query: PageQuery, filter: Range): Found {
  const [range, limit] = [pagingRange(query, filter), limitOf(query)];
  const isBackward = query.before !== undefined;
  const ids = isBackward ? view.descending(range, limit + 1) : view.ascending(range, limit + 1);
  const page = ids.slice(0, limit);
  return { ids: isBackward ? page.reverse() : page, isComplete: ids.length <= limit };
}

function searchAmong(ids: readonly number[], query: PageQuery, filter: Range): Found {
  const [matching, limit] = [ids.filter(within(pagingRange(query, filter))), limitOf(query)];
  const isComplete = matching.length <= limit;
  if (isComplete || query.before === undefined) return { ids: matching.slice(0, limit), isComplete };
  return { ids: matching.slice(matching.length - limit), isComplete };
}

/** The ids that the query asks for, in order, of the peer if it names one. Throws "not-found" when any id that it names is not there. */
function existing(view: OwnerView, query: PageQuery): readonly number[] | undefined {
  const { ids } = query;
  if (!namedIds(query).every((id) => view.has(id))) throw new StoreError("not-found", "There is no such message.");
  const inOrder = ids && [...new Set(ids)].sort((a, b) => a - b);
  return inOrder?.filter((id) => view.ascending({ low: id - 1, high: id + 1 }, 1).length > 0);
}

function within({ low, high }: Range): (id: number) => boolean {
  return (id) => id > low && id < high;
}

/** Someone who mostly sends would otherwise have all that they sent gone through at each login. */
function skipped(view: OwnerView, low: number, firstPending: number): number | undefined {
  const [last] = view.descending({ low, high: firstPending }, 1);
  if (last === undefined) return undefined;
  return view.ascending({ low, high: firstPending }, manySkipped).length < manySkipped ? undefined : last;
}
