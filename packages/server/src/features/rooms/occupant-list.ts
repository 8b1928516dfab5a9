import { discoItems, type Element, rsmRequestIn, rsmResult, StanzaError, withChildren } from "@yonder/protocol";
import { mayEnter } from "./discovery.ts";
import type { Draft } from "./draft.ts";
import { occupantJid, occupantOf } from "./room.ts";

/** Occupants on a page of the list. */
const MOST_LISTED = 100;

/** Who is here, for those who are here too, and for others where that is public (XEP-0045 §6.5): page by page where they are many. */
export function listOccupants(d: Draft, query: Element): Element {
  const addresses = isTold(d) ? shown(d) : [];
  const { after, max } = rsmRequestIn(query) ?? {};
  const from = after === undefined ? 0 : addresses.indexOf(after) + 1;
  if (after !== undefined && from === 0) throw new StanzaError("item-not-found");
  const page = addresses.slice(from, from + Math.min(max ?? MOST_LISTED, MOST_LISTED));
  const listed = discoItems(
    page.map((jid) => ({ jid })),
    query.attr("node"),
  );
  if (addresses.length <= page.length && max === undefined) return listed;
  const set = rsmResult({ first: page.at(0), last: page.at(-1), count: addresses.length });
  return withChildren(listed, [...listed.children, set]);
}

function isTold(d: Draft): boolean {
  const { room, request } = d;
  if (occupantOf(room, request.from)) return true;
  return request.areOccupantsPublic && room.config.isPublic && mayEnter(d);
}

/** Those whose presence is shown (§16.5.3, `presencebroadcast`). */
function shown({ room }: Draft): string[] {
  const all = [...room.occupants.values()].filter(({ role }) => room.config.shownRoles.includes(role));
  return all.map(({ nick }) => occupantJid(room, nick));
}
