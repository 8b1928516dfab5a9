/** Something with output to write. */
export interface Flushable {
  flush(): void;
}

/** Collects who has output, and lets each write once, at the end of the event loop's turn. */
export class OutputTurn {
  #waiting: Flushable[] = [];
  readonly #run = (): void => this.flush();

  add(flushable: Flushable): void {
    if (this.#waiting.length === 0) setImmediate(this.#run);
    this.#waiting.push(flushable);
  }

  flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const flushable of waiting) flushable.flush();
  }
}
