const FIRST = 500;
const MOST = 20_000;

/** How long to wait before the next attempt, ms: doubled each time, with jitter so that a server is not met by all at once. */
export class Backoff {
  readonly #random: () => number;
  #attempts = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  next(): number {
    const delay = Math.min(MOST, FIRST * 2 ** this.#attempts);
    this.#attempts += 1;
    return Math.round(delay * (0.5 + this.#random()));
  }

  reset(): void {
    this.#attempts = 0;
  }
}
