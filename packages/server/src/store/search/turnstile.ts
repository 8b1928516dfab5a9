/** Lets so many go on at a time and has the others wait their turn: each who asks has one turn after another, however much they have asked for. */
export class Turnstile {
  readonly #width: number;
  #inside = 0;
  /** By who asks; whoever is next comes first. */
  readonly #waiting = new Map<string, (() => void)[]>();

  constructor(width: number) {
    this.#width = width;
  }

  async pass<T>(who: string, run: () => Promise<T>): Promise<T> {
    if (this.#inside >= this.#width) await this.#turn(who);
    else this.#inside += 1;
    try {
      return await run();
    } finally {
      this.#next();
    }
  }

  #turn(who: string): Promise<void> {
    return new Promise((resolve) => {
      const line = this.#waiting.get(who) ?? [];
      line.push(resolve);
      this.#waiting.set(who, line);
    });
  }

  /** Whoever leaves hands the place on. */
  #next(): void {
    const [first] = this.#waiting;
    if (!first) {
      this.#inside -= 1;
      return;
    }
    const [who, line] = first;
    const goOn = line.shift();
    this.#waiting.delete(who);
    if (line.length > 0) this.#waiting.set(who, line);
    goOn?.();
  }
}
