import {
  appendChild,
  type Element,
  NS,
  serialize,
  withAttrs,
  withChildren,
  withoutChildren,
  xml,
} from "@yonder/protocol";
import type { Draft } from "./draft.ts";
import {
  type Affiliation,
  affiliationOf,
  type Occupant,
  occupantJid,
  type Place,
  type Role,
  type Room,
  type Seat,
  seesJids,
} from "./room.ts";

/** What a presence says besides who it is. */
export interface Saying {
  /** Status codes for everybody (§16.6). */
  readonly statuses?: readonly number[];
  /** Further ones for the occupant alone. */
  readonly ownStatuses?: readonly number[];
  /** Whose doing it is: their nickname. */
  readonly actor?: string | undefined;
  readonly reason?: string | undefined;
  /** The nickname from now on. */
  readonly newNick?: string;
  /** The role until now. */
  readonly formerRole?: Role;
  readonly destroy?: Element;
  /** Of the presence that somebody goes with. */
  readonly farewell?: Element | undefined;
}

/** A presence that came, as others are shown it: from the occupant, without what only the room says (§17.3). */
export function shownPresence(room: Room, nick: string, stanza: Element): Element {
  return withAttrs(
    withoutChildren(stanza, ({ ns }) => ROOMS_OWN.has(ns)),
    { from: occupantJid(room, nick), to: undefined },
  );
}

/** What only the room says of an occupant: hats (XEP-0317 §4), in their old namespace too, would be a rank that nobody gave them. */
const ROOMS_OWN: ReadonlySet<string> = new Set([
  NS.mucUser,
  NS.muc,
  NS.occupantId,
  "urn:xmpp:hats:0",
  "xmpp:prosody.im/protocol/hats:1",
]);

/** Tells the occupant, at their own sessions, of themselves: with status 110. */
export function tellSelf(
  d: Draft,
  occupant: Occupant,
  saying: Saying = {},
  places: readonly Place[] = occupant.seats,
): void {
  const statuses = [...(saying.statuses ?? []), ...(saying.ownStatuses ?? []), 110].toSorted((a, b) => a - b);
  d.tell(places, presenceOf(d.room, occupant, { ...saying, statuses }, true));
}

/** Whether others are shown the presence of those with that role (§16.5.3, `presencebroadcast`). */
export function isShown({ config }: Room, role: Role | undefined): boolean {
  return config.shownRoles.some((shown) => shown === role);
}

/** Tells the others of an occupant, as far as they are shown the role. */
export function tellOthers(d: Draft, occupant: Occupant, saying: Saying = {}): void {
  if (isShown(d.room, occupant.role)) return tellEachOther(d, occupant, saying);
  if (isShown(d.room, saying.formerRole)) hide(d, occupant, saying);
}

/** The others are not shown the occupant any more: they would not hear of it either when that one leaves. */
export function hide(d: Draft, occupant: Occupant, saying: Saying = {}): void {
  tellEachOther(d, occupant, { ...saying, farewell: unavailable });
}

/** Those who see addresses are told it too (§7.2.3, §7.2.4). */
function tellEachOther(d: Draft, occupant: Occupant, saying: Saying): void {
  const [knowing, others]: [Seat[], Seat[]] = [[], []];
  for (const other of d.room.occupants.values()) {
    if (other.nick !== occupant.nick) (seesJids(d.room, other) ? knowing : others).push(...other.seats);
  }
  if (knowing.length > 0) d.tell(knowing, presenceOf(d.room, occupant, saying, true));
  if (others.length > 0) d.tell(others, presenceOf(d.room, occupant, saying, false));
}

/** The same to all, the occupant last: a change that leaves them in the room. */
export function tellAll(d: Draft, occupant: Occupant, saying: Saying = {}): void {
  tellOthers(d, occupant, saying);
  tellSelf(d, occupant, saying);
}

/** Shows somebody who enters who else is there (§7.2.2). */
export function tellOfOthers(d: Draft, occupant: Occupant, place: Place): void {
  const isKnowing = seesJids(d.room, occupant);
  for (const other of d.room.occupants.values()) {
    if (other.nick === occupant.nick || !isShown(d.room, other.role)) continue;
    d.tell([place], standingOf(d.room, other, isKnowing));
  }
}

/** Says that the occupant has gone, with whatever of them is still known. The room must be without them already. */
export function farewell(d: Draft, occupant: Occupant, saying: Saying): { self(): void; others(): void } {
  const gone = { ...saying, farewell: saying.farewell ?? unavailable };
  return {
    self: () => tellSelf(d, occupant, gone),
    others: () => tellOthers(d, occupant, gone),
  };
}

const unavailable = xml("presence", NS.client, { type: "unavailable" });

/** What everybody who enters is shown of an occupant: made once, as long as nothing about them changes. */
function standingOf(room: Room, occupant: Occupant, isKnowing: boolean): Element {
  const { affiliations } = room;
  const known = standings.get(occupant);
  if (known?.affiliations === affiliations && known.isKnowing === isKnowing) return known.presence;
  const presence = presenceOf(room, occupant, {}, isKnowing);
  // Its text is remembered too, whatever `to` it is sent with.
  serialize(presence, NS.client);
  standings.set(occupant, { affiliations, isKnowing, presence });
  return presence;
}

interface Standing {
  readonly affiliations: Room["affiliations"];
  readonly isKnowing: boolean;
  readonly presence: Element;
}

const standings = new WeakMap<Occupant, Standing>();

function presenceOf(room: Room, occupant: Occupant, saying: Saying, isKnowing: boolean): Element {
  const seat = occupant.seats.at(-1);
  const from = occupantJid(room, occupant.nick);
  const shown = saying.farewell ? withAttrs(saying.farewell, { from, to: undefined }) : seat?.presence;
  const isGone = saying.farewell !== undefined && saying.newNick === undefined;
  const item = itemOf(
    affiliationOf(room, occupant.user),
    isGone ? "none" : occupant.role,
    isKnowing ? seat?.jid : undefined,
    saying,
  );
  const codes = (saying.statuses ?? []).map((code) => xml("status", NS.mucUser, { code: String(code) }));
  const x = xml("x", NS.mucUser, null, item, saying.destroy, ...codes);
  return appendChild(withOccupantId(shown ?? xml("presence", NS.client, { from }), occupant.id), x);
}

function itemOf(
  affiliation: Affiliation,
  role: Role | "none",
  jid: string | undefined,
  { actor, reason, newNick }: Saying,
): Element {
  return xml(
    "item",
    NS.mucUser,
    { affiliation: affiliation, role, jid, nick: newNick },
    actor === undefined ? undefined : xml("actor", NS.mucUser, { nick: actor }),
    reason === undefined ? undefined : xml("reason", NS.mucUser, null, reason),
  );
}

/** XEP-0421 §4: one, and the room's own. */
export function withOccupantId(stanza: Element, id: string): Element {
  const cleaned = withoutChildren(stanza, (child) => child.ns === NS.occupantId);
  return withChildren(cleaned, [...cleaned.children, xml("occupant-id", NS.occupantId, { id })]);
}
