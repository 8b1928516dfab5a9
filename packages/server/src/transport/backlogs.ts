/** So few bytes are not counted: nearly everybody owes some now and then. */
const SMALL = 32_768;

/** Somebody for whom output waits. */
export interface Laggard {
  /** Ends it, so that nothing waits for it any more. */
  cutOff(): void;
}

/** What waits for all peers of a node together. When that is too much, those for whom most waits are cut off. */
export class Backlogs {
  readonly #limit: number;
  readonly #waiting = new Map<Laggard, number>();
  #total = 0;

  /** `limit`: bytes. */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** Bytes, what is small left aside. */
  get total(): number {
    return this.#total;
  }

  /** So many bytes wait for it now. It may be cut off before this returns. */
  tell(laggard: Laggard, waiting: number): void {
    if (waiting < SMALL && this.#waiting.size === 0) return;
    const before = this.#waiting.get(laggard) ?? 0;
    const counted = waiting < SMALL ? 0 : waiting;
    if (counted === before) return;
    if (counted > 0) this.#waiting.set(laggard, counted);
    else this.#waiting.delete(laggard);
    this.#total += counted - before;
    if (counted > before) this.#relieve();
  }

  #relieve(): void {
    while (this.#total > this.#limit) {
      const [laggard, waiting] = this.#largest();
      this.#waiting.delete(laggard);
      this.#total -= waiting;
      laggard.cutOff();
    }
  }

  #largest(): readonly [Laggard, number] {
    return [...this.#waiting].reduce((largest, one) => (one[1] > largest[1] ? one : largest));
  }
}
