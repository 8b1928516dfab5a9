import {
  type Element,
  errorReply,
  type Jid,
  NS,
  resultReply,
  StanzaError,
  withAttrs,
  withChildren,
  xml,
} from "@yonder/protocol";
import type { RoomConfig } from "./config.ts";
import {
  type Affiliate,
  type Avatar,
  LONGEST_ADDRESS,
  type Occupant,
  type Place,
  placesOf,
  type Room,
  type Seat,
} from "./room.ts";

/** What came to the room, and from whom; with all that a step may know besides the room itself. */
export interface Request {
  /** With `from`, a full address, and `to`, the room or an occupant. */
  readonly stanza: Element;
  readonly from: Jid;
  readonly to: Jid;
  /** The node where the sender's session is; undefined: it is none of ours. */
  readonly node: string | undefined;
  /** When it came. */
  readonly now: Date;
  /** Administrates the whole service. */
  readonly isAdmin: boolean;
  /** Who may enter a public room sees who is in it (§6.5). */
  readonly areOccupantsPublic: boolean;
  /** It may have been taken before. */
  readonly isAgain: boolean;
  newId(): string;
  /** XEP-0421: of a user in this room. */
  occupantId(user: string): string;
}

/** What follows from a step, in this order. */
export type Effect =
  /** To sessions, each with its own `to`; `id`: it is this one of the archive, told again to those who missed it. */
  | {
      readonly kind: "tell";
      readonly places: readonly Place[];
      readonly stanza: Element;
      readonly id?: number | undefined;
    }
  /** Into the archive, then to these, with its `stanza-id`. */
  | { readonly kind: "publish"; readonly post: Post; readonly places: readonly Place[] }
  /** To the address in its `to`, wherever that is. `isKept`: it waits for a user who is not here. */
  | { readonly kind: "route"; readonly stanza: Element; readonly isKept: boolean };

/** A message for the archive. */
export interface Post {
  /** From the occupant, without `to`. */
  readonly stanza: Element;
  /** Bare address of who wrote it; the room's own: it speaks for itself. */
  readonly author: string;
  /** The session that wrote it, to tell it what became of one sent twice. */
  readonly place: Place | undefined;
  /** The same one again is the same message. */
  readonly origin: string | undefined;
  /** It is the room's subject from then on. */
  readonly isSubject: boolean;
  /** The session may have been told of it already. */
  readonly isAgain: boolean;
  /** An older message that this one takes back (XEP-0424), and what remains of that. */
  readonly retracts: { readonly id: number; readonly isByAuthor: boolean; readonly tombstone: Element } | undefined;
}

/** What is to be kept of a step, before anything follows from it. */
export type Change =
  | { readonly kind: "config"; readonly config: RoomConfig; readonly isLocked: boolean }
  | { readonly kind: "affiliation"; readonly jid: string; readonly affiliate: Affiliate | undefined }
  | { readonly kind: "avatar"; readonly avatar: Avatar | undefined }
  | { readonly kind: "destroy" };

/** A step under way: handlers put into it what they make of the room. */
export class Draft {
  readonly request: Request;
  readonly effects: Effect[] = [];
  readonly changes: Change[] = [];
  room: Room;
  /** The lists once this step has changed them: they are long, and there may be many changes. */
  #affiliations: Map<string, Affiliate> | undefined;
  #told = 0;

  constructor(room: Room, request: Request) {
    this.room = room;
    this.request = request;
  }

  get isDestroyed(): boolean {
    return this.changes.some(({ kind }) => kind === "destroy");
  }

  /** Throws StanzaError when one stanza would have too much told: as many people as are there, of many changes each. */
  tell(places: readonly Place[], stanza: Element, id?: number): void {
    if (places.length === 0) return;
    this.#told += places.length;
    if (this.#told > MOST_TOLD) throw new StanzaError("resource-constraint", "That is too much at once for so many.");
    this.effects.push({ kind: "tell", places, stanza, id });
  }

  /** To who asked. */
  reply(stanza: Element): void {
    const { from, node } = this.request;
    this.tell([{ jid: from.toString(), node }], stanza);
  }

  result(payload?: Element): void {
    this.reply(resultReply(this.request.stanza, payload));
  }

  publish(post: Post): void {
    this.effects.push({ kind: "publish", post, places: placesOf(this.room) });
  }

  route(stanza: Element, isKept = false): void {
    this.effects.push({ kind: "route", stanza, isKept });
  }

  /** An occupant as they are from now on. */
  seat(occupant: Occupant): void {
    const occupants = new Map(this.room.occupants).set(occupant.nick, occupant);
    const nicks = new Map(this.room.nicks);
    for (const { jid } of occupant.seats) nicks.set(jid, occupant.nick);
    this.room = { ...this.room, occupants, nicks };
  }

  /** An occupant, or some of their sessions, are in the room no longer. */
  unseat(occupant: Occupant, gone: readonly Seat[] = occupant.seats): void {
    const nicks = new Map(this.room.nicks);
    for (const { jid } of gone) nicks.delete(jid);
    const seats = occupant.seats.filter((seat) => !gone.includes(seat));
    const occupants = new Map(this.room.occupants);
    if (seats.length > 0) occupants.set(occupant.nick, { ...occupant, seats });
    else occupants.delete(occupant.nick);
    this.room = { ...this.room, occupants, nicks };
  }

  configure(config: RoomConfig): void {
    this.room = { ...this.room, config, isLocked: false };
    this.changes.push({ kind: "config", config, isLocked: false });
  }

  affiliate(jid: string, affiliate: Affiliate | undefined): void {
    if (Buffer.byteLength(jid) > LONGEST_ADDRESS) throw new StanzaError("not-acceptable", "The address is too long.");
    this.#affiliations ??= new Map(this.room.affiliations);
    if (affiliate) this.#affiliations.set(jid, affiliate);
    else this.#affiliations.delete(jid);
    if (this.#affiliations.size > MOST_AFFILIATIONS)
      throw new StanzaError("resource-constraint", "The lists are full.");
    this.room = { ...this.room, affiliations: this.#affiliations };
    this.changes.push({ kind: "affiliation", jid, affiliate });
  }

  picture(avatar: Avatar | undefined): void {
    this.room = { ...this.room, avatar };
    this.changes.push({ kind: "avatar", avatar });
  }

  destroy(): void {
    this.room = { ...this.room, occupants: new Map(), nicks: new Map() };
    this.changes.push({ kind: "destroy" });
  }
}

/** Stanzas to sessions that may follow from one: half a second's work. */
export const MOST_TOLD = 100_000;

/** Addresses on all lists of a room together. */
const MOST_AFFILIATIONS = 50_000;

/** What a request that was refused is answered with, if anything (RFC 6120 §8.3.1). */
export function refusal(stanza: Element, error: StanzaError, room: string): Element | undefined {
  const type = stanza.attr("type");
  if (type === "error" || (stanza.name === "iq" && type === "result")) return undefined;
  const reply = errorReply(stanza, error);
  const told = reply.elements().map((child) => (child.name === "error" ? withAttrs(child, { by: room }) : child));
  return withChildren(reply, stanza.name === "presence" ? [xml("x", NS.muc), ...told] : told);
}
