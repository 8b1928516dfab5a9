import {
  type DiscoItem,
  discoItems,
  type Element,
  rsmRequestIn,
  rsmResult,
  StanzaError,
  withChildren,
} from "@yonder/protocol";

/** Items of one answer. */
const MOST = 500;

/** What there is to be found (XEP-0030 §4), page by page where it is much (XEP-0059). Throws StanzaError for what follows an item that is not there. */
export function itemPage(items: readonly DiscoItem[], query: Element): Element {
  const { after, max } = rsmRequestIn(query) ?? {};
  const from = after === undefined ? 0 : items.findIndex((item) => idOf(item) === after) + 1;
  if (after !== undefined && from === 0) throw new StanzaError("item-not-found");
  const page = items.slice(from, from + Math.min(max ?? MOST, MOST));
  const listed = discoItems(page, query.attr("node"));
  if (items.length === page.length && max === undefined) return listed;
  const [first, last] = [page.at(0), page.at(-1)];
  const set = rsmResult({ first: first && idOf(first), last: last && idOf(last), count: items.length });
  return withChildren(listed, [...listed.children, set]);
}

function idOf({ jid, node, name }: DiscoItem): string {
  return node ?? name ?? jid;
}
