import { lowestIdAt } from "./archive-id.ts";
import type { PageQuery } from "./store.ts";

/** Of archive ids; both ends exclusive. */
export interface Range {
  readonly low: number;
  readonly high: number;
}

export const everything: Range = { low: 0, high: Number.MAX_SAFE_INTEGER };

/** Most messages on a page, and most ids that a query names. */
export const maxPage = 1_000;

/** What the query is about, before any paging. */
export function filterOf({ start, end, afterId, beforeId }: PageQuery): Range {
  const from = start === undefined ? 0 : lowestIdAt(start) - 1;
  const to = end === undefined ? everything.high : lowestIdAt(new Date(end.getTime() + 1));
  return { low: Math.max(from, afterId ?? 0), high: Math.min(to, beforeId ?? everything.high) };
}

/** The part of it that is asked for. */
export function pagingRange({ after, before }: PageQuery, { low, high }: Range): Range {
  return { low: Math.max(low, after ?? 0), high: typeof before === "number" ? Math.min(high, before) : high };
}

export function limitOf({ limit }: PageQuery): number {
  return Math.max(0, Math.min(limit, maxPage));
}

/** The ids that the query names, all of which must be in the archive (XEP-0313 §4.3.1). Throws a RangeError when they are too many. */
export function namedIds({ after, before, afterId, beforeId, ids }: PageQuery): number[] {
  const named = [after, before, afterId, beforeId, ...(ids ?? [])].filter((id) => typeof id === "number");
  if (named.length > maxPage) throw new RangeError(`A query names at most ${maxPage} ids.`);
  return named;
}
