import { type Element, NS, xml } from "@yonder/protocol";
import type { Draft } from "./draft.ts";
import { farewell, type Saying, tellAll, tellSelf } from "./presences.ts";
import { affiliationOf, type Occupant, occupantJid, type Seat } from "./room.ts";

/** A session leaves, or is found to be gone; the others stay under the nickname (XEP-0045 §7.14). */
export function leave(d: Draft, occupant: Occupant, jid: string, saying: Saying): void {
  const seat = occupant.seats.find((one) => one.jid === jid);
  if (!seat) return;
  if (occupant.seats.length > 1) return leavePartly(d, occupant, seat, saying);
  const told = remove(d, occupant, saying);
  told.self();
  told.others();
  closeIfEmpty(d);
}

/** An occupant is removed with all sessions, by somebody or because of something; who is told when is left to the caller. */
export function remove(d: Draft, occupant: Occupant, saying: Saying): { self(): void; others(): void } {
  d.unseat(occupant);
  return farewell(d, occupant, saying);
}

/** A room that is not to stay goes with the last one who is in it; so does one that its owner leaves before it is configured (§7.14, §10.1.3). */
export function closeIfEmpty(d: Draft): void {
  const { occupants, config, isLocked } = d.room;
  if (occupants.size === 0 && (isLocked || !config.isPersistent) && !d.isDestroyed) d.destroy();
}

/** §10.9: everybody is told, each of themselves alone. */
export function dissolve(d: Draft, destroyed: Element): void {
  const { occupants } = d.room;
  for (const occupant of occupants.values()) {
    const x = xml("x", NS.mucUser, null, xml("item", NS.mucUser, { affiliation: "none", role: "none" }), destroyed);
    const from = occupantJid(d.room, occupant.nick);
    const id = xml("occupant-id", NS.occupantId, { id: occupant.id });
    d.tell(occupant.seats, xml("presence", NS.client, { from, type: "unavailable" }, x, id));
  }
  d.destroy();
}

function leavePartly(d: Draft, occupant: Occupant, seat: Seat, saying: Saying): void {
  tellSelf(d, { ...occupant, seats: [seat] }, { ...saying, farewell: saying.farewell ?? GONE }, [seat]);
  const wasShown = occupant.seats.at(-1) === seat;
  d.unseat(occupant, [seat]);
  const rest = d.room.occupants.get(occupant.nick);
  if (rest && wasShown) tellAll(d, rest);
}

const GONE = xml("presence", NS.client, { type: "unavailable" });

/** Removes those who may be here no longer, now that the room is for members only (§10.2). */
export function removeNonMembers(d: Draft): void {
  const strangers = [...d.room.occupants.values()].filter(({ user }) => affiliationOf(d.room, user) === "none");
  for (const occupant of strangers) {
    const told = remove(d, occupant, { statuses: [322] });
    told.self();
    told.others();
  }
  if (strangers.length > 0) closeIfEmpty(d);
}
