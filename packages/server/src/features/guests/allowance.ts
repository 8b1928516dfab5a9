/** Messages at a time, and how fast they may follow on that. */
const BURST = 10;
const REFILL_MS = 2_000;
/** Guests of whom it is known how much they have written; whoever wrote least lately is forgotten. */
const MAX_GUESTS = 10_000;

interface Allowance {
  readonly left: number;
  readonly at: number;
}

/** How much guests may write, however often they come in anew. */
export class Allowances {
  readonly #guests = new Map<string, Allowance>();

  /** Takes one message's share of a guest's; false: there is none left for now. */
  take(guest: string, now: number): boolean {
    const known = this.#guests.get(guest) ?? { left: BURST, at: now };
    const left = Math.min(BURST, known.left + (now - known.at) / REFILL_MS);
    const isLeft = left >= 1;
    this.#guests.delete(guest);
    this.#guests.set(guest, { left: isLeft ? left - 1 : left, at: now });
    if (this.#guests.size > MAX_GUESTS) this.#forgetOldest();
    return isLeft;
  }

  #forgetOldest(): void {
    for (const guest of this.#guests.keys()) {
      this.#guests.delete(guest);
      return;
    }
  }
}
