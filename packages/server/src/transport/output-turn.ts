/** Something with output to write. */
export interface Flushable {
  flush(): void;
}

/** So many write in one go, before the event loop looks who else wants something: a crowd that is told one thing holds up nobody. */
const MOST_AT_ONCE = 100;

/** Collects who has output, and lets each write once, at the end of the event loop's turn. */
export class OutputTurn {
  #waiting: Flushable[] = [];
  readonly #run = (): void => this.#flush();

  add(flushable: Flushable): void {
    if (this.#waiting.length === 0) setImmediate(this.#run);
    this.#waiting.push(flushable);
  }

  #flush(): void {
    const now = this.#waiting;
    this.#waiting = now.length > MOST_AT_ONCE ? now.splice(MOST_AT_ONCE) : [];
    if (this.#waiting.length > 0) setImmediate(this.#run);
    for (const flushable of now) flushable.flush();
  }
}
