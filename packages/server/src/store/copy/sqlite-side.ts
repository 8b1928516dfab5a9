import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { databaseFile, openForWriting } from "../sqlite/database.ts";
import { kyselyOn } from "../sqlite/dialect.ts";
import { IndexMerge } from "../sqlite/index-merge.ts";
import { migrate } from "../sqlite/migrate.ts";
import { tryLockFolder } from "../sqlite/node-lock.ts";
import { StoreError } from "../store-error.ts";
import type { CopySource, CopyTarget } from "./copy-store.ts";
import { messages, numberedTables, type Row, sequences, type Table, type Value } from "./table.ts";

export async function openSqliteSource(folder: string): Promise<CopySource> {
  if (!existsSync(databaseFile(folder))) throw new StoreError("not-found", `There is no database in ${folder}.`);
  const lock = lockAgainstNodes(folder);
  const database = await openMigrated(folder);
  return {
    rows: (table) => rowsOf(database, table),
    async close() {
      database.close();
      lock.release();
    },
  };
}

/** It is made beside its place, and put there when it is complete. */
export async function openSqliteTarget(folder: string): Promise<CopyTarget> {
  if (existsSync(databaseFile(folder))) throw new StoreError("conflict", `There is a database in ${folder} already.`);
  const lock = lockAgainstNodes(folder);
  const workshop = join(folder, "copy-under-way");
  rmSync(workshop, { recursive: true, force: true });
  const database = await openMigrated(workshop);
  const writer = new SqliteWriter(database);
  return {
    rows: (table) => rowsOf(database, table),
    write: async (table, rows) => writer.write(table, rows),
    async complete() {
      for (const merge = new IndexMerge(database, 1); merge.step(true); );
    },
    async keep() {
      database.close(); // all is in the one file then
      renameSync(databaseFile(workshop), databaseFile(folder));
    },
    async close() {
      if (database.isOpen) database.close();
      rmSync(workshop, { recursive: true, force: true });
      lock.release();
    },
  };
}

function lockAgainstNodes(folder: string): { release(): void } {
  const lock = tryLockFolder(folder, 0);
  if (lock === undefined) throw new StoreError("locked", `A node runs on ${folder}: stop it first.`);
  return lock;
}

async function openMigrated(folder: string): Promise<DatabaseSync> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = openForWriting({ folder, maxBytes: undefined });
  await migrate(database, kyselyOn<unknown>(database));
  return database;
}

async function* rowsOf(database: DatabaseSync, table: Table): AsyncIterable<Row> {
  const statement = database.prepare(selectOf(table));
  statement.setReturnArrays(true);
  for (const row of statement.iterate()) {
    yield (row as unknown as readonly (Value | Uint8Array)[]).map((value) =>
      value instanceof Uint8Array ? `\\x${Buffer.from(value).toString("hex")}` : value,
    );
  }
}

function selectOf(table: Table): string {
  if (table === sequences) return selectSequences;
  if (table === messages) return selectMessages;
  return `SELECT ${table.columns.map(quoted).join()} FROM ${table.name} ORDER BY ${table.key.join()}`;
}

const selectSequences = numberedTables
  .map((name) => `SELECT '${name}', coalesce((SELECT seq FROM sqlite_sequence WHERE name = '${name}'), 0)`)
  .join(" UNION ALL ");

const selectMessages = `SELECT m.id, m.sender, m.recipient,
  CASE WHEN m.sender = m.recipient THEN r.jid WHEN m.sender IS NOT NULL THEN s.jid END,
  CASE WHEN m.recipient IS NOT NULL THEN r.jid END,
  m.is_pending AND m.recipient IS NOT NULL,
  CASE WHEN m.sender IS NOT NULL THEN m.origin END,
  m.xml
FROM messages m LEFT JOIN peers s ON s.id = m.sender_peer LEFT JOIN peers r ON r.id = m.recipient_peer ORDER BY m.id`;

function quoted(name: string): string {
  return `"${name}"`;
}

class SqliteWriter {
  readonly #database: DatabaseSync;
  readonly #peers = new Map<string, number>();
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  write(table: Table, rows: readonly Row[]): void {
    this.#database.exec("BEGIN IMMEDIATE");
    for (const row of rows) this.#writeRow(table, row);
    this.#database.exec("COMMIT");
  }

  #writeRow(table: Table, row: Row): void {
    if (table === sequences) return this.#setSequence(row);
    if (table === messages) return this.#writeMessage(row);
    const values = row.map((value, i) => {
      const isBytes = table.bytes?.includes(table.columns[i] ?? "") ?? false;
      return isBytes ? Buffer.from(String(value).slice(2), "hex") : value;
    });
    const places = table.columns.map(() => "?").join();
    this.#prepare(`INSERT INTO ${table.name} (${table.columns.map(quoted).join()}) VALUES (${places})`).run(...values);
  }

  #writeMessage([id, sender, recipient, senderPeer, recipientPeer, isPending, origin, xml]: Row): void {
    const peers = [senderPeer, recipientPeer].map((jid) => (typeof jid === "string" ? this.#peerId(jid) : null));
    const values = [id ?? null, sender ?? null, recipient ?? null, ...peers, isPending ?? 0, origin ?? null, xml ?? ""];
    this.#prepare("INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?, ?)").run(...values);
  }

  /** A row of it is there once the table has, or had, one. */
  #setSequence([name, value]: Row): void {
    this.#prepare("DELETE FROM sqlite_sequence WHERE name = ?").run(name ?? "");
    this.#prepare("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)").run(name ?? "", value ?? 0);
  }

  #peerId(jid: string): number {
    const known = this.#peers.get(jid);
    if (known !== undefined) return known;
    const id = Number(this.#prepare("INSERT INTO peers (jid) VALUES (?) RETURNING id").get(jid)?.id);
    this.#peers.set(jid, id);
    return id;
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, known);
    return known;
  }
}
