import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { IndexMerge } from "./index-merge.ts";
import { type Entries, entryWidth, pending } from "./tail.ts";

const maxCached = 100_000;

/**
 * Archive id of the last pending message of each owner, acknowledged or not. All that was accepted before it was made counts as one: sessions are
 * no older, so that they cannot have missed any of that.
 */
export class PendingHeads {
  readonly #since: number;
  readonly #merge: IndexMerge;
  readonly #indexed: StatementSync;
  readonly #known = new Map<number, number>();

  /** `since`: the newest id there is, or 0. */
  constructor(database: DatabaseSync, merge: IndexMerge, since: number) {
    this.#since = since;
    this.#merge = merge;
    this.#indexed = database.prepare(
      `SELECT id FROM entries WHERE flags & ${pending} AND owner = ? AND id > ? ORDER BY id DESC LIMIT 1`,
    );
  }

  /** At least `since`. */
  of(owner: number): number {
    const known = this.#known.get(owner);
    if (known !== undefined) return known;
    const head = this.#find(owner);
    this.raise(owner, head);
    return head;
  }

  raise(owner: number, id: number): void {
    if (this.#known.size >= maxCached) this.#known.clear();
    this.#known.set(owner, id);
  }

  /** What was accepted last may not be there. */
  clear(): void {
    this.#known.clear();
  }

  #find(owner: number): number {
    for (const entries of this.#merge.unindexed(owner).reverse()) {
      const id = lastPending(entries);
      if (id > 0) return Math.max(id, this.#since);
    }
    return Number(this.#indexed.get(owner, this.#since)?.id ?? this.#since);
  }
}

function lastPending(entries: Entries): number {
  for (let at = entries.length - entryWidth; at >= 0; at -= entryWidth) {
    if ((entries[at + 2] ?? 0) & pending) return entries[at] ?? 0;
  }
  return 0;
}
