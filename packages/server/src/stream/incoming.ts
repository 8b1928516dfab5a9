import { type Element, weightOf } from "@yonder/protocol";
import type { Connection } from "../transport/connection.ts";
import { type ArrivalEvents, Arrivals } from "./arrivals.ts";
import { Deadline } from "./deadline.ts";
import { Queue } from "./queue.ts";
import { ack } from "./stream-management.ts";
import type { TimeWheel } from "./time-wheel.ts";

/** Stanzas being handled at which reading pauses, and at which it goes on. */
const MANY = 256;
const FEW = 128;
/** Characters read at which it pauses too, until half of what is being handled then is done: others are not to wait for all of one's. */
const HEAVY = 524_288;
/** How long `<r/>` waits for what arrived before it, and an end or a resumption for what is being handled. */
const HANDLING_TIME = 10_000;

/** What a session receives: handled in order, acknowledged when done (XEP-0198 §4), read no faster than it is done. */
export class Incoming {
  readonly #arrivals: Arrivals;
  readonly #wheel: TimeWheel;
  /** Made when they are wanted: most sessions never do. */
  #answerTime: Deadline | undefined = undefined;
  #settleTime: Deadline | undefined = undefined;
  #connection: Connection | undefined;
  #isPaused = false;
  /** Stanzas being handled at which reading goes on. */
  #few = FEW;
  /** Characters read since it went on, or since nothing was being handled. */
  #weight = 0;
  /** For each unanswered `<r/>` how many stanzas had arrived before it. */
  #requests: Queue<number> | undefined = undefined;
  #waiters: (() => void)[] | undefined = undefined;

  constructor(connection: Connection | undefined, wheel: TimeWheel, events: ArrivalEvents) {
    this.#connection = connection;
    this.#wheel = wheel;
    this.#arrivals = new Arrivals(events, () => this.#onProgress());
  }

  /** `h`: how many of the client's stanzas are done. */
  get handledCount(): number {
    return this.#arrivals.handledCount;
  }

  /** Something is not done that arrived before stream management was on: the client will not send it again. */
  get hasUncounted(): boolean {
    return this.#arrivals.hasUncounted;
  }

  receive(stanza: Element): void {
    this.#arrivals.receive(stanza);
    const { inFlight } = this.#arrivals;
    this.#weight = inFlight === 0 ? 0 : this.#weight + weightOf(stanza);
    if (this.#isPaused || (inFlight < MANY && this.#weight < HEAVY)) return;
    this.#isPaused = true;
    this.#few = Math.min(FEW, inFlight >> 1);
    this.#connection?.pause();
  }

  /** Stream management is on; counting starts here, or goes on from `handled`. */
  manage(handled = 0): void {
    this.#arrivals.countFromHere(handled);
  }

  /** Takes the client's `<r/>`: answered once all that arrived before it is done. */
  request(): void {
    if (this.#arrivals.inFlight === 0) return this.#answer();
    this.#requests ??= new Queue();
    // A client that asks without end gets one answer for many.
    if (this.#requests.size >= MANY) this.#requests.pop();
    this.#requests.push(this.#arrivals.arrived);
    this.#answerTime ??= new Deadline(this.#wheel, () => this.#answerAll());
    if (!this.#answerTime.isSet) this.#answerTime.set(HANDLING_TIME);
  }

  /** What is not done by now will be sent again (XEP-0198 §5): it counts then. */
  forgetUndone(): void {
    this.#arrivals.forgetUndone();
  }

  detach(): void {
    this.#connection = undefined;
    this.#isPaused = false;
    this.#weight = 0;
    this.#requests = undefined;
    this.#answerTime?.clear();
  }

  attach(connection: Connection): void {
    this.#connection = connection;
  }

  end(): void {
    this.detach();
    this.#answerTime?.drop();
  }

  /** Calls back when nothing that arrived is still being handled, or when this time (in milliseconds) is over. */
  whenSettled(callback: () => void, withinMs = HANDLING_TIME): void {
    if (this.#arrivals.inFlight === 0) return callback();
    this.#waiters ??= [];
    this.#waiters.push(callback);
    this.#settleTime ??= new Deadline(this.#wheel, () => this.#settle());
    this.#settleTime.setAtMost(withinMs);
  }

  /** A stanza that took time is done. */
  #onProgress(): void {
    const { inFlight, done } = this.#arrivals;
    while ((this.#requests?.first ?? Number.POSITIVE_INFINITY) <= done) {
      this.#requests?.shift();
      this.#answer();
    }
    if (!this.#requests?.size) this.#answerTime?.clear();
    if (this.#isPaused && inFlight <= this.#few) this.#goOn();
    if (inFlight > 0) return;
    this.#weight = 0;
    this.#settle();
  }

  #goOn(): void {
    this.#isPaused = false;
    this.#weight = 0;
    this.#connection?.resume();
  }

  #answer(): void {
    this.#connection?.send(ack(this.#arrivals.handledCount));
  }

  /** What is being handled takes too long: tells what is done so far. */
  #answerAll(): void {
    while (this.#requests?.shift() !== undefined) this.#answer();
  }

  #settle(): void {
    const waiters = this.#waiters;
    this.#waiters = undefined;
    this.#settleTime?.drop();
    for (const callback of waiters ?? []) callback();
  }
}
