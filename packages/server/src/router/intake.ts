import type { Element } from "@yonder/protocol";
import type { Asker } from "../relay/relay.ts";

/** A message on its way to a session. */
export interface Arrival {
  readonly stanza: Element;
  /** undefined: it is not kept for anybody. */
  readonly archiveId: number | undefined;
  readonly reachedTo: Asker | undefined;
}

/** Messages that may wait for a session whose pending ones are still going out; beyond it, the store keeps them. */
const MAX_HELD = 256;
/** Messages given to a session that takes none, remembered lest they come again when it does. */
const MAX_EARLY = 1_000;

/**
 * What one session was given of its user's messages: first what was pending when it began to take messages, then what arrives,
 * each once and in order of acceptance.
 */
export class Intake {
  /** `waiting`: it is about to take messages; `flushing`: pending ones go out. */
  #state: "closed" | "waiting" | "flushing" | "open" = "closed";
  /** All that was pending beyond the one and up to the other was given to it. */
  #coveredFrom = 0;
  #covered = 0;
  /** The highest it was given while it took messages, and the highest it acknowledged. */
  #latest = 0;
  #acknowledged = 0;
  #early: Set<number> | undefined;
  #held: Arrival[] = [];
  #lowestHeld = Number.POSITIVE_INFINITY;
  #hasDropped = false;
  /** How often it was opened or closed. */
  #turns = 0;

  get isOpen(): boolean {
    return this.#state === "open";
  }

  get isHolding(): boolean {
    return this.#state === "waiting" || this.#state === "flushing";
  }

  /** Archive id up to which pending messages were given to it. */
  get covered(): number {
    return this.#covered;
  }

  /** Up to which archive id its acknowledgements say that all has arrived, apart from what is under way to it. */
  get reach(): number {
    return this.#state === "open" ? this.#acknowledged : Math.min(this.#acknowledged, this.#covered);
  }

  /** The lowest archive id that waits. */
  get lowestHeld(): number {
    return this.#lowestHeld;
  }

  /** What arrives waits from now on, until the session is opened or closed. */
  prepare(): void {
    if (this.#state === "closed") this.#state = "waiting";
  }

  /** Pending messages are about to go out. Returns whether they still are; undefined: they do, or did, already. */
  begin(): (() => boolean) | undefined {
    if (this.#state === "flushing" || this.#state === "open") return undefined;
    this.#state = "flushing";
    this.#coveredFrom = this.#covered;
    const turn = ++this.#turns;
    return () => this.#turns === turn;
  }

  /** Whether it is to be given a pending message now that it is flushed up to there: it may have been given it before. */
  flush(archiveId: number): boolean {
    this.#covered = archiveId;
    this.#latest = Math.max(this.#latest, archiveId);
    return !this.#early?.delete(archiveId);
  }

  /** The pending messages are through: gives what waited for them; undefined when more has come than could wait, so that it is pending too. */
  release(): Arrival[] | undefined {
    const held = this.#held.filter(({ archiveId }) => archiveId === undefined || archiveId > this.#covered);
    this.#held = [];
    if (this.#hasDropped) {
      this.#hasDropped = false;
      this.#held = held.filter(({ archiveId }) => archiveId === undefined);
      return undefined;
    }
    this.#state = "open";
    this.#lowestHeld = Number.POSITIVE_INFINITY;
    this.#early = undefined;
    return held;
  }

  /** What to do with a message that arrives. `known`: the session was given it before. */
  take(arrival: Arrival): "give" | "hold" | "known" {
    const { archiveId } = arrival;
    if (this.isHolding) return this.#hold(arrival);
    if (archiveId === undefined) return "give";
    if (archiveId > this.#coveredFrom && archiveId <= this.#covered) return "known";
    if (this.#state === "open") this.#latest = Math.max(this.#latest, archiveId);
    else this.#noteEarly(archiveId);
    return "give";
  }

  acknowledge(archiveId: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, archiveId);
  }

  /** The session takes messages no longer. Returns what waited. */
  close(): readonly Arrival[] {
    if (this.#state === "open") this.#covered = Math.max(this.#covered, this.#latest);
    this.#state = "closed";
    this.#turns += 1;
    this.#coveredFrom = this.#covered;
    const held = this.#held;
    this.#held = [];
    this.#lowestHeld = Number.POSITIVE_INFINITY;
    this.#hasDropped = false;
    return held;
  }

  /** A message was left over by another session while this one takes none: it is pending for this one too. */
  missed(archiveId: number): void {
    this.#covered = Math.min(this.#covered, archiveId - 1);
    this.#coveredFrom = this.#covered;
  }

  #hold(arrival: Arrival): "hold" {
    this.#lowestHeld = Math.min(this.#lowestHeld, arrival.archiveId ?? Number.POSITIVE_INFINITY);
    if (this.#held.length < MAX_HELD) this.#held.push(arrival);
    else this.#hasDropped = true;
    return "hold";
  }

  #noteEarly(archiveId: number): void {
    this.#early ??= new Set();
    if (this.#early.size < MAX_EARLY) this.#early.add(archiveId);
  }
}
