import { type MamQuery, StanzaError } from "@yonder/protocol";
import { fromText } from "../store/archive-id.ts";
import type { ArchivePage, PageQuery } from "../store/store.ts";

/** Messages on a page when the client does not say, and at most. */
const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 250;
/** Text on a page at most, in characters, unless it is a single message. */
const MOST_TEXT = 512 * 1024;
/** Messages asked for one by one. */
const MOST_IDS = 250;

/**
 * A client's query in the store's terms (XEP-0313 §4.1, XEP-0059). Throws StanzaError: `item-not-found` for ids that none of
 * our messages can have, `feature-not-implemented` or `bad-request` for what cannot be answered.
 */
export function pageQueryOf(query: MamQuery): PageQuery {
  const { page = {} } = query;
  if (page.index !== undefined) throw new StanzaError("feature-not-implemented", "Pages are asked for by id.");
  // XEP-0313 §4.3.2: undefined by RSM; a range is asked for by before-id and after-id
  if (page.before && page.after) throw new StanzaError("bad-request", "Either before or after.");
  return {
    with: withOf(query),
    start: query.start,
    end: query.end,
    after: page.after ? idOf(page.after) : undefined,
    before: page.before ? idOf(page.before) : page.before && "",
    afterId: query.afterId === undefined ? undefined : idOf(query.afterId),
    beforeId: query.beforeId === undefined ? undefined : idOf(query.beforeId),
    ids: idsOf(query.ids),
    text: query.text,
    limit: Math.min(page.max ?? DEFAULT_PAGE, LARGEST_PAGE),
    // To count a large archive takes long, so it is done for those who ask for nothing else (XEP-0059 §2.7).
    wantsCount: page.max === 0 && query.text === undefined,
  };
}

/** The page cut to a size that a client can take at once (XEP-0313 §4.3.1): paging backwards, the newest of it stay. */
export function cutToSize(page: ArchivePage, query: PageQuery): ArchivePage {
  const isBackwards = query.before !== undefined;
  const nearest = isBackwards ? page.messages.toReversed() : page.messages;
  let size = 0;
  const end = nearest.findIndex(({ xml }, index) => {
    size += xml.length;
    return index > 0 && size > MOST_TEXT;
  });
  if (end < 0) return page;
  const kept = nearest.slice(0, end);
  return { ...page, messages: isBackwards ? kept.toReversed() : kept, isComplete: false };
}

function withOf({ with: peer, node }: MamQuery): string | undefined {
  if (node !== undefined) throw new StanzaError("item-not-found");
  if (peer && !peer.isBare) throw new StanzaError("feature-not-implemented", "Conversations are kept by bare JID.");
  return peer?.bare;
}

function idsOf(ids: readonly string[] | undefined): number[] | undefined {
  if (ids && ids.length > MOST_IDS) throw new StanzaError("policy-violation", "These are too many ids at once.");
  return ids?.map(idOf);
}

function idOf(text: string): number {
  const id = fromText(text);
  if (id === undefined) throw new StanzaError("item-not-found");
  return id;
}
