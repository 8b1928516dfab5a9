import { holdsTerms, type SearchTerm, searchTerms, tokensOf, wantedTokens } from "@yonder/protocol";
import { filterOf, limitOf, namedIds, pagingRange, type Range } from "../page-range.ts";
import type { ArchivePage, PageQuery } from "../store.ts";
import { StoreError } from "../store-error.ts";
import type { Extent, IndexedMessage, SearchIndex } from "./search-index.ts";
import { searchableOf } from "./searchable.ts";
import { Turnstile } from "./turnstile.ts";

/** A message of an archive. */
export interface Found {
  readonly id: number;
  readonly xml: string;
  /** Who wrote it, where its `from` does not say. */
  readonly author?: string;
}

type Page<M extends Found> = Omit<ArchivePage, "messages"> & { readonly messages: readonly M[] };

/** Reads an archive, as Archive.page does. */
export type ReadArchive<M extends Found> = (query: PageQuery) => Promise<Page<M>>;

export interface SearchTimes {
  /** In milliseconds, and never goes back. */
  elapsed(): number;
  /** Resolves when all else that waits has had its turn. */
  turn(): Promise<unknown>;
  pause(ms: number): Promise<unknown>;
}

interface Indexing {
  readonly read: ReadArchive<Found>;
  readonly whole: Promise<boolean>;
  resolve(isWhole: boolean): void;
  reject(error: unknown): void;
}

/** Messages that are indexed, or looked through, in one go. */
const STEP = 250;
/** Of these, so many are read before others have their turn: a millisecond or two. */
const AT_ONCE = 25;
/** Archives that are searched, or brought up to date, at the same time. */
const WIDTH = 2;
/** How long a query waits for the index, and how long it looks through what the index finds. */
const INDEX_MS = 1_000;
const LOOK_MS = 500;

/**
 * Finds messages by their words (XEP-0431). An archive is indexed when it is first searched, from the newest message backwards, and from then on
 * with each search as far as it has grown: nothing is done when messages are accepted. A query waits a second for that at most; the
 * rest is indexed afterwards, and until it is, pages are not stable.
 */
export class ArchiveSearch {
  readonly #index: SearchIndex;
  readonly #times: SearchTimes;
  /** However many search, so few are at it. */
  readonly #turnstile = new Turnstile(WIDTH);
  /** Archives that are being indexed, a step of each in turn, whether a query waits for it or not. */
  readonly #line = new Map<string, Indexing>();
  #isClosed = false;

  constructor(index: SearchIndex, times: SearchTimes) {
    this.#index = index;
    this.#times = times;
  }

  async page<M extends Found>(archive: string, query: PageQuery, read: ReadArchive<M>): Promise<Page<M>> {
    const terms = searchTerms(query.text ?? "");
    if (namedIds(query).length > 0) await read({ ...query, text: undefined, limit: 0 }); // they must be there
    if (terms.length === 0) return { messages: [], isComplete: true };
    const isReady = await this.#prepare(archive, read);
    const look = () => this.#look(archive, query, terms, read);
    const page = await this.#turnstile.pass(archive, look).catch((error) => this.#outdated(archive, error));
    return isReady && page ? page : { messages: [], ...page, isComplete: false, isStable: false };
  }

  /** The archive is gone. */
  async forget(archive: string): Promise<void> {
    this.#line.delete(archive);
    await this.#index.forget(archive);
  }

  close(): void {
    this.#isClosed = true;
    this.#line.clear();
  }

  /** @returns whether all is indexed */
  async #prepare(archive: string, read: ReadArchive<Found>): Promise<boolean> {
    const isNew = (await this.#index.extent(archive)) === undefined;
    // Whoever has an index is not kept waiting by those who are given one.
    const waits = this.#line.has(archive) || (isNew && this.#line.size > 0);
    if (!waits && (await this.#turnstile.pass(archive, () => this.#extend(archive, read)))) return true;
    const tooLate = this.#times.pause(INDEX_MS).then(() => false);
    return Promise.race([this.#enqueue(archive, read).whole, tooLate]);
  }

  #enqueue(archive: string, read: ReadArchive<Found>): Indexing {
    const known = this.#line.get(archive);
    if (known) return known;
    const { promise, resolve, reject } = Promise.withResolvers<boolean>();
    promise.catch(() => undefined); // nobody may wait for it any more
    const indexing = { read, whole: promise, resolve, reject };
    this.#line.set(archive, indexing);
    if (this.#line.size === 1) void this.#goOn();
    return indexing;
  }

  async #goOn(): Promise<void> {
    for (let [next] = this.#line; next && !this.#isClosed; [next] = this.#line) {
      await this.#step(...next);
      await this.#times.turn();
    }
  }

  /** One step for the first in the line, who goes to its end unless that was all. */
  async #step(archive: string, indexing: Indexing): Promise<void> {
    try {
      const isWhole = await this.#extend(archive, indexing.read);
      const isLeft = !this.#line.delete(archive);
      if (isWhole) indexing.resolve(true);
      else if (!isLeft) this.#line.set(archive, indexing);
    } catch (error) {
      this.#line.delete(archive);
      indexing.reject(error);
    }
  }

  /** Indexes some more messages: what is new first. @returns whether there were no more */
  async #extend(archive: string, read: ReadArchive<Found>): Promise<boolean> {
    const former = await this.#index.extent(archive);
    if (former === undefined) return this.#begin(archive, read);
    try {
      const newer = await read({ after: former.high, limit: STEP });
      const last = newer.messages.at(-1);
      if (last) {
        await this.#index.add(archive, former, { ...former, high: last.id }, await this.#each(newer.messages, indexed));
        return newer.isComplete && former.isWhole;
      }
      return former.isWhole || (await this.#extendBack(archive, former, read));
    } catch (error) {
      await this.#outdated(archive, error);
      return false;
    }
  }

  /** What the index names is not in the archive any more: it is made anew. */
  async #outdated(archive: string, error: unknown): Promise<undefined> {
    if (!(error instanceof StoreError && error.code === "not-found")) throw error;
    await this.#index.forget(archive);
  }

  async #begin(archive: string, read: ReadArchive<Found>): Promise<boolean> {
    const { messages, isComplete } = await read({ before: "", limit: STEP });
    const [first, last] = [messages[0], messages.at(-1)];
    if (!first || !last) return true;
    const extent = { low: first.id, high: last.id, isWhole: isComplete };
    await this.#index.add(archive, undefined, extent, await this.#each(messages, indexed));
    return isComplete;
  }

