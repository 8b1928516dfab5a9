import type { Element } from "@yonder/protocol";
import type { Asker } from "../relay/relay.ts";
import type { Connection } from "../transport/connection.ts";
import { Deadline } from "./deadline.ts";
import { HeldBack } from "./held-back.ts";
import type { SessionLimits } from "./session-context.ts";
import { REQUEST } from "./stream-management.ts";
import type { TimeWheel } from "./time-wheel.ts";
import { type Sent, Unacked } from "./unacked.ts";

/** What becomes of what was sent. */
export interface OutgoingEvents {
  /** Stanzas reached the client. */
  onReached(sent: readonly Sent[]): void;
  /** The client is gone, or far too slow. */
  onStuck(): void;
}

/** How far stream management has got. */
export interface OutgoingState {
  /** How many were acknowledged since the counting began; not reduced modulo 2^32. */
  readonly acknowledgedCount: number;
  /** In order of sending. */
  readonly unacknowledged: readonly Sent[];
}

const NOTHING_SENT: OutgoingState = { acknowledgedCount: 0, unacknowledged: [] };

const SECOND = 1_000;
/** A client that does not answer `<r/>` for so long is gone. */
const ACK_TIME = 60 * SECOND;
/** With more than the limit under way already, it has only so long. */
const SLOW_ACK_TIME = 10 * SECOND;
/** After an answer that did not cover all: when to ask again. */
const ASK_AGAIN_TIME = 5 * SECOND;
/** However fast the client is: so many times the limit may be under way to it. */
const HARD_FACTOR = 20;
/** The same for their characters: all of them must go out in one go when the session is resumed. */
const HARD_WEIGHT_FACTOR = 6;
/** Unacknowledged stanzas, and characters, at which `drained` lets more come. */
const FEW = 200;
const LIGHT = 262_144;

/**
 * What a session sent: kept until the client acknowledged it (XEP-0198), or without stream management until its write drained.
 * Asks for acknowledgements: after each burst, with one request under way at most.
 */
export class Outgoing {
  readonly #unacked = new Unacked();
  readonly #events: OutgoingEvents;
  readonly #limit: number;
  readonly #weightLimit: number;
  readonly #wheel: TimeWheel;
  /** Made when they are wanted. */
  #ackTime: Deadline | undefined = undefined;
  #askAgain: Deadline | undefined = undefined;
  #connection: Connection | undefined;
  #isManaged = false;
  #isAwaitingAck = false;
  /** `sentCount` when the last `<r/>` was sent. */
  #askedAt = -1;
  #waiters: (() => void)[] | undefined = undefined;
  /** What waits while nobody looks at the client. */
  #heldBack: HeldBack | undefined = undefined;

  /** `limits`: what a client slow to acknowledge may leave open. */
  constructor(
    connection: Connection | undefined,
    wheel: TimeWheel,
    { unackedStanzas, sendBufferBytes }: Pick<SessionLimits, "unackedStanzas" | "sendBufferBytes">,
    events: OutgoingEvents,
  ) {
    this.#connection = connection;
    this.#limit = unackedStanzas;
    this.#weightLimit = sendBufferBytes;
    this.#events = events;
    this.#wheel = wheel;
  }

  get isManaged(): boolean {
    return this.#isManaged;
  }

  /** How many stanzas were sent, modulo 2^32 (XEP-0198 §4). */
  get sentCount(): number {
    return this.#unacked.sentCount;
  }

  /** Nothing that was sent is kept until it is acknowledged, or has left. */
  get isClear(): boolean {
    return this.#unacked.size === 0;
  }

  unacknowledged(): Sent[] {
    return this.#unacked.toArray();
  }

  /** Whether somebody looks at the client. */
  get isAttended(): boolean {
    return this.#heldBack === undefined;
  }

