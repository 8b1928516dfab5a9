type Work = () => Promise<unknown>;

/** Does what concerns the same thing one after the other, in order of arrival. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #consequences = new Map<string, Work[]>();

  take<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key) ?? Promise.resolve();
    const done = before.then(work, work);
    const follow = () => this.#follow(key);
    const over = done.then(follow, follow);
    this.#last.set(key, over);
    const forget = () => {
      if (this.#last.get(key) === over) this.#last.delete(key);
    };
    over.then(forget, forget);
    return done;
  }

  /** What follows from the present turn: right behind it, before whatever waits for its own. */
  takeNext<T>(key: string, work: () => Promise<T>): Promise<T> {
    if (!this.#last.has(key)) return this.take(key, work);
    return new Promise((resolve, reject) => {
      const consequences = this.#consequences.get(key) ?? [];
      consequences.push(() => work().then(resolve, reject));
      this.#consequences.set(key, consequences);
    });
  }

  async #follow(key: string): Promise<void> {
    const works = this.#consequences.get(key) ?? [];
    for (let work = works.shift(); work; work = works.shift()) await work();
    this.#consequences.delete(key);
  }
}
