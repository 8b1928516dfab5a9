import type { Element } from "@yonder/protocol";
import type { Asker } from "../relay/relay.ts";
import type { IntakeState, Start } from "./intake-state.ts";

/** A message on its way to a session. */
export interface Arrival {
  readonly stanza: Element;
  /** undefined: it is not kept for anybody. */
  readonly archiveId: number | undefined;
  /** The pending message before it, where several nodes accept messages (relay.ts); undefined there: another session has left it over. */
  readonly after?: number | undefined;
  readonly reachedTo: Asker | undefined;
}

/** Messages that may wait for a session whose pending ones are still going out; beyond it, the store keeps them. */
const MAX_HELD = 256;
/** Messages given to a session out of turn, remembered lest they come again: while it takes none, or left over by another one. */
const MAX_EARLY = 1_000;

/**
 * What one session was given of its user's messages: first what was pending when it began to take messages, then what arrives,
 * each once and in order of acceptance. Where several nodes accept messages, each names the one before it: so what was missed, or
 * comes late, or comes twice, is noticed.
 */
export class Intake {
  /** `waiting`: it is about to take messages; `flushing`: pending ones go out. */
  #state: "closed" | "waiting" | "flushing" | "open" = "closed";
  readonly #isChained: boolean;
  #start: Start | undefined;
  /** It was given all that was pending beyond the one and up to the other when it was opened. */
  #givenFrom = 0;
  #givenTo = 0;
  /** Up to there nothing that is for it is missing. */
  #covered = 0;
  /** The highest it was given while it took messages, and the highest it acknowledged. */
  #latest = 0;
  #acknowledged = 0;
  #early: Set<number> | undefined;
  #held: Arrival[] = [];
  /** The lowest archive id of what waited since it last began to. */
  #heldFrom = Number.POSITIVE_INFINITY;
  /** Archive ids of messages for this session alone that it has not acknowledged. */
  #alone: Set<number> | undefined;
  #hasDropped = false;
  /** It was open, and waits for what it missed. */
  #hasGap = false;
  /** How often it was opened or closed. */
  #turns = 0;

  /** `isChained`: each message names the one before it. */
  constructor(isChained = false) {
    this.#isChained = isChained;
  }

  /** Goes on where another node's intake stood: one that was open waits for what it missed on the way. */
  static of({ isOpen, covered, acknowledged, alone, early }: IntakeState): Intake {
    const intake = new Intake(true);
    intake.#covered = covered;
    intake.#latest = covered;
    intake.#acknowledged = acknowledged;
    intake.#alone = new Set(alone);
    intake.#early = new Set(early);
    if (isOpen) intake.#reopen();
    return intake;
  }

