import { type Element, type Jid, weightOf } from "@yonder/protocol";
import type { RoomConfig } from "./config.ts";

/** Bytes of an address that a room keeps, of a user or a domain: a database's index takes no more than some. */
export const LONGEST_ADDRESS = 1_024;

/** Characters of what is told to somebody who enters, whatever they want; who wants more asks the archive. */
const LONGEST_HISTORY = 262_144;

/** What an occupant may do during a visit (XEP-0045 §5.1); who has none is not in the room. */
export type Role = "moderator" | "participant" | "visitor";
/** What an address has to do with the room for good (§5.2). */
export type Affiliation = "owner" | "admin" | "member" | "none" | "outcast";

/** A room as it is at one moment. A step makes another one of it (step.ts). */
export interface Room {
  /** Its bare address. */
  readonly jid: Jid;
  readonly config: RoomConfig;
  /** Its owner has not configured it yet (§10.1.1): nobody else can enter. */
  readonly isLocked: boolean;
  /** By bare address, or by domain for those that are banned all together. */
  readonly affiliations: ReadonlyMap<string, Affiliate>;
  readonly subject: Subject | undefined;
  /** XEP-0486 */
  readonly avatar: Avatar | undefined;
  readonly occupants: ReadonlyMap<string, Occupant>;
  /** The nickname of each full address that is in the room. */
  readonly nicks: ReadonlyMap<string, string>;
  /** The newest messages, oldest first, for those who enter. */
  readonly history: readonly Told[];
}

export interface Affiliate {
  readonly affiliation: Exclude<Affiliation, "none">;
  /** Reserved for that user (§7.10). */
  readonly nick: string | undefined;
  readonly reason: string | undefined;
}

export interface Subject {
  /** As it was sent, with the occupant's address in `from`. */
  readonly stanza: Element;
  readonly at: Date;
}

export interface Avatar {
  /** The whole vCard (XEP-0054). */
  readonly vcard: Element;
  /** SHA-1 of the picture in hexadecimal (XEP-0153); undefined where the card has none. */
  readonly hash: string | undefined;
}

export interface Occupant {
  readonly nick: string;
  /** Bare address. */
  readonly user: string;
  /** XEP-0421 */
  readonly id: string;
  readonly role: Role;
  /** When they asked for voice last. */
  readonly askedAt?: Date;
  /** The user's sessions under this nickname, the one that was heard of last at the end; at least one. */
  readonly seats: readonly Seat[];
}

/** Where something goes to: a session, and the node where it is; undefined: not one of ours. */
export interface Place {
  /** Full address. */
  readonly jid: string;
  readonly node: string | undefined;
}

/** A session in the room. */
export interface Seat extends Place {
  /** As it was sent, from the occupant's address, without `to` and without what only the room may say. */
  readonly presence: Element;
}

/** A message that was told to all. */
export interface Told {
  /** In the archive. */
  readonly id: number;
  /** From the occupant, without `to` and `stanza-id`. */
  readonly stanza: Element;
}

export function occupantJid(room: Room, nick: string): string {
  return `${room.jid.bare}/${nick}`;
}

/** A room that its owner has not configured yet is there for nobody else (§10.1.1). */
export function isHiddenFrom(
  room: Room,
  { from, isAdmin }: { readonly from: Jid; readonly isAdmin: boolean },
): boolean {
  return room.isLocked && !isAdmin && affiliationOf(room, from.bare) !== "owner" && !occupantOf(room, from);
}

/** The occupant with that session. */
export function occupantOf(room: Room, jid: Jid): Occupant | undefined {
  const nick = room.nicks.get(jid.toString());
  return nick === undefined ? undefined : room.occupants.get(nick);
}

/** All occupants of that user: more than one when devices came under different nicknames. */
export function occupantsOf(room: Room, user: string): Occupant[] {
  return [...room.occupants.values()].filter((occupant) => occupant.user === user);
}

/** §9.2: the address itself comes before its domain. */
export function affiliationOf(room: Room, user: string): Affiliation {
  const own = room.affiliations.get(user);
  if (own) return own.affiliation;
  return room.affiliations.get(user.slice(user.indexOf("@") + 1))?.affiliation ?? "none";
}

/** Who owns the room, by address. */
export function ownersOf(room: Room): string[] {
  return [...room.affiliations].filter(([, { affiliation }]) => affiliation === "owner").map(([jid]) => jid);
}

const RANKS: Readonly<Record<Affiliation, number>> = { outcast: -1, none: 0, member: 1, admin: 2, owner: 3 };

/** Whether one affiliation is at least as high as another (§5.2). */
export function isAtLeast(affiliation: Affiliation, least: Affiliation): boolean {
  return RANKS[affiliation] >= RANKS[least];
}

/** §5.1.2 */
export function defaultRole(config: RoomConfig, affiliation: Affiliation): Role {
  if (isAtLeast(affiliation, "admin")) return "moderator";
  return affiliation === "none" && config.isModerated ? "visitor" : "participant";
}

/** Whether the occupant learns who the others are (§7.2.3, §7.2.4). */
export function seesJids(room: Room, { role }: Pick<Occupant, "role">): boolean {
  return room.config.whois === "anyone" || role === "moderator";
}

/** The newest messages that together are no longer than that, roughly, or than anybody is told. */
export function newestWithin(history: readonly Told[], characters: number): readonly Told[] {
  let left = Math.min(characters, LONGEST_HISTORY);
  const kept: Told[] = [];
  for (const told of history.toReversed()) {
    left -= weightOf(told.stanza);
    if (left < 0) break;
    kept.unshift(told);
  }
  return kept;
}

/** All sessions in the room. */
export function placesOf({ occupants }: Room): readonly Place[] {
  const known = places.get(occupants);
  if (known) return known;
  const all = [...occupants.values()].flatMap(({ seats }) => seats);
  places.set(occupants, all);
  return all;
}

/** By occupants: a message changes nothing about who is there. */
const places = new WeakMap<Room["occupants"], readonly Place[]>();

/** Bare addresses of those who belong to it, there or not. */
export function* membersOf({ affiliations }: Pick<Room, "affiliations">): Iterable<string> {
  for (const [user, { affiliation }] of affiliations) if (affiliation !== "outcast") yield user;
}
