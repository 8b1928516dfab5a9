import type { Context } from "../context.ts";
import type { StoredPeople } from "./types.ts";

const NOTHING: StoredPeople = { blocked: [], profiles: {} };

/** What is known of people, kept on this device. */
export class PeopleState {
  /** Addresses of pictures, by whose they are; "" while one is on its way. */
  readonly pictures = new Map<string, string>();
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
    this.pictures.clear();
  }

  change(changes: Partial<StoredPeople>): void {
    this.#stored = { ...this.#stored, ...changes };
    this.#context.journal.put({ people: this.#stored });
    this.#context.emit("people", undefined);
  }
}
