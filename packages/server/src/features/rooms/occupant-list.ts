import type { Element } from "@yonder/protocol";
import { itemPage } from "../item-page.ts";
import { mayEnter } from "./discovery.ts";
import type { Draft } from "./draft.ts";
import { occupantJid, occupantOf } from "./room.ts";

/** Who is here, for those who are here too, and for others where that is public (XEP-0045 §6.5). */
export function listOccupants(d: Draft, query: Element): Element {
  const addresses = isTold(d) ? shown(d) : [];
  return itemPage(
    addresses.map((jid) => ({ jid })),
    query,
  );
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
