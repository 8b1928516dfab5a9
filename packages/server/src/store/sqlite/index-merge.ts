import type { DatabaseSync, StatementSync } from "node:sqlite";
import { type ArchiveState, archiveStateReader, indexedTo } from "./archive-state.ts";
import { type Entries, entryWidth, firstAfter, Tail, tailColumns, toTailRow } from "./tail.ts";

const defaultStep = 512;

/**
 * Fills the index `entries` from the newest messages, many at a time and sorted by owner: each page of the index is then written once for many
 * entries, not once for each. It goes in steps of some 2 ms, between the batches; a crash loses nothing, since `messages` has it all.
 */
export class IndexMerge {
  /** What came since the merge under way was begun. */
  live = new Tail();
  #frozen = new Tail();
  #owners: Float64Array = new Float64Array();
  #position = 0;
  #state: ArchiveState;
  readonly #threshold: number;
  readonly #step: number;
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #setState: StatementSync;
  readonly #readState: () => ArchiveState;

  /** Merges once `threshold` messages have come together, `step` entries at a time. */
  constructor(database: DatabaseSync, threshold: number, step = defaultStep) {
    this.#database = database;
    this.#threshold = threshold;
    this.#step = step;
    this.#readState = archiveStateReader(database);
    this.#insert = database.prepare("INSERT INTO entries (owner, id, peer, flags, origin) VALUES (?, ?, ?, ?, ?)");
    this.#setState = database.prepare(
      "UPDATE archive_state SET indexed_to = ?, merging_to = ?, merging_owner = ?, merging_id = ?",
    );
    this.#state = this.#readState();
    this.#load();
  }

  get isMerging(): boolean {
    return this.#state.mergingTo > this.#state.indexedTo;
  }

  get indexedTo(): number {
    return this.#state.indexedTo;
  }

  /** What is not in the index of this owner's entries, oldest first. */
  unindexed(owner: number): Entries[] {
    const frozen = this.#frozen.of(owner);
    return [frozen.slice(firstAfter(frozen, indexedTo(this.#state, owner))), this.live.of(owner)];
  }

  /** Does one step if there is one to do; `isForced`: however few messages wait. Returns whether more is to be done. */
  step(isForced = false): boolean {
    if (!this.isMerging && !this.#begin(isForced)) return false;
    this.#database.exec("PRAGMA synchronous = NORMAL"); // no fsync: the next batch's covers it
    try {
      this.#database.exec("BEGIN IMMEDIATE");
      const next = this.#mergeSome();
      this.#setState.run(next.indexedTo, next.mergingTo, next.mergingOwner, next.mergingId);
      this.#database.exec("COMMIT");
      this.#advance(next);
    } finally {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      this.#database.exec("PRAGMA synchronous = FULL");
    }
    return this.isMerging;
  }

  #begin(isForced: boolean): boolean {
    if (this.live.size < (isForced ? 1 : this.#threshold)) return false;
    const mergingTo = Number(this.#database.prepare("SELECT max(id) AS id FROM messages").get()?.id);
    this.#state = { ...this.#state, mergingTo, mergingOwner: 0, mergingId: 0 };
    this.#freeze(this.live);
    this.live = new Tail();
    return true;
  }

  #freeze(tail: Tail): void {
    this.#frozen = tail;
    this.#owners = tail.owners();
    this.#position = 0;
    this.#skipMerged();
  }

  /** Merges whole owners until the step is full; of an owner with more entries than that, a part. */
  #mergeSome(): ArchiveState {
    let state = this.#state;
    let room = this.#step;
    for (let i = this.#position; i < this.#owners.length && room > 0; i += 1) {
      const owner = this.#owners[i] ?? 0;
      const entries = this.#frozen.of(owner);
      const from = firstAfter(entries, indexedTo(state, owner));
      const to = Math.min(entries.length, from + room * entryWidth);
      for (let at = from; at < to; at += entryWidth) this.#insertEntry(owner, entries, at);
      room -= (to - from) / entryWidth;
      const mergingId = to === entries.length ? state.mergingTo : (entries[to - entryWidth] ?? 0);
      state = { ...state, mergingOwner: owner, mergingId };
    }
    const isDone = room > 0;
    return isDone ? { indexedTo: state.mergingTo, mergingTo: state.mergingTo, mergingOwner: 0, mergingId: 0 } : state;
  }

  #insertEntry(owner: number, entries: Entries, at: number): void {
    this.#insert.run(owner, entries[at] ?? 0, entries[at + 1] ?? 0, entries[at + 2] ?? 0, entries[at + 3] ?? 0);
  }

  #advance(next: ArchiveState): void {
    this.#state = next;
    if (this.isMerging) this.#skipMerged();
    else this.#freeze(new Tail());
  }

  #skipMerged(): void {
    const { mergingOwner } = this.#state;
    while ((this.#owners[this.#position] ?? Number.POSITIVE_INFINITY) < mergingOwner) this.#position += 1;
  }

  /** After a start: what is not in the index is read from the messages. */
  #load(): void {
    const rows = this.#database.prepare(`SELECT ${tailColumns} FROM messages WHERE id > ? ORDER BY id`);
    rows.setReturnArrays(true);
    const frozen = new Tail();
    for (const values of rows.iterate(this.#state.indexedTo)) {
      const row = toTailRow(values as unknown as readonly (number | null)[]);
      (row.id <= this.#state.mergingTo ? frozen : this.live).add(row);
    }
    this.#freeze(frozen);
  }
}
