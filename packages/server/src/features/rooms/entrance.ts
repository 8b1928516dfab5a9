import {
  delay,
  type Element,
  NS,
  parseDateTime,
  StanzaError,
  serialize,
  stanzaId,
  weightOf,
  withAttrs,
  withChildren,
  xml,
} from "@yonder/protocol";
import { timeOf, toText } from "../../store/archive-id.ts";
import type { Draft } from "./draft.ts";
import { leave } from "./leaving.ts";
import { shownPresence, tellAll, tellOfOthers, tellOthers, tellSelf, withOccupantId } from "./presences.ts";
import {
  type Affiliation,
  affiliationOf,
  defaultRole,
  isAtLeast,
  LONGEST_ADDRESS,
  newestWithin,
  type Occupant,
  occupantJid,
  occupantOf,
  type Room,
  type Seat,
  type Told,
} from "./room.ts";

/** Characters of a presence, and of a nickname. */
const LONGEST_PRESENCE = 8_192;
const LONGEST_NICK = 128;
/** Owners and administrators for whom there is room in a full room (XEP-0045 §7.2.9). */
const RESERVE = 20;
/** Sessions of one user under one nickname. */
const MOST_SEATS = 20;

/** Available presence for an occupant's address: somebody enters, takes another nickname, or says something new (XEP-0045 §7.2, §7.6, §7.7). */
export function present(d: Draft): void {
  const { stanza, to, from } = d.request;
  const nick = to.resource;
  // §7.2.1
  if (nick === undefined) throw new StanzaError("jid-malformed");
  if (nick.length > LONGEST_NICK || nick.trim() === "") throw new StanzaError("not-acceptable", "That is no nickname.");
  if (weightOf(stanza) > LONGEST_PRESENCE) throw new StanzaError("policy-violation", "The presence is too long.");
  if (Buffer.byteLength(from.bare) > LONGEST_ADDRESS)
    throw new StanzaError("not-acceptable", "Your address is too long.");
  const x = stanza.child("x", NS.muc);
  const occupant = occupantOf(d.room, from);
  if (!occupant) return x ? enter(d, nick, x) : turnAway(d);
  if (occupant.nick !== nick) return rename(d, occupant, nick);
  update(d, occupant);
  if (x) welcome(d, { ...occupant, ...d.room.occupants.get(nick) }, x, []);
}

function enter(d: Draft, nick: string, x: Element): void {
  const { from, stanza, node, occupantId } = d.request;
  const affiliation = affiliationOf(d.room, from.bare);
  requireEntry(d, affiliation, x);
  const there = d.room.occupants.get(nick);
  requireNick(d.room, nick, from.bare);
  if (there && there.seats.length >= MOST_SEATS)
    throw new StanzaError("resource-constraint", "These are too many sessions.");
  const isNew = d.room.isLocked && d.room.occupants.size === 0;
  const seat: Seat = { jid: from.toString(), node, presence: shownPresence(d.room, nick, stanza) };
  const occupant: Occupant = there
    ? { ...there, seats: [...there.seats, seat] }
    : {
        nick,
        user: from.bare,
        id: occupantId(from.bare),
        role: defaultRole(d.room.config, affiliation),
        seats: [seat],
      };
  d.seat(occupant);
  // The newcomer waits for nothing else: there may be thousands of others.
  welcome(d, occupant, x, isNew ? [201] : []);
  tellOthers(d, occupant);
  if (there) tellSelf(d, occupant, {}, there.seats);
}

/** §7.2.5 to §7.2.10. Throws StanzaError. */
function requireEntry({ room, request }: Draft, affiliation: Affiliation, x: Element): void {
  if (affiliation === "outcast") throw new StanzaError("forbidden");
  if (room.isLocked && affiliation !== "owner") throw new StanzaError("item-not-found");
  if (room.config.isMembersOnly && !isAtLeast(affiliation, "member")) throw new StanzaError("registration-required");
  const { password } = room.config;
  const isOwner = affiliation === "owner" || request.isAdmin;
  if (password !== "" && !isOwner && x.childText("password") !== password) throw new StanzaError("not-authorized");
  const most = room.config.maxUsers + (isAtLeast(affiliation, "admin") ? RESERVE : 0);
  if (room.occupants.size >= most) throw new StanzaError("service-unavailable", undefined, { type: "wait" });
}

/** §7.2.8: neither somebody else's now nor reserved by somebody else. */
function requireNick(room: Room, nick: string, user: string): void {
  const there = room.occupants.get(nick);
  if (there && there.user !== user) throw new StanzaError("conflict");
  for (const [jid, affiliate] of room.affiliations)
    if (affiliate.nick === nick && jid !== user) throw new StanzaError("conflict");
}

