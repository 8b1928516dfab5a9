import { createHmac } from "node:crypto";
import { type Element, Jid, NS, StanzaError, xml } from "@yonder/protocol";
import type { Logger } from "pino";
import type { Placement } from "../../directory/placement.ts";
import type { RoomMessage, Rooms, StoredRoom } from "../../store/rooms.ts";
import { StoreError } from "../../store/store.ts";
import { affiliate } from "./affiliations.ts";
import { type Announcement, tellOfLost, withMembers } from "./announcement.ts";
import { Librarian } from "./archive.ts";
import { type CardSource, Cards } from "./cards.ts";
import { defaultConfig, MOST_HISTORY } from "./config.ts";
import { Draft, type Request, refusal } from "./draft.ts";
import { Errands } from "./errands.ts";
import { Keeper, type Outlet, type Verdict } from "./keeper.ts";
import { missed } from "./missed.ts";
import { tellOthers } from "./presences.ts";
import { occupantOf, type Place, type Room } from "./room.ts";
import { lost, type Step } from "./step.ts";
import { roomOf, settingsOf } from "./stored.ts";
import type { Incoming } from "./wire.ts";

/** Rooms that one user can have made that still are. */
const MOST_ROOMS = 500;

interface Parts {
  readonly domain: string;
  readonly node: string;
  readonly rooms: Rooms;
  readonly placement: Placement;
  readonly outlet: Outlet;
  /** For the ids of occupants (XEP-0421). */
  readonly secret: string;
  readonly log: Logger;
  now(): number;
  newId(): string;
  mayCreate(request: Request): boolean;
  readonly areOccupantsPublic: boolean;
  /** What all nodes know of who is in the room. */
  gather(room: string): Promise<readonly Announcement[]>;
  readonly cardOf: CardSource;
  /** Whether the session is on any node. */
  isHere(jid: Jid): Promise<boolean>;
}

/** What became of it, and the fence under which the room is kept. */
export interface Taken {
  readonly verdict: Verdict;
  readonly fence: number | undefined;
}

/** The rooms that are kept on this node. */
export class Keepers {
  readonly #parts: Parts;
  readonly #keepers = new Map<string, Keeper>();
  /** What waits until it is known whether there is such a room. */
  readonly #opening = new Map<string, Promise<unknown>>();
  readonly #librarian: Librarian;
  readonly #cards: Cards;

  constructor(parts: Parts) {
    this.#parts = parts;
    const { rooms, outlet, cardOf } = parts;
    const tell = (room: Room, place: Place, stanza: Element) => outlet.tell(room, [place], stanza, { last: 0 });
    const errands = new Errands(tell);
    this.#librarian = new Librarian(rooms, errands);
    this.#cards = new Cards(cardOf, errands);
  }

  /** Of a room that is kept here, by local part. */
  find(name: string): Keeper | undefined {
    return this.#keepers.get(name);
  }