  get state(): IntakeState {
    const isOpen = this.#state === "open" || this.#hasGap;
    const covered = this.#state === "open" ? this.#seen : this.#covered;
    const [alone, early] = [[...(this.#alone ?? [])], [...(this.#early ?? [])]];
    return { isOpen, covered, acknowledged: this.#acknowledged, alone, early, start: this.#start };
  }

  /** It took messages in order, and one was missed. */
  get hasGap(): boolean {
    return this.#hasGap;
  }

  get isOpen(): boolean {
    return this.#state === "open";
  }

  get isHolding(): boolean {
    return this.#state === "waiting" || this.#state === "flushing";
  }

  /** Something that is stored had to wait when pending messages went out the last time. */
  get hasHeld(): boolean {
    return this.#heldFrom < Number.POSITIVE_INFINITY;
  }

  /** Archive id up to which pending messages were given to it. */
  get covered(): number {
    return this.#covered;
  }

  /** Up to which archive id its acknowledgements say that all has arrived, apart from what is under way to it. */
  get reach(): number {
    return this.#state === "open" ? this.#acknowledged : Math.min(this.#acknowledged, this.#covered);
  }

  /**
   * The lowest archive id of a message for which no other device's acknowledgement counts: it is for this session alone, which has not
   * acknowledged it, or waits for what is pending, and may be read with that.
   */
  get lowestOpen(): number {
    let lowest = this.isHolding ? this.#heldFrom : Number.POSITIVE_INFINITY;
    for (const archiveId of this.#alone ?? []) lowest = Math.min(lowest, archiveId);
    return lowest;
  }

  /** A message for this session alone is on its way to it. */
  expectAlone(archiveId: number): void {
    this.#alone ??= new Set();
    this.#alone.add(archiveId);
  }

  /** The session has acknowledged a message. */
  reached(archiveId: number): void {
    this.#alone?.delete(archiveId);
  }

  /** It needs nothing up to there. */
  skip(upTo: number): void {
    this.#covered = Math.max(this.#covered, upTo);
  }

  /** When the session said that it takes messages, until it was given all that was pending then. */
  get start(): Start | undefined {
    return this.#start;
  }

  /** What arrives waits from now on, until the session is opened or closed. False: it does already, or is open. */
  prepare(start?: Start): boolean {
    if (this.#state !== "closed") return false;
    this.#await();
    this.#start = start;
    return true;
  }

  /** Where the mailbox stood when the session said so. */
  startAt(head: number): void {
    if (this.#start) this.#start = { ...this.#start, head };
  }

  /** Pending messages are about to go out. Returns whether they still are; undefined: they do, or did, already. */
  begin(): (() => boolean) | undefined {
    if (this.#state === "flushing" || this.#state === "open") return undefined;
    this.#state = "flushing";
    if (!this.#hasGap) this.#givenFrom = this.#covered;
    const turn = ++this.#turns;
    return () => this.#turns === turn;
  }

  /** Pending messages could not be read: it waits for another `begin`. */
  interrupt(): void {
    if (this.#state === "flushing") this.#state = "waiting";
  }

  /** What waits that is kept for nobody and came before a pending message which is about to go out: it goes out now. */
  aheadOf(archiveId: number): readonly Arrival[] {
    if (this.#held.length === 0) return this.#held;
    const isReached = (held: Arrival) => held.archiveId !== undefined && held.archiveId <= archiveId;
    const end = this.#held.findLastIndex(isReached);
    const isAhead = (held: Arrival, index: number) => index < end && held.archiveId === undefined;
    const ahead = this.#held.filter(isAhead);
    if (ahead.length > 0) this.#held = this.#held.filter((held, index) => !isAhead(held, index));
    return ahead;
  }

  /** Whether it is to be given a pending message now that it is flushed up to there: it may have been given it before. */
  flush(archiveId: number): boolean {
    this.#covered = archiveId;
    this.#latest = Math.max(this.#latest, archiveId);
    return !this.#early?.delete(archiveId);
  }

  /**
   * The pending messages are through, all of them up to `head`: gives what waited for them; undefined when more has come than could
   * wait, or something in between was missed, so that there are more.
   */
  release(head = 0): Arrival[] | undefined {
    this.#covered = Math.max(this.#covered, head);
    this.#latest = Math.max(this.#latest, this.#covered);
    // Of what fills a gap, it is given only what is for it.
    if (!this.#hasGap) this.#givenTo = head || this.#covered;
    const held = this.#hasDropped ? undefined : this.#inOrder();
    this.#hasDropped = false;
    if (!held) {
      this.#held = this.#held.filter(({ archiveId }) => archiveId === undefined);
      return undefined;
    }
    this.#held = [];
    this.#start = undefined;
    this.#state = "open";
    this.#hasGap = false;
    this.#early = undefined;
    for (const arrival of held) this.#note(arrival);
    return held;
  }

  /** What to do with a message that arrives. `known`: the session was given it before; `missed`: another one before it was not, so it waits. */
  take(arrival: Arrival): "give" | "hold" | "known" | "missed" {
    const { archiveId, after } = arrival;
    if (this.isHolding) return this.#hold(arrival);
    if (archiveId === undefined) return "give";
    if (this.#wasGiven(archiveId) || this.#early?.has(archiveId)) return "known";
    if (this.#state === "open" && after !== undefined) return this.#takeInOrder(arrival, archiveId, after);
    if (after !== undefined && archiveId <= this.#covered) return "known";
    if (this.#state === "closed") this.#noteEarly(archiveId);
    else this.#note(arrival);
    return "give";
  }

  /** A message was accepted for the user that is not for this session. Returns whether one before it was missed. */
  passBy(archiveId: number, after: number): boolean {
    if (this.#state !== "open" || archiveId <= this.#seen) return false;
    if (after > this.#seen) {
      this.#reopen();
      return true;
    }
    this.#latest = archiveId;
    return false;
  }

  acknowledge(archiveId: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, archiveId);
  }

  /** The session takes messages no longer. Returns what waited. */
  close(): readonly Arrival[] {
    if (this.#state === "open") this.#covered = this.#seen;
    this.#state = "closed";
    this.#start = undefined;
    this.#hasGap = false;
    this.#turns += 1;
    this.#givenTo = 0;
    const held = this.#held;
    this.#held = [];
    this.#hasDropped = false;
    return held;
  }

  /** A message was left over by another session while this one takes none: it is pending for this one too. */
  missed(archiveId: number): void {
    this.#covered = Math.min(this.#covered, archiveId - 1);
  }

  get #seen(): number {
    return Math.max(this.#covered, this.#latest);
  }

  #takeInOrder(arrival: Arrival, archiveId: number, after: number): "give" | "known" | "missed" {
    if (archiveId <= this.#seen) return "known";
    if (after > this.#seen) {
      this.#reopen();
      this.#hold(arrival);
      return "missed";
    }
    this.#latest = archiveId;
    return "give";
  }

  #reopen(): void {
    this.#covered = this.#seen;
    this.#await();
    this.#hasGap = true;
  }

  #await(): void {
    this.#state = "waiting";
    this.#heldFrom = Number.POSITIVE_INFINITY;
  }

  /** What waits and is not covered, each once; undefined when something is missing in between. */
  #inOrder(): Arrival[] | undefined {
    let seen = this.#covered;
    const inOrder: Arrival[] = [];
    for (const arrival of this.#held) {
      const { archiveId, after } = arrival;
      if (archiveId !== undefined && (after === undefined ? this.#wasGiven(archiveId) : archiveId <= seen)) continue;
      if (after !== undefined && after > seen) return undefined;
      if (archiveId !== undefined && after !== undefined) seen = archiveId;
      inOrder.push(arrival);
    }
    return inOrder;
  }

  #hold(arrival: Arrival): "hold" {
    this.#heldFrom = Math.min(this.#heldFrom, arrival.archiveId ?? this.#heldFrom);
    if (this.#held.length < MAX_HELD) this.#held.push(arrival);
    else this.#hasDropped = true;
    return "hold";
  }

  #wasGiven(archiveId: number): boolean {
    return archiveId > this.#givenFrom && archiveId <= this.#givenTo;
  }

  /** It is given a message. What another session has left over says nothing of those before it. */
  #note({ archiveId = 0, after }: Arrival): void {
    if (after !== undefined || !this.#isChained) this.#latest = Math.max(this.#latest, archiveId);
    else if (archiveId > this.#seen) this.#noteEarly(archiveId);
  }

  #noteEarly(archiveId: number): void {
    this.#early ??= new Set();
    if (this.#early.size < MAX_EARLY) this.#early.add(archiveId);
  }
}
