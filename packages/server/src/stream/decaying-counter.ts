interface Entry {
  count: number;
  at: number;
}

const MAX_KEYS = 50_000;

/** Counts events by key; a count halves with each half-life. Bounded: the keys seen longest ago are forgotten. */
export class DecayingCounter {
  readonly #halfLife: number;
  readonly #entries = new Map<string, Entry>();

  constructor(halfLifeMs: number) {
    this.#halfLife = halfLifeMs;
  }

  add(key: string, now: number): number {
    const count = this.count(key, now) + 1;
    this.#entries.delete(key);
    this.#entries.set(key, { count, at: now });
    if (this.#entries.size > MAX_KEYS) this.#forgetOldest();
    return count;
  }

  count(key: string, now: number): number {
    const entry = this.#entries.get(key);
    return entry === undefined ? 0 : entry.count * 0.5 ** ((now - entry.at) / this.#halfLife);
  }

  #forgetOldest(): void {
    for (const key of this.#entries.keys()) {
      this.#entries.delete(key);
      return;
    }
  }
}