  all(): readonly [string, Keeper][] {
    return [...this.#keepers];
  }

  /** Takes what is for a room that this node is to keep; with a fence, only if it has kept it under that one ever since. */
  async take(name: string, incoming: Incoming, fence?: number): Promise<Taken> {
    if (fence === undefined) {
      const verdict = await this.#takeAny(name, incoming);
      return { verdict, fence: this.#keepers.get(name)?.tenure.fence };
    }
    const keeper = this.#keepers.get(name);
    // What came before it may not have been taken.
    if (keeper?.tenure.fence !== fence) return { verdict: "again", fence: undefined };
    return { verdict: await this.#give(keeper, incoming), fence };
  }

  #takeAny(name: string, incoming: Incoming): Promise<Verdict> {
    const keeper = this.#keepers.get(name);
    const opening = this.#opening.get(name);
    if (keeper && !opening) return this.#give(keeper, incoming);
    const taken = (opening ?? Promise.resolve()).then(() => this.#takeFirst(name, incoming));
    const settled = taken.then(
      () => undefined,
      () => undefined,
    );
    this.#opening.set(name, settled);
    void settled.then(() => {
      if (this.#opening.get(name) === settled) this.#opening.delete(name);
    });
    return taken.then(({ verdict }) => verdict);
  }

  /** Lets a room go, so that another node may keep it. */
  async release(name: string): Promise<void> {
    this.#keepers.get(name)?.close();
    await this.#parts.placement.release(name);
  }

  /** In a promise of its own: what comes behind does not wait until it is done, only until it has been taken. */
  async #takeFirst(name: string, incoming: Incoming): Promise<{ readonly verdict: Promise<Verdict> }> {
    try {
      if (!this.#keepers.has(name) && (await this.#parts.placement.claim(name)) !== this.#parts.node) return AGAIN;
      const keeper = this.#keepers.get(name) ?? (await this.#open(name)) ?? (await this.#create(name, incoming));
      if (keeper) return { verdict: this.#give(keeper, incoming) };
      return await this.#turnAway(name, incoming, new StanzaError("item-not-found"));
    } catch (error) {
      if (error instanceof StanzaError) return await this.#turnAway(name, incoming, error);
      this.#parts.log.warn({ err: error, room: name }, "a room could not be opened");
      return AGAIN;
    }
  }

  /** There is no such room, and none is made. */
  async #turnAway(
    name: string,
    incoming: Incoming,
    error: StanzaError,
  ): Promise<{ readonly verdict: Promise<Verdict> }> {
    await this.#parts.placement.release(name);
    if (incoming.kind === "stanza") this.#refuse(name, this.#requestOf(name, incoming), error);
    return { verdict: Promise.resolve("done") };
  }

  #give(keeper: Keeper, incoming: Incoming): Promise<Verdict> {
    const name = keeper.tenure.room;
    if (incoming.kind === "stanza") return keeper.take(this.#requestOf(name, incoming));
    if (incoming.kind === "missing") return keeper.turn((room) => this.#without(room, incoming.jids));
    if (incoming.kind === "removed") return keeper.turn((room) => this.#forgetting(room, incoming.user));
    return keeper.turn((room) => this.#joined(room, keeper, [incoming.announcement]));
  }

  async #open(name: string): Promise<Keeper | undefined> {
    const { rooms } = this.#parts;
    const stored = await rooms.open(name);
    if (!stored) return undefined;
    const { messages } = await rooms.page(name, { before: "", limit: MOST_HISTORY });
    const announcements = await this.#parts.gather(name);
    const room = withMembers(this.#roomOf(name, stored, messages), announcements, (user) =>
      this.#occupantId(name, user),
    );
    const isOver = room.occupants.size === 0 && (room.isLocked || !room.config.isPersistent);
    if (isOver) {
      await rooms.change(stored.tenure, [{ kind: "destroy" }]);
      return undefined;
    }
    const keeper = this.#keep(name, room, stored, messages.at(-1)?.id ?? 0);
    // Before anything else comes: what those who are in it have missed.
    if (announcements.length > 0) void keeper.turn(() => this.#joined(room, keeper, announcements));
    return keeper;
  }

  /** §10.1.1: whoever seeks to enter a room that is not there makes it. */
  async #create(name: string, incoming: Incoming): Promise<Keeper | undefined> {
    if (incoming.kind !== "stanza" || !isJoin(incoming)) return undefined;
    const request = this.#requestOf(name, incoming);
    if (!this.#parts.mayCreate(request)) throw new StanzaError("not-allowed", "Rooms are made by administrators here.");
    if (request.to.resource === undefined) throw new StanzaError("jid-malformed");
    const { rooms } = this.#parts;
    const owner = request.from.bare;
    const settings = settingsOf(defaultConfig, true);
    const stored = await rooms.create(name, settings, owner, MOST_ROOMS).catch((error: unknown) => {
      if (error instanceof StoreError && error.code === "full") throw new StanzaError("resource-constraint");
      throw error;
    });
    const affiliate = { jid: owner, affiliation: "owner", nick: undefined, reason: undefined } as const;
    await rooms.change(stored.tenure, [{ kind: "affiliate", affiliate }]);
    return this.#keep(name, this.#roomOf(name, { ...stored, affiliates: [affiliate] }, []), stored, 0);
  }

  #keep(name: string, room: Room, { tenure }: StoredRoom, last: number): Keeper {
    const { rooms, outlet, log } = this.#parts;
    const keeper: Keeper = new Keeper({
      room,
      tenure,
      last,
      rooms,
      outlet,
      librarian: this.#librarian,
      cards: this.#cards,
      log,
      onClosed: (isDestroyed) => {
        if (this.#keepers.get(name) === keeper) this.#keepers.delete(name);
        if (isDestroyed) void this.#parts.placement.release(name);
      },
    });
    this.#keepers.set(name, keeper);
    return keeper;
  }

  /** Sessions whose nodes tell of them: they are in the room, and get what they have missed. */
  async #joined(room: Room, keeper: Keeper, announcements: readonly Announcement[]): Promise<Step> {
    const name = keeper.tenure.room;
    const joined = withMembers(room, announcements, (user) => this.#occupantId(name, user));
    const d = new Draft(joined, this.#ownRequest(name));
    for (const occupant of joined.occupants.values()) if (!room.occupants.has(occupant.nick)) tellOthers(d, occupant);
    tellOfLost(d, announcements);
    for (const telling of await missed(this.#parts.rooms, joined, announcements, keeper.last))
      d.tell(telling.places, telling.stanza, telling.id);
    return { room: joined, changes: [], effects: d.effects };
  }

  /** Sessions that were not found where they had been. */
  async #without(room: Room, jids: readonly string[]): Promise<Step> {
    let made: Step = { room, changes: [], effects: [] };
    for (const address of jids) {
      const jid = Jid.parse(address);
      const occupant = occupantOf(made.room, jid);
      // One that has moved its new node tells of.
      if (!occupant || (await this.#parts.isHere(jid))) continue;
      const next = lost(made.room, { ...this.#ownRequest(room.jid.local ?? ""), from: jid });
      made = {
        room: next.room,
        changes: [...made.changes, ...next.changes],
        effects: [...made.effects, ...next.effects],
      };
    }
    return made;
  }

  /** A user of the same name who comes later inherits nothing. */
  #forgetting(room: Room, user: string): Step {
    const d = new Draft(room, this.#ownRequest(room.jid.local ?? ""));
    affiliate(d, [{ jid: user, affiliation: "none", nick: undefined, reason: undefined }], () => undefined);
    return { room: d.room, changes: d.changes, effects: d.effects };
  }

  #refuse(name: string, request: Request, error: StanzaError): void {
    const jid = Jid.of(name, this.#parts.domain);
    const answer = refusal(request.stanza, error, jid.bare);
    const place = { jid: request.from.toString(), node: request.node };
    const room: Room = this.#roomOf(name, EMPTY, []);
    if (answer) this.#parts.outlet.tell(room, [place], answer, { last: 0 });
  }

  #roomOf(name: string, stored: StoredRoom, messages: readonly RoomMessage[]): Room {
    return roomOf(Jid.of(name, this.#parts.domain), stored, messages);
  }

  #requestOf(
    name: string,
    { stanza, from, isAdmin, isAgain = false, node }: Extract<Incoming, { kind: "stanza" }>,
  ): Request {
    const { now, newId } = this.#parts;
    const to = Jid.parse(stanza.attr("to") ?? "");
    return {
      stanza,
      from,
      to,
      node,
      isAdmin,
      areOccupantsPublic: this.#parts.areOccupantsPublic,
      isAgain,
      now: new Date(now()),
      newId,
      occupantId: (user) => this.#occupantId(name, user),
    };
  }

  /** For what the room does by itself. */
  #ownRequest(name: string): Request {
    const jid = Jid.of(name, this.#parts.domain);
    const stanza = xml("presence", NS.client, { from: jid.bare, to: jid.bare });
    return this.#requestOf(name, { kind: "stanza", stanza, from: jid, isAdmin: false, node: undefined });
  }

  #occupantId(room: string, user: string): string {
    const { secret, domain } = this.#parts;
    return createHmac("sha256", secret).update(`${room}@${domain}\0${user}`).digest("base64url");
  }
}

const AGAIN: { readonly verdict: Promise<Verdict> } = { verdict: Promise.resolve("again") };

const EMPTY: StoredRoom = {
  tenure: { room: "", fence: 0 },
  settings: settingsOf(defaultConfig, true),
  affiliates: [],
  subject: undefined,
  avatar: undefined,
};

function isJoin({ stanza }: Extract<Incoming, { kind: "stanza" }>): boolean {
  return stanza.name === "presence" && stanza.attr("type") === undefined && stanza.child("x", NS.muc) !== undefined;
}
