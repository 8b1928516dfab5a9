/** Of how many it is known how much there was of them; the one of whom there was nothing for the longest time is forgotten. */
const MAX_KNOWN = 10_000;

/** Messages at a time, and in how many milliseconds one more may follow on that. */
interface Measure {
  readonly burst: number;
  readonly refillMs: number;
}

interface Allowance {
  readonly left: number;
  readonly at: number;
}

/** How much each guest may write, however often they come in anew, or may be written to each of those who let them. */
export class Allowances {
  readonly #measure: Measure;
  readonly #known = new Map<string, Allowance>();

  constructor(measure: Measure) {
    this.#measure = measure;
  }

  /** Takes one message's share; false: there is none left for now. */
  take(address: string, now: number): boolean {
    const { burst, refillMs } = this.#measure;
    const known = this.#known.get(address) ?? { left: burst, at: now };
    const left = Math.min(burst, known.left + (now - known.at) / refillMs);
    const isLeft = left >= 1;
    this.#known.delete(address);
    this.#known.set(address, { left: isLeft ? left - 1 : left, at: now });
    if (this.#known.size > MAX_KNOWN) this.#forgetOldest();
    return isLeft;
  }

  #forgetOldest(): void {
    for (const address of this.#known.keys()) {
      this.#known.delete(address);
      return;
    }
  }
}