  async #extendBack(archive: string, former: Extent, read: ReadArchive<Found>): Promise<boolean> {
    const { messages, isComplete } = await read({ before: former.low, limit: STEP });
    const next = { ...former, low: messages[0]?.id ?? former.low, isWhole: isComplete };
    await this.#index.add(archive, former, next, await this.#each(messages, indexed));
    return isComplete;
  }

  async #look<M extends Found>(
    archive: string,
    query: PageQuery,
    terms: readonly SearchTerm[],
    read: ReadArchive<M>,
  ): Promise<Page<M>> {
    const [isBackward, limit, tokens] = [query.before !== undefined, limitOf(query), wantedTokens(terms)];
    const until = this.#times.elapsed() + LOOK_MS;
    const found: M[] = [];
    let range = pagingRange(query, filterOf(query));
    let isAll = false;
    // Most of what an index finds is what was looked for: more is read only where it is not.
    for (let step = limit + 1; !isAll && found.length <= limit && this.#times.elapsed() < until; step *= 2) {
      const most = Math.min(step, STEP);
      const ids = await this.#index.find(archive, { tokens, range, isBackward, limit: most });
      const named = query.ids === undefined ? ids : ids.filter((id) => query.ids?.includes(id));
      const page = await read({ ...conditionsOf(query), ids: named, before: isBackward ? "" : undefined, limit: most });
      found.push(...(await this.#matching(archive, inDirection(page.messages, isBackward), terms)));
      isAll = ids.length < most && page.isComplete;
      range = behind(range, page.isComplete ? ids : page.messages.map(({ id }) => id), isBackward);
    }
    const messages = inDirection(found.slice(0, limit), isBackward);
    return { messages, isComplete: isAll && found.length <= limit };
  }

  /** Reads messages, a few at a time. */
  async #each<M, T>(messages: readonly M[], look: (message: M) => T): Promise<T[]> {
    const seen: T[] = [];
    for (const [index, message] of messages.entries()) {
      if (index > 0 && index % AT_ONCE === 0) await this.#times.turn();
      seen.push(look(message));
    }
    return seen;
  }

  /** Those that have the words, and still stand as they were written. */
  async #matching<M extends Found>(archive: string, messages: readonly M[], terms: readonly SearchTerm[]) {
    const texts = await this.#each(messages, (message) => ({ message, ...searchableOf(message.xml, message.author) }));
    const holding = texts.filter(({ text }) => holdsTerms(text, terms));
    if (holding.length === 0) return [];
    const changes = await this.#index.changes(archive, [...new Set(holding.flatMap(({ names }) => names))]);
    const isLast = ({ message, names }: (typeof holding)[number]) =>
      names.every((name) => (changes.get(name) ?? 0) <= message.id);
    return holding.filter(isLast).map(({ message }) => message);
  }
}

function indexed({ id, xml, author }: Found): IndexedMessage {
  const { text, changes } = searchableOf(xml, author);
  return { id, tokens: text === "" ? [] : [...tokensOf(text)], changes };
}

/** What a message must be besides having the words; times and ids are in the range already. */
function conditionsOf(query: PageQuery): PageQuery {
  return {
    ...query,
    text: undefined,
    start: undefined,
    end: undefined,
    after: undefined,
    afterId: undefined,
    beforeId: undefined,
    wantsCount: false,
  };
}

function inDirection<M>(messages: readonly M[], isBackward: boolean): readonly M[] {
  return isBackward ? messages.toReversed() : messages;
}

function behind({ low, high }: Range, ids: readonly number[], isBackward: boolean): Range {
  return isBackward ? { low, high: Math.min(high, ...ids) } : { low: Math.max(low, ...ids), high };
}