  send(stanza: Element, archiveId: number | undefined, reachedTo: Asker | undefined): void {
    if (this.#heldBack) {
      if (archiveId === undefined && this.#heldBack.hold(stanza)) return;
      this.attend(false);
    }
    this.#send(stanza, archiveId, reachedTo);
  }

  /** Sends what was held back; what can wait is held back from now on unless somebody looks at the client (XEP-0352). */
  attend(isAttended: boolean): void {
    const waiting = this.#heldBack ?? [];
    this.#heldBack = isAttended ? undefined : new HeldBack();
    for (const stanza of waiting) this.#send(stanza, undefined, undefined);
  }

  #send(stanza: Element, archiveId: number | undefined, reachedTo: Asker | undefined): void {
    if (this.#isManaged || archiveId !== undefined || !this.#connection)
      this.#unacked.push({ stanza, archiveId, reachedTo });
    this.#connection?.send(stanza);
    if (this.#isMany(1, 1)) this.#onMany();
  }

  get state(): OutgoingState {
    return { acknowledgedCount: this.#unacked.acknowledgedCount, unacknowledged: this.#unacked.toArray() };
  }

  /** Stream management is on; counting starts here, or goes on as it stood elsewhere. */
  manage({ acknowledgedCount, unacknowledged }: OutgoingState = NOTHING_SENT): void {
    this.#isManaged = true;
    this.#unacked.countFromHere(acknowledgedCount);
    for (const sent of unacknowledged) this.#unacked.push(sent);
  }

  /** Takes the client's `h`. False: it counts more than was sent. */
  acknowledge(h: number): boolean {
    const taken = this.#unacked.acknowledge(h);
    if (taken === "too-high") return false;
    this.#isAwaitingAck = false;
    this.#ackTime?.clear();
    this.#reached(taken);
    if (this.#unacked.size === 0) return true;
    if (this.#askedAt !== this.sentCount) this.#ask();
    else this.#askLater();
    return true;
  }

  /** The turn's output is about to be written: asks about what is new in it. */
  onFlushing(): void {
    if (this.#isManaged && !this.#isAwaitingAck && this.#unacked.size > 0 && this.#askedAt !== this.sentCount)
      this.#ask();
  }

  /** All that was sent has left: without stream management there will be no better sign that it arrived. */
  onFlushed(): void {
    if (!this.#isManaged && this.#unacked.size > 0) this.#reached(this.#unacked.take(this.#unacked.size));
  }

  /** The connection is gone; what is sent now waits for another. */
  detach(): void {
    this.#connection = undefined;
    this.#isAwaitingAck = false;
    this.#askedAt = -1;
    this.#ackTime?.clear();
    this.#askAgain?.clear();
  }

  /** Goes on over another connection, or begins over the first: sends all that is not acknowledged. */
  attach(connection: Connection): void {
    this.#connection = connection;
    for (const { stanza } of this.#unacked.toArray()) connection.send(stanza);
    if (this.#isManaged && this.#unacked.size > 0) this.#ask();
  }

  /** Nothing will be sent any more. */
  end(): void {
    this.detach();
    this.#ackTime?.drop();
    this.#askAgain?.drop();
    this.#letMoreCome();
  }

  /** Resolves when the client has taken most of what was sent, or the session is over. */
  drained(): Promise<void> {
    if (this.#isDrained) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiters ??= [];
    this.#waiters.push(resolve);
    return promise;
  }

  get #isDrained(): boolean {
    return this.#unacked.size <= (this.#isManaged ? FEW : 0) && this.#unacked.weight <= LIGHT;
  }

  /** A burst may be large; only a client that leaves it unacknowledged for a while is cut off. */
  #onMany(): void {
    if (!this.#connection || this.#isMany(HARD_FACTOR, HARD_WEIGHT_FACTOR)) return this.#events.onStuck();
    if (this.#isAwaitingAck) this.#ackTime?.setAtMost(SLOW_ACK_TIME);
  }

  /** So many times the limits. */
  #isMany(times: number, timesWeight: number): boolean {
    const { size, weight } = this.#unacked;
    return size > this.#limit * times || weight > this.#weightLimit * timesWeight;
  }

  #ask(): void {
    if (!this.#connection || this.#isAwaitingAck || this.#unacked.size === 0) return;
    this.#isAwaitingAck = true;
    this.#askedAt = this.sentCount;
    this.#askAgain?.clear();
    this.#connection.send(REQUEST);
    this.#ackTime ??= new Deadline(this.#wheel, () => this.#events.onStuck());
    this.#ackTime.set(this.#isMany(1, 1) ? SLOW_ACK_TIME : ACK_TIME);
  }

  #askLater(): void {
    this.#askAgain ??= new Deadline(this.#wheel, () => this.#ask());
    this.#askAgain.set(ASK_AGAIN_TIME);
  }

  #reached(sent: readonly Sent[]): void {
    if (sent.length > 0) this.#events.onReached(sent);
    if (this.#isDrained) this.#letMoreCome();
  }

  #letMoreCome(): void {
    const waiters = this.#waiters;
    this.#waiters = undefined;
    for (const resolve of waiters ?? []) resolve();
  }
}
