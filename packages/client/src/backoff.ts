const FIRST = 500;
const MOST = 20_000;

/** How long to wait before the next attempt, ms: doubled each time, with jitter so that a server is not met by all at once. */
export class Backoff {
  readonly #random: () => number;
  readonly #most: number;
  #attempts = 0;

  constructor(random: () => number, most = MOST) {
    this.#random = random;
    this.#most = most;
  }

  next(): number {
    const delay = Math.min(this.#most, FIRST * 2 ** this.#attempts);
    this.#attempts += 1;
    return Math.round(delay * (0.5 + this.#random()));
  }

  reset(): void {
    this.#attempts = 0;
  }
}
