import type { Clock } from "../options.ts";
import type { Notices } from "./notices.ts";
import { Occupants } from "./occupants.ts";
import type { OccupantPresence } from "./wire.ts";

/** More people than this come and go without a word. */
const MOST_GREETED = 30;

/** Who is in a room, and a word about those who come and go. */
export class Attendance {
  readonly occupants = new Occupants();
  /** Who is here is known: whoever comes now is new. */
  isSettled = false;
  /** Who belongs here is known, though they may be away. */
  hasLists = false;
  readonly #notices: Notices;
  readonly #clock: Clock;

  constructor(notices: Notices, clock: Clock) {
    this.#notices = notices;
    this.#clock = clock;
  }

  /** The room is entered anew: who is here will be told again. */
  restart(): void {
    this.isSettled = false;
    this.occupants.restart();
  }

  heard(occupant: OccupantPresence, isOwn: boolean, isClosed: boolean | undefined): void {
    if (occupant.isGone) this.#gone(occupant, isOwn, isClosed);
    else this.#here(occupant, isOwn, isClosed);
  }

  #here(occupant: OccupantPresence, isOwn: boolean, isClosed: boolean | undefined): void {
    const { nick, address } = occupant;
    // Of a group for members it is known who belongs to it: that one of them comes by is nothing new.
    const mayBeGreeted = this.isSettled && !isOwn && (isClosed === false || this.hasLists);
    const isGreeted = mayBeGreeted && !this.#isKnown(occupant);
    this.occupants.set(occupant);
    if (isGreeted) this.#notice("joined", nick, address);
  }

  #isKnown({ nick, address }: OccupantPresence): boolean {
    return this.occupants.get(nick) !== undefined || (address !== undefined && this.occupants.has(address));
  }

  #gone(occupant: OccupantPresence, isOwn: boolean, isClosed: boolean | undefined): void {
    const { nick, affiliation, actor, codes, newNick } = occupant;
    const address = occupant.address ?? this.occupants.get(nick)?.address;
    this.occupants.remove({ ...occupant, ...(address && { address }) });
    if (isOwn || newNick !== undefined || !this.isSettled) return;
    const isShownOut = codes.has("301") || codes.has("307") || codes.has("321");
    if (isShownOut && actor && actor !== nick) this.#notice("removed", nick, address);
    else if (isShownOut || (affiliation === "none" && isClosed === false)) this.#notice("left", nick, address);
  }

  #notice(kind: "joined" | "left" | "removed", name: string, address: string | undefined): void {
    if (kind !== "removed" && this.occupants.count > MOST_GREETED) return;
    this.#notices.add({ at: this.#clock.now(), kind, name, ...(address && { address }) });
  }
}