/** §7.1: who is there, oneself, what was said, and the subject. */
function welcome(d: Draft, occupant: Occupant, x: Element, statuses: readonly number[]): void {
  const { from, node, now } = d.request;
  const place = { jid: from.toString(), node };
  tellOfOthers(d, occupant, place);
  // §7.2.3, §7.2.12: others learn who one is, and what one says
  const warnings = [...(d.room.config.whois === "anyone" ? [100] : []), ...(d.room.config.isLogged ? [170] : [])];
  tellSelf(d, occupant, { ownStatuses: [...warnings, ...statuses] }, [place]);
  const history = x.child("history", NS.muc);
  for (const told of chosen(d.room, history, now)) d.tell([place], recalled(d.room, told));
  d.tell([place], subjectOf(d.room));
}

/** §7.2.14: the newest ones that meet every wish. */
function chosen({ history, config }: Room, wish: Element | undefined, now: Date): readonly Told[] {
  const most = Math.min(config.historyLength, count(wish?.attr("maxstanzas")));
  const seconds = count(wish?.attr("seconds"));
  const since = Math.max(
    parseDateTime(wish?.attr("since") ?? "")?.getTime() ?? 0,
    Number.isFinite(seconds) ? now.getTime() - seconds * 1_000 : 0,
  );
  const newest = (most === 0 ? [] : history.slice(-most)).filter(({ id }) => timeOf(id).getTime() >= since);
  return newestWithin(newest, count(wish?.attr("maxchars")));
}

function count(text: string | undefined): number {
  return text !== undefined && /^\d{1,12}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
}

/** A message as it is told later (§7.2.13). */
function recalled({ jid }: Room, { id, stanza }: Told): Element {
  const marks = [stanzaId(jid.bare, toText(id)), delay(timeOf(id), jid.bare)];
  return withChildren(stanza, [...stanza.children, ...marks]);
}

/** §7.2.15 */
function subjectOf({ jid, subject }: Room): Element {
  if (subject) return withChildren(subject.stanza, [...subject.stanza.children, delay(subject.at, jid.bare)]);
  return xml("message", NS.client, { from: jid.bare, type: "groupchat" }, xml("subject", NS.client));
}

/** §7.7; one that enters again is shown to the others only if something is new. */
function update(d: Draft, occupant: Occupant): void {
  const { from, stanza, node } = d.request;
  const before = occupant.seats.find(({ jid }) => jid === from.toString());
  const seat: Seat = { jid: from.toString(), node, presence: shownPresence(d.room, occupant.nick, stanza) };
  const changed = { ...occupant, seats: [...occupant.seats.filter((other) => other !== before), seat] };
  d.seat(changed);
  const isJoin = stanza.child("x", NS.muc) !== undefined;
  const isSame = before !== undefined && contentOf(before.presence) === contentOf(seat.presence);
  if (isJoin && isSame) return;
  tellOthers(d, changed);
  tellSelf(d, changed, {}, isJoin ? changed.seats.filter((other) => other !== seat) : changed.seats);
}

function contentOf(presence: Element): string {
  return serialize(withAttrs(presence, { id: undefined }));
}

/** §7.6: with all sessions that have that nickname. */
function rename(d: Draft, occupant: Occupant, nick: string): void {
  const { from, stanza, node } = d.request;
  requireNick(d.room, nick, from.bare);
  if (d.room.occupants.has(nick)) throw new StanzaError("conflict");
  const said: Seat = { jid: from.toString(), node, presence: stanza };
  const seats = [...occupant.seats.filter(({ jid }) => jid !== said.jid), said];
  const renamed = {
    ...occupant,
    nick,
    seats: seats.map((seat) => ({ ...seat, presence: shownPresence(d.room, nick, seat.presence) })),
  };
  const change = { statuses: [303], newNick: nick, farewell: xml("presence", NS.client, { type: "unavailable" }) };
  tellOthers(d, occupant, change);
  tellSelf(d, occupant, change);
  d.unseat(occupant);
  d.seat(renamed);
  tellAll(d, renamed);
}

/** §7.2.18: who believes to be here is told that they are not. */
function turnAway(d: Draft): void {
  const { to, from } = d.request;
  const item = xml(
    "item",
    NS.mucUser,
    { affiliation: "none", role: "none" },
    xml("reason", NS.mucUser, null, "You are not in the room."),
  );
  const codes = [110, 307, 333].map((code) => xml("status", NS.mucUser, { code: String(code) }));
  const x = xml("x", NS.mucUser, null, item, ...codes);
  const stanza = xml("presence", NS.client, { from: occupantJid(d.room, to.resource ?? ""), type: "unavailable" }, x);
  d.reply(withOccupantId(stanza, d.request.occupantId(from.bare)));
}

/** Unavailable presence: one session leaves (§7.14). One that is not here is ignored (§17.3). */
export function absent(d: Draft): void {
  const occupant = occupantOf(d.room, d.request.from);
  if (occupant) leave(d, occupant, d.request.from.toString(), { farewell: goodbye(d.request.stanza) });
}

/** With the words that it goes with, and nothing that only the room says. */
function goodbye(stanza: Element): Element {
  const said = stanza
    .elements()
    .filter((child) => child.ns === NS.client && (child.name === "status" || child.name === "show"));
  return xml("presence", NS.client, { id: stanza.attr("id"), type: "unavailable" }, ...said);
}
