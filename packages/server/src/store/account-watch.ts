import type { AccountChange } from "./store.ts";
import { StoreError } from "./store-error.ts";

type Listener = (change: AccountChange) => void;
type NumberedChange = AccountChange & { readonly seq: number };

/** Tells of removed accounts and new keys, whichever process wrote them: it looks for new rows each time it is asked to. */
export class AccountWatch {
  readonly #changesAfter: (seq: number) => Promise<readonly NumberedChange[]>;
  readonly #listeners = new Set<Listener>();
  #seen: number;
  #isLooking = false;

  /** `newest`: number of the last change that is known. */
  constructor(newest: number, changesAfter: (seq: number) => Promise<readonly NumberedChange[]>) {
    this.#seen = newest;
    this.#changesAfter = changesAfter;
  }

  add(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Never rejects: what cannot be read now is read the next time. */
  async look(): Promise<void> {
    if (this.#isLooking || this.#listeners.size === 0) return;
    this.#isLooking = true;
    try {
      for (const { seq, ...change } of await this.#changesAfter(this.#seen)) {
        this.#seen = seq;
        for (const listener of this.#listeners) listener(change);
      }
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    } finally {
      this.#isLooking = false;
    }
  }
}
