import type { Context } from "../context.ts";
import type { StoredPeople } from "./types.ts";

const NOTHING: StoredPeople = { blocked: [] };

/** What is known of people, kept on this device. */
export class PeopleState {
  #stored = NOTHING;
  readonly #context: Context;

  constructor(context: Context) {
    this.#context = context;
  }

  get stored(): StoredPeople {
    return this.#stored;
  }

  restore(stored: StoredPeople = NOTHING): void {
    this.#stored = { ...NOTHING, ...stored };
  }

  change(changes: Partial<StoredPeople>): void {
    this.#stored = { ...this.#stored, ...changes };
    this.#context.journal.put({ people: this.#stored });
    this.#context.emit("people", undefined);
  }
}
