import { type Element, NS, weightOf, withoutChildren } from "@yonder/protocol";
import { storedStanza } from "../../store/stored-stanza.ts";
import type { Draft } from "./draft.ts";
import { hide } from "./presences.ts";
import type { Occupant, Role, Room, Seat } from "./room.ts";
import { written } from "./stored.ts";

/** What a node knows of its sessions in a room, for whoever keeps the room from now on. */
export interface Announcement {
  readonly node: string;
  readonly members: readonly Member[];
  /** Nicknames and ids of all whose presence its sessions have been shown. */
  readonly nicks: readonly (readonly [nick: string, id: string])[];
}

/** A session in a room, as its own node knows it. */
export interface Member {
  /** Full address. */
  readonly jid: string;
  readonly nick: string;
  readonly role: Role;
  /** As others are shown it. */
  readonly presence: Element;
  /** The newest message in the room's archive of which the session has been told, or that was there before it came. */
  readonly seen: number;
}

/** Characters of an announcement in one go, roughly. */
const MOST_TEXT = 200_000;
/** Of a member or a nickname, beside what varies. */
const LEAST = 200;

/** An announcement in parts that can go from node to node, at least one. */
export function partsOf({ node, members, nicks }: Announcement): readonly Announcement[] {
  const parts: { node: string; members: Member[]; nicks: Announcement["nicks"][number][] }[] = [];
  let room = 0;
  const part = (weight: number) => {
    room -= weight;
    const last = parts.at(-1);
    if (last && room >= 0) return last;
    room = MOST_TEXT - weight;
    const next = { node, members: [], nicks: [] };
    parts.push(next);
    return next;
  };
  for (const member of members) part(LEAST + weightOf(member.presence)).members.push(member);
  for (const shown of nicks) part(LEAST).nicks.push(shown);
  return parts;
}

/** How far an announcement has been told: the highest address and the highest nickname. */
export interface Progress {
  readonly jid: string;
  readonly nick: string;
}

/** The next part of an announcement that changes meanwhile: nobody is left out because others have left. Undefined: all has been told. */
export function partBehind({ node, members, nicks }: Announcement, told: Progress): Announcement | undefined {
  const [part] = partsOf({
    node,
    members: members.filter(({ jid }) => jid > told.jid).toSorted((one, other) => (one.jid < other.jid ? -1 : 1)),
    nicks: nicks.filter(([nick]) => nick > told.nick).toSorted(([one], [other]) => (one < other ? -1 : 1)),
  });
  if (!part) return undefined;
  // In the order in which they came: of somebody's devices the last one is shown.
  const chosen = new Set(part.members);
  return { ...part, members: members.filter((member) => chosen.has(member)) };
}

/** The room with those who are in it, as their nodes say; roles are theirs as long as the room is not told otherwise. */
export function withMembers(
  room: Room,
  announcements: readonly Announcement[],
  occupantId: (user: string) => string,
): Room {
  const occupants = new Map(room.occupants);
  const nicks = new Map(room.nicks);
  for (const { node, members } of announcements) {
    for (const { jid, nick, role, presence } of members) {
      const user = jid.slice(0, jid.indexOf("/"));
      const there = occupants.get(nick);
      // Of two who cannot both be right, the first is.
      if (there && there.user !== user) continue;
      const before = nicks.get(jid);
      if (before !== undefined && before !== nick) continue;
      const seat: Seat = { jid, node, presence };
      const seats = [...(there?.seats ?? []).filter((other) => other.jid !== jid), seat];
      occupants.set(nick, { nick, user, id: occupantId(user), role: there?.role ?? role, seats });
      nicks.set(jid, nick);
    }
  }
  return { ...room, occupants, nicks };
}

/** Those whose presence somebody was shown, and who are here no more: their node has died with the room's. */
export function tellOfLost(d: Draft, announcements: readonly Announcement[]): void {
  const shown = new Map(announcements.flatMap(({ nicks }) => nicks));
  for (const [nick, id] of shown) {
    if (d.room.occupants.has(nick)) continue;
    const ghost: Occupant = { nick, user: "", id, role: "participant", seats: [] };
    hide(d, ghost, { statuses: [333] });
  }
}

/** What of a presence that a session was told of itself is its own. */
export function ownPresence(told: Element): Element {
  return withoutChildren(told, ({ ns }) => ns === NS.mucUser || ns === NS.occupantId);
}

interface Packed extends Omit<Member, "presence"> {
  readonly presence: string;
}

export function packMember(member: Member): Packed {
  return { ...member, presence: written(member.presence) };
}

/** Undefined: a release that is not known here has packed it. */
export function unpackMember(packed: unknown): Member | undefined {
  if (typeof packed !== "object" || packed === null) return undefined;
  const { jid, nick, role, presence, seen } = packed as Partial<Record<keyof Packed, unknown>>;
  if (typeof jid !== "string" || typeof nick !== "string" || typeof presence !== "string" || typeof seen !== "number")
    return undefined;
  const known = (["moderator", "participant", "visitor"] as const).find((one) => one === role);
  return known && { jid, nick, role: known, presence: storedStanza(presence), seen };
}
