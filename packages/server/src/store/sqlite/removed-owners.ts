import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { IndexMerge } from "./index-merge.ts";

const entriesPerStep = 200;

/** Clears the archives of removed accounts away, in small steps. A message goes when nobody has it any more. */
export class RemovedOwners {
  readonly #database: DatabaseSync;
  readonly #merge: IndexMerge;
  readonly #statements: Record<
    "owner" | "entries" | "forget" | "sender" | "recipient" | "message" | "done",
    StatementSync
  >;

  constructor(database: DatabaseSync, merge: IndexMerge) {
    this.#database = database;
    this.#merge = merge;
    this.#statements = {
      owner: database.prepare("SELECT owner, up_to FROM removed_owners LIMIT 1"),
      entries: database.prepare(`SELECT id FROM entries WHERE owner = ? ORDER BY id LIMIT ${entriesPerStep}`),
      forget: database.prepare("DELETE FROM entries WHERE owner = ? AND id = ?"),
      sender: database.prepare("UPDATE messages SET sender = NULL WHERE id = ? AND sender = ?"),
      recipient: database.prepare("UPDATE messages SET recipient = NULL WHERE id = ? AND recipient = ?"),
      message: database.prepare("DELETE FROM messages WHERE id = ? AND sender IS NULL AND recipient IS NULL"),
      done: database.prepare("DELETE FROM removed_owners WHERE owner = ?"),
    };
  }

  /** Does one step if there is one to do. Returns whether more is to be done. */
  step(): boolean {
    const removed = this.#statements.owner.get();
    if (removed === undefined) return false;
    const [owner, upTo] = [Number(removed.owner), Number(removed.up_to)];
    // All it has must be in the index first, or the merge would bring it back.
    if (this.#merge.indexedTo < upTo) return this.#merge.step(true) || this.#merge.indexedTo >= upTo;
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      this.#clear(owner);
      this.#database.exec("COMMIT");
    } finally {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
    }
    return true;
  }

  #clear(owner: number): void {
    const { entries, forget, sender, recipient, message, done } = this.#statements;
    const rows = entries.all(owner);
    for (const row of rows) {
      const id = Number(row.id);
      sender.run(id, owner);
      recipient.run(id, owner);
      message.run(id);
      forget.run(owner, id);
    }
    if (rows.length < entriesPerStep) done.run(owner);
  }
}
