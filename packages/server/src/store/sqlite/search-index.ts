import type { DatabaseSync } from "node:sqlite";
import type { WantedToken } from "@yonder/protocol";
import type { Extent, IndexedMessage, SearchIndex, Wanted } from "../search/search-index.ts";
import { openSearchFile, removeSearchFile } from "./search-files.ts";

/** To close one that was written costs two syncs, for which those who write messages would wait; an open one takes three descriptors. */
const mostOpen = 128;
const damaged: readonly number[] = [11, 26]; // SQLITE_CORRUPT, SQLITE_NOTADB

/** Words of archives in FTS5 (https://sqlite.org/fts5.html), of each archive in a file of its own. */
export class SqliteSearchIndex implements SearchIndex {
  readonly #folder: string;
  /** Those used last come last. */
  readonly #open = new Map<string, DatabaseSync>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async extent(archive: string): Promise<Extent | undefined> {
    return this.#with(archive, extentIn);
  }

  async add(
    archive: string,
    former: Extent | undefined,
    next: Extent,
    messages: readonly IndexedMessage[],
  ): Promise<void> {
    this.#with(archive, (database) => {
      database.exec("BEGIN IMMEDIATE");
      try {
        if (isSame(extentIn(database), former)) insert(database, next, messages);
        database.exec("COMMIT");
      } finally {
        if (database.isTransaction) database.exec("ROLLBACK");
      }
    });
  }

  async find(archive: string, { tokens, range, isBackward, limit }: Wanted): Promise<readonly number[]> {
    const sql = `SELECT rowid AS id FROM words WHERE words MATCH ? AND rowid > ? AND rowid < ?
      ORDER BY rowid ${isBackward ? "DESC" : "ASC"} LIMIT ?`;
    const parameters = [tokens.map(written).join(" AND "), range.low, range.high, limit];
    return this.#with(archive, (database) => database.prepare(sql).all(...parameters)).map(({ id }) => Number(id));
  }

  async changes(archive: string, names: readonly number[]): Promise<ReadonlyMap<number, number>> {
    return this.#with(archive, (database) => {
      const statement = database.prepare("SELECT max(id) AS id FROM changes WHERE name = ?");
      return new Map(names.map((name) => [name, Number(statement.get(name)?.id ?? 0)]));
    });
  }

  async forget(archive: string): Promise<void> {
    this.#close(archive);
    removeSearchFile(this.#folder, archive);
  }

  close(): void {
    for (const archive of [...this.#open.keys()]) this.#close(archive);
  }

  #with<T>(archive: string, run: (database: DatabaseSync) => T): T {
    try {
      return run(this.#opened(archive));
    } catch (error) {
      const code = error instanceof Error && "errcode" in error ? Number(error.errcode) & 0xff : 0;
      if (!damaged.includes(code)) throw error;
      this.#close(archive);
      removeSearchFile(this.#folder, archive);
      return run(this.#opened(archive));
    }
  }

  #opened(archive: string): DatabaseSync {
    const database = this.#open.get(archive) ?? openWithTables(this.#folder, archive);
    this.#open.delete(archive);
    this.#open.set(archive, database);
    const [oldest] = this.#open.keys();
    if (oldest !== undefined && this.#open.size > mostOpen) this.#close(oldest);
    return database;
  }

  #close(archive: string): void {
    this.#open.get(archive)?.close();
    this.#open.delete(archive);
  }
}

const pragmas = ["journal_mode = WAL", "synchronous = NORMAL", "cache_size = -512"]; // KiB

/** No text is kept, nor where in a text a word stands. */
const tables = `
  CREATE TABLE IF NOT EXISTS extent (low INTEGER NOT NULL, high INTEGER NOT NULL, is_whole INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS changes (name INTEGER NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (name, id)) WITHOUT ROWID;
  CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5(text, content='', detail=none, columnsize=0, tokenize=ascii);
`;

function openWithTables(folder: string, archive: string): DatabaseSync {
  const database = openSearchFile(folder, archive);
  try {
    for (const pragma of pragmas) database.exec(`PRAGMA ${pragma}`);
    database.exec(tables);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function extentIn(database: DatabaseSync): Extent | undefined {
  const row = database.prepare("SELECT low, high, is_whole FROM extent").get();
  return row && { low: Number(row.low), high: Number(row.high), isWhole: row.is_whole === 1 };
}

function isSame(one: Extent | undefined, other: Extent | undefined): boolean {
  return one?.low === other?.low && one?.high === other?.high;
}

function insert(database: DatabaseSync, { low, high, isWhole }: Extent, messages: readonly IndexedMessage[]): void {
  const words = database.prepare("INSERT INTO words (rowid, text) VALUES (?, ?)");
  const changes = database.prepare("INSERT OR IGNORE INTO changes VALUES (?, ?)");
  for (const { id, tokens, changes: changed } of messages) {
    if (tokens.length > 0) words.run(id, tokens.join(" "));
    if (changed !== undefined) changes.run(changed, id);
  }
  database.exec("DELETE FROM extent");
  database.prepare("INSERT INTO extent VALUES (?, ?, ?)").run(low, high, isWhole ? 1 : 0);
}

/** As a string of FTS5, in which nothing has a meaning (§3.1). */
function written({ text, isPrefix }: WantedToken): string {
  return `"${text.replaceAll('"', '""')}"${isPrefix ? " *" : ""}`;
}
