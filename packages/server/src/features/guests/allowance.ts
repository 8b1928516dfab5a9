/** Messages at a time, and how fast they may follow on that. */
const BURST = 10;
const REFILL_MS = 2_000;

/** How much a guest may write. */
export class Allowance {
  #left = BURST;
  #at: number;

  constructor(now: number) {
    this.#at = now;
  }

  /** Takes one message's share; false: there is none left for now. */
  take(now: number): boolean {
    this.#left = Math.min(BURST, this.#left + (now - this.#at) / REFILL_MS);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
