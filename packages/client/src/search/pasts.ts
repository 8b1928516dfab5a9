import { SearchDoor } from "./door.ts";
import type { SearchParts } from "./later/reading.ts";

/** Where each tab is in the conversations: a place of its own for each. */
export class Pasts {
  readonly #parts: () => Omit<SearchParts, "isShared">;
  readonly #all = new Set<SearchDoor>();

  constructor(parts: () => Omit<SearchParts, "isShared">) {
    this.#parts = parts;
  }

  add(): SearchDoor {
    const past = new SearchDoor(() => ({ ...this.#parts(), isShared: () => this.#all.size > 1 }));
    this.#all.add(past);
    return past;
  }

  /** That tab is gone. */
  drop(past: SearchDoor): void {
    this.#all.delete(past);
  }
}
