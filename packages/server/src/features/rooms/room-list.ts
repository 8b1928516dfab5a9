import { type DiscoItem, discoItems, type Element, rsmRequestIn, rsmResult, withChildren } from "@yonder/protocol";
import type { Rooms } from "../../store/rooms.ts";

/** Rooms on a page of the list. */
const MOST_LISTED = 100;

/** The public rooms of the service (XEP-0045 §6.3), page by page where they are many. */
export async function listRooms(rooms: Rooms, domain: string, query: Element): Promise<Element> {
  const { after = "", max } = rsmRequestIn(query) ?? {};
  const limit = Math.min(max ?? MOST_LISTED, MOST_LISTED);
  const found = await rooms.list(after.split("@")[0] ?? "", limit);
  const items = found.rooms.map(({ room, title }): DiscoItem => ({ jid: `${room}@${domain}`, name: title || room }));
  const listed = discoItems(items, query.attr("node"));
  if (found.count <= items.length && max === undefined) return listed;
  const page = rsmResult({ first: items.at(0)?.jid, last: items.at(-1)?.jid, count: found.count });
  return withChildren(listed, [...listed.children, page]);
}
