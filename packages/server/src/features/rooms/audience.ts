import { type Element, Jid, NS, StreamError, serialize, weightOf, withAttrs } from "@yonder/protocol";
import type { Sessions } from "../../router/sessions.ts";
import type { Session } from "../../stream/session.ts";
import { type Announcement, type Member, ownPresence, packMember, unpackMember } from "./announcement.ts";
import type { Role } from "./room.ts";

/** Stanzas that a session is given in one go, before it is waited until its client has taken them. */
const BURST = 100;
/** Characters that may wait for a session until its client has taken what came before; and of a stanza, beside its text. */
const MOST_WAITING = 16 * 1_024 * 1_024;
const LEAST = 200;

/** What a room tells some sessions of a node. */
export interface Telling {
  /** Bare address. */
  readonly room: string;
  /** Of the tenure in which it was told: what a keeper says that has been followed by another one counts no more. */
  readonly fence: number;
  /** As in a room's mark (keeper.ts). */
  readonly last: number;
  readonly id?: number | undefined;
  readonly after?: number | undefined;
  /** Full addresses. */
  readonly to: readonly string[];
  readonly stanza: Element;
}

interface Parts {
  readonly node: string;
  readonly sessions: Pick<Sessions, "find">;
  /** The user does not want to hear of who sent it (XEP-0191). */
  isUnwanted(session: Session, stanza: Element): boolean;
  /** Something that the room said has not arrived here. */
  onBehind(room: string): void;
}

interface Feed {
  readonly stanzas: Element[];
  weight: number;
}

interface Hall {
  fence: number;
  readonly members: Map<string, Member>;
  /** By nickname, the id of each occupant whose presence was shown here. */
  readonly nicks: Map<string, string>;
}

/** The sessions of this node that are in rooms, on whatever node those are kept: hands them what they are told, and remembers who is where. */
export class Audience {
  readonly #parts: Parts;
  readonly #halls = new Map<string, Hall>();
  /** The rooms of each session. */
  readonly #rooms = new WeakMap<Session, Set<string>>();
  /** What waits for a session that is given more than it can take at once. */
  readonly #feeds = new WeakMap<Session, Feed>();
  readonly #given = new WeakMap<Session, number>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The rooms in which a session of this node is. */
  get rooms(): readonly string[] {
    return [...this.#halls.keys()];
  }

  /** Returns those of the addresses at which nobody is here. */
  tell(telling: Telling): readonly string[] {
    const { room, fence, to, stanza } = telling;
    const hall = this.#halls.get(room) ?? this.#prepare(telling);
    // Without a number it is of a room that nobody keeps.
    if (hall && fence !== 0 && fence < hall.fence) return [];
    if (hall) hall.fence = Math.max(hall.fence, fence);
    if (hall && stanza.name === "presence") noteNick(hall, stanza);
    const missing = this.#tellEach(telling);
    // It was for somebody who entered, and has gone meanwhile.
    if (hall?.members.size === 0 && missing.length === to.length) this.#halls.delete(room);
    return missing;
  }

  #tellEach(telling: Telling): readonly string[] {
    const { room, to, stanza } = telling;
    const self = stanza.name === "presence" ? selfIn(stanza) : undefined;
    // Each gets it with another `to`, and the text of the rest is made here once.
    if (to.length > 1) serialize(stanza, NS.client);
    const missing: string[] = [];
    let isBehind = false;
    for (const jid of to) {
      const session = this.#find(jid);
      if (!session) missing.push(jid);
      else if (stanza.name === "message" && this.#isBehind(telling, jid)) isBehind = true;
      else if (this.#note(session, jid, telling, self)) this.#hand(session, withAttrs(stanza, { to: jid }));
    }
    if (isBehind) this.#parts.onBehind(room);
    return missing;
  }

  /** What this node knows of a room, if any session here is in it. */
  announcement(room: string): Announcement | undefined {
    const hall = this.#halls.get(room);
    if (!hall || hall.members.size === 0) return undefined;
    return { node: this.#parts.node, members: [...hall.members.values()], nicks: [...hall.nicks] };
  }

  /** The session is in no room any more; returns those in which it was. */
  leave(session: Session): readonly string[] {
    const rooms = [...(this.#rooms.get(session) ?? [])];
    for (const room of rooms) this.#forget(session, room);
    return rooms;
  }

  /** For the node to which the session moves; here it is in no room from now on. */
  pack(session: Session): unknown {
    this.#flush(session);
    const jid = session.jid.toString();
    const packed = [...(this.#rooms.get(session) ?? [])].flatMap((room) => {
      const member = this.#halls.get(room)?.members.get(jid);
      return member ? [{ room, ...packMember(member) }] : [];
    });
    this.leave(session);
    return packed;
  }

  /** Returns the rooms that are to be told that the session is here now. */
  unpack(session: Session, packed: unknown): readonly string[] {
    const rooms: string[] = [];
    for (const item of Array.isArray(packed) ? packed : []) {
      const member = unpackMember(item);
      const room: unknown = member && (item as { readonly room?: unknown }).room;
      if (!member || typeof room !== "string") continue;
      this.#remember(session, room, member);
      rooms.push(room);
    }
    return rooms;
  }

  /** Somebody who enters is shown the others first. */
  #prepare({ room, stanza }: Telling): Hall | undefined {
    if (stanza.name !== "presence" || stanza.attr("type") !== undefined) return undefined;
    const hall = newHall();
    this.#halls.set(room, hall);
    return hall;
  }

  #find(address: string): Session | undefined {
    const jid = Jid.tryParse(address);
    return jid && this.#parts.sessions.find(jid.bare, jid.resource ?? "");
  }

  /** Something that was said before did not arrive: it is asked for, and this comes with it. */
  #isBehind({ room, after = 0 }: Telling, jid: string): boolean {
    const member = this.#halls.get(room)?.members.get(jid);
    return member !== undefined && member.seen < after;
  }

  /** False: the session has been told already. */
  #note(session: Session, jid: string, { room, stanza, fence, last, id }: Telling, self: Self | undefined): boolean {
    const member = this.#halls.get(room)?.members.get(jid);
    if (member && id !== undefined) {
      if (id <= member.seen) return false;
      this.#halls.get(room)?.members.set(jid, { ...member, seen: id });
    }
    if (self === "gone") this.#forget(session, room);
    else if (self) {
      this.#remember(session, room, { jid, ...self, presence: ownPresence(stanza), seen: member?.seen ?? last });
      const hall = this.#halls.get(room);
      if (hall) hall.fence = Math.max(hall.fence, fence);
    }
    return true;
  }

  #remember(session: Session, room: string, member: Member): void {
    const hall = this.#halls.get(room) ?? newHall();
    hall.members.set(member.jid, member);
    this.#halls.set(room, hall);
    this.#rooms.set(session, (this.#rooms.get(session) ?? new Set()).add(room));
  }

