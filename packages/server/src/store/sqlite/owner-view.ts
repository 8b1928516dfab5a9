import type { SQLInputValue, StatementSync } from "node:sqlite";
import { everything, type Range } from "../page-range.ts";
import { type Entries, entryWidth, firstAfter, pending } from "./tail.ts";

/** The ids in one owner's archive, of one peer or of all: first those in the index, behind them those that are not there yet. */
export class OwnerView {
  readonly #prepare: (sql: string) => StatementSync;
  readonly #owner: number;
  readonly #peer: number | undefined;
  readonly #unindexed: Entries;
  readonly #where: string;

  /** `prepare` makes statements whose rows are arrays. */
  constructor(prepare: (sql: string) => StatementSync, owner: number, peer: number | undefined, unindexed: Entries) {
    this.#prepare = prepare;
    this.#owner = owner;
    this.#peer = peer;
    this.#unindexed = unindexed;
    this.#where = `owner = ?${peer === undefined ? "" : " AND peer = ?"} AND id > ? AND id < ?`;
  }

  /** Whether the owner has this id, whoever the peer is. */
  has(id: number): boolean {
    const entries = this.#unindexed;
    if (entries[firstAfter(entries, id) - entryWidth] === id) return true;
    return this.#prepare("SELECT id FROM entries WHERE owner = ? AND id = ?").get(this.#owner, id) !== undefined;
  }

  /** The oldest ones in the range. */
  ascending(range: Range, limit: number): number[] {
    const indexed = this.#select("", range, "ORDER BY id LIMIT ?", limit);
    if (indexed.length === limit) return indexed;
    return [...indexed, ...this.#unindexedIn(range).slice(0, limit - indexed.length)];
  }

  /** The newest ones in the range, newest first. */
  descending(range: Range, limit: number): number[] {
    const unindexed = this.#unindexedIn(range).reverse().slice(0, limit);
    if (unindexed.length === limit) return unindexed;
    return [...unindexed, ...this.#select("", range, "ORDER BY id DESC LIMIT ?", limit - unindexed.length)];
  }

  /** The oldest ones behind `low` that are marked as pending. */
  pendingAfter(low: number, limit: number): number[] {
    const range = { low, high: everything.high };
    const indexed = this.#select(`flags & ${pending} AND`, range, "ORDER BY id LIMIT ?", limit);
    if (indexed.length === limit) return indexed;
    return [...indexed, ...this.#unindexedIn(range, pending).slice(0, limit - indexed.length)];
  }

  count(range: Range): number {
    const sql = `SELECT count(*) FROM entries WHERE ${this.#where}`;
    const row = this.#prepare(sql).get(...this.#parameters(range)) as unknown as readonly number[];
    return (row[0] ?? 0) + this.#unindexedIn(range).length;
  }

  #select(condition: string, range: Range, order: string, limit: number): number[] {
    const statement = this.#prepare(`SELECT id FROM entries WHERE ${condition} ${this.#where} ${order}`);
    const rows = statement.all(...this.#parameters(range), limit) as unknown as readonly (readonly number[])[];
    return rows.map(([id = 0]) => id);
  }

  #parameters({ low, high }: Range): SQLInputValue[] {
    return this.#peer === undefined ? [this.#owner, low, high] : [this.#owner, this.#peer, low, high];
  }

  /** Ascending; with `flags`, only those that have them. */
  #unindexedIn({ low, high }: Range, flags = 0): number[] {
    const entries = this.#unindexed;
    const ids: number[] = [];
    for (let at = firstAfter(entries, low); at < entries.length; at += entryWidth) {
      const id = entries[at] ?? 0;
      if (id >= high) break;
      const isWanted = this.#peer === undefined || entries[at + 1] === this.#peer;
      if (isWanted && ((entries[at + 2] ?? 0) & flags) === flags) ids.push(id);
    }
    return ids;
  }
}
