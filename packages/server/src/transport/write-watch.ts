import type { Backlogs, Laggard } from "./backlogs.ts";

const SECOND = 1_000;
/** So many times the limit may wait for a moment: a burst may be large. */
const HARD_FACTOR = 8;
/** How long output beyond the limit, or any at all, may stay unread. */
const FULL_TIME = 20 * SECOND;
const BLOCKED_TIME = 120 * SECOND;

/** Whether a peer takes what is written to it. */
export class WriteWatch {
  readonly #peer: Laggard;
  readonly #limit: number;
  readonly #backlogs: Backlogs;
  /** Since when output is waiting, and since when there is more than the limit; 0: it is not. */
  #blockedSince = 0;
  #fullSince = 0;

  /** `limit`: bytes that may wait for a while. */
  constructor(peer: Laggard, limit: number, backlogs: Backlogs) {
    this.#peer = peer;
    this.#limit = limit;
    this.#backlogs = backlogs;
  }

  /** When to look again at a peer that has too much waiting; 0: it has not. */
  get dueAt(): number {
    return this.#fullSince === 0 ? 0 : this.#fullSince + FULL_TIME;
  }

  /** Something was written, and so much waits now; false when that is too much by any measure. */
  wrote(waiting: number, now: number): boolean {
    if (waiting === 0) return true;
    this.#backlogs.tell(this.#peer, waiting);
    if (this.#blockedSince === 0) this.#blockedSince = now;
    if (waiting > this.#limit && this.#fullSince === 0) this.#fullSince = now;
    return waiting <= this.#limit * HARD_FACTOR;
  }

  /** Some has left, and so much waits still. */
  left(waiting: number): void {
    this.#backlogs.tell(this.#peer, waiting);
    if (waiting > 0) return;
    this.#blockedSince = 0;
    this.#fullSince = 0;
  }

  /** Whether the peer does not read. */
  isStuck(now: number): boolean {
    return isOver(this.#fullSince, FULL_TIME, now) || isOver(this.#blockedSince, BLOCKED_TIME, now);
  }
}

function isOver(since: number, time: number, now: number): boolean {
  return since !== 0 && now - since >= time;
}