  #forget(session: Session, room: string): void {
    this.#rooms.get(session)?.delete(room);
    const hall = this.#halls.get(room);
    hall?.members.delete(session.jid.toString());
    if (hall?.members.size === 0) this.#halls.delete(room);
  }

  /** What a room tells on entering may be more than goes through at once. */
  #hand(session: Session, stanza: Element): void {
    if (stanza.name === "message" && this.#parts.isUnwanted(session, stanza)) return;
    const feed = this.#feeds.get(session);
    if (feed) return wait(session, feed, stanza);
    session.send(stanza);
    const given = (this.#given.get(session) ?? 0) + 1;
    this.#given.set(session, given);
    if (given >= BURST) void this.#feed(session);
  }

  async #feed(session: Session): Promise<void> {
    const feed: Feed = { stanzas: [], weight: 0 };
    this.#feeds.set(session, feed);
    do {
      await session.drained();
      for (const stanza of feed.stanzas.splice(0, BURST)) {
        feed.weight -= LEAST + weightOf(stanza);
        session.send(stanza);
      }
    } while (feed.stanzas.length > 0);
    this.#feeds.delete(session);
    this.#given.delete(session);
  }

  #flush(session: Session): void {
    for (const stanza of this.#feeds.get(session)?.stanzas.splice(0) ?? []) session.send(stanza);
  }
}

/** A client that takes nothing of what it is told, and has more told to it all the time, is let go. */
function wait(session: Session, feed: Feed, stanza: Element): void {
  if (feed.weight > MOST_WAITING) return;
  feed.stanzas.push(stanza);
  feed.weight += LEAST + weightOf(stanza);
  if (feed.weight <= MOST_WAITING) return;
  feed.stanzas.length = 0;
  session.close(new StreamError("resource-constraint", "Too much waits for you."));
}

type Self = { readonly nick: string; readonly role: Role } | "gone";

/** What a presence says to the session of itself (status 110): under which nickname it is there, or that it is no more. */
function selfIn(stanza: Element): Self | undefined {
  const x = stanza.child("x", NS.mucUser);
  const codes =
    x
      ?.elements()
      .filter(({ name }) => name === "status")
      .map((status) => status.attr("code")) ?? [];
  const role = x?.child("item")?.attr("role");
  if (stanza.attr("type") === "unavailable") {
    const isOver = codes.includes("110") || x?.child("destroy") !== undefined;
    return isOver && !codes.includes("303") ? "gone" : undefined;
  }
  if (!codes.includes("110")) return undefined;
  const known = (["moderator", "participant", "visitor"] as const).find((one) => one === role);
  return known && { nick: nickOf(stanza), role: known };
}

function newHall(): Hall {
  return { fence: 0, members: new Map(), nicks: new Map() };
}

function noteNick(hall: Hall, stanza: Element): void {
  if (stanza.attr("type") === "unavailable") hall.nicks.delete(nickOf(stanza));
  else hall.nicks.set(nickOf(stanza), stanza.child("occupant-id", NS.occupantId)?.attr("id") ?? "");
}

function nickOf(stanza: Element): string {
  const from = stanza.attr("from") ?? "";
  return from.slice(from.indexOf("/") + 1);
}
