import type { Element } from "@yonder/protocol";
import type { Awaitable } from "./node-port.ts";
import { Queue } from "./queue.ts";

/** A stanza whose handling has begun. */
interface Flight {
  isDone: boolean;
}

/** Who handles what arrives. */
export interface ArrivalEvents {
  /** Must not throw. */
  handle(stanza: Element): Awaitable<void>;
  /** The promise of `handle` was rejected: the stanza counts as done all the same. */
  onFailed(error: unknown): void;
}

const MODULUS = 2 ** 32;

/**
 * What a session received: started in order of arrival, and counted in that order once done. Messages are pipelined; an iq or a
 * presence whose handling takes time holds what comes after it.
 */
export class Arrivals {
  readonly #events: ArrivalEvents;
  readonly #onProgress: () => void;
  #flights: Queue<Flight> | undefined;
  #backlog: Queue<Element> | undefined;
  #isHeld = false;
  #arrived = 0;
  #done = 0;
  #countedFrom = 0;

  /** `onProgress`: a stanza that took time is done. */
  constructor(events: ArrivalEvents, onProgress: () => void) {
    this.#events = events;
    this.#onProgress = onProgress;
  }

  /** How many arrived, done or not. */
  get arrived(): number {
    return this.#arrived;
  }

  /** How many are done, without a gap from the first. */
  get done(): number {
    return this.#done;
  }

  get inFlight(): number {
    return this.#arrived - this.#done;
  }

  /** `h` of XEP-0198 §4. */
  get handledCount(): number {
    return Math.max(0, this.#done - this.#countedFrom) % MODULUS;
  }

  /** Something is not done that arrived before counting began. */
  get hasUncounted(): boolean {
    return this.#done < this.#countedFrom;
  }

  /** Counts only what arrives from now on, beginning with `handled`. */
  countFromHere(handled = 0): void {
    this.#countedFrom = this.#arrived - handled;
  }

  /** What is not done goes on, if it was begun, but counts no longer. */
  forgetUndone(): void {
    this.#arrived = this.#done;
    this.#countedFrom = Math.min(this.#countedFrom, this.#done);
    this.#flights = undefined;
    this.#backlog = undefined;
  }

  receive(stanza: Element): void {
    this.#arrived += 1;
    if (!this.#isHeld) return this.#start(stanza);
    this.#backlog ??= new Queue();
    this.#backlog.push(stanza);
  }

  #start(stanza: Element): void {
    const outcome = this.#events.handle(stanza);
    if (outcome === undefined && !this.#flights?.size) {
      this.#done += 1;
      return;
    }
    const flight: Flight = { isDone: outcome === undefined };
    this.#flights ??= new Queue();
    this.#flights.push(flight);
    if (outcome === undefined) return;
    const holds = stanza.name !== "message";
    if (holds) this.#isHeld = true;
    void outcome.then(
      () => this.#finish(flight, holds),
      (error: unknown) => {
        this.#events.onFailed(error);
        this.#finish(flight, holds);
      },
    );
  }

  #finish(flight: Flight, holds: boolean): void {
    flight.isDone = true;
    while (this.#flights?.first?.isDone) {
      this.#flights.shift();
      this.#done += 1;
    }
    if (holds) this.#release();
    this.#onProgress();
  }

  #release(): void {
    this.#isHeld = false;
    while (!this.#isHeld) {
      const next = this.#backlog?.shift();
      if (!next) return;
      this.#start(next);
    }
  }
}
