import { toStoreError as fromPostgres } from "../postgres/errors.ts";
import { toStoreError as fromSqlite } from "../sqlite/errors.ts";
import { StoreError } from "../store-error.ts";
import { openPostgresSource, openPostgresTarget } from "./postgres-side.ts";
import { openSqliteSource, openSqliteTarget } from "./sqlite-side.ts";
import { commonTables, messages, type Row, sequences, type Table } from "./table.ts";

/** A store that is read from beginning to end, as it was when it was opened; no node runs on it meanwhile. */
export interface CopySource {
  /** In order of the key. */
  rows(table: Table): AsyncIterable<Row>;
  close(): Promise<void>;
}

/** A new store; nothing of it is left unless keep() was called. */
export interface CopyTarget extends CopySource {
  write(table: Table, rows: readonly Row[]): Promise<void>;
  /** After all rows: makes what a node derives from them. */
  complete(): Promise<void>;
  keep(): Promise<void>;
}

const tables: readonly Table[] = [...commonTables, messages, sequences];
const batchLength = 4 * 1024 * 1024; // characters, about
const batchRows = 500;

/**
 * Copies all that a store keeps into another one that is empty, and compares every row. Each is a folder or a postgres:// address. Rejects with
 * StoreError "locked" while a node runs on either, "conflict" when the target is not empty, "not-found" when there is no source.
 * @returns how many rows there are, by table
 */
export async function copyStore(source: string, target: string): Promise<ReadonlyMap<string, number>> {
  try {
    return await copyBetween(source, target);
  } catch (error) {
    throw fromPostgres(fromSqlite(error));
  }
}

async function copyBetween(source: string, target: string): Promise<ReadonlyMap<string, number>> {
  const from = await (isPostgres(source) ? openPostgresSource(source) : openSqliteSource(source));
  try {
    const to = await (isPostgres(target) ? openPostgresTarget(target) : openSqliteTarget(target));
    try {
      for (const table of tables) await copyTable(table, from, to);
      await to.complete();
      const counts = new Map<string, number>();
      for (const table of tables) counts.set(table.name, await compare(table, from, to));
      await to.keep();
      return counts;
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}

function isPostgres(place: string): boolean {
  return /^postgres(?:ql)?:\/\//i.test(place);
}

async function copyTable(table: Table, source: CopySource, target: CopyTarget): Promise<void> {
  let [batch, length]: [Row[], number] = [[], 0];
  for await (const row of source.rows(table)) {
    batch.push(row);
    length += String(row.at(-1)).length;
    if (batch.length < batchRows && length < batchLength) continue;
    await target.write(table, batch);
    [batch, length] = [[], 0];
  }
  if (batch.length > 0) await target.write(table, batch);
}

/** Goes through both side by side; tells how many rows there are. */
async function compare(table: Table, source: CopySource, target: CopySource): Promise<number> {
  const copies = target.rows(table)[Symbol.asyncIterator]();
  let count = 0;
  for await (const row of source.rows(table)) {
    const copy = await copies.next();
    if (copy.done || !isSame(row, copy.value)) throw differs(table, row);
    count += 1;
  }
  const surplus = await copies.next();
  if (!surplus.done) throw differs(table, surplus.value);
  return count;
}

function isSame(row: Row, copy: Row): boolean {
  return row.length === copy.length && row.every((value, i) => value === copy[i]);
}

function differs({ name }: Table, [key]: Row): StoreError {
  return new StoreError("conflict", `The copy is not the same: ${name}, row ${key}. Nothing of it is kept.`);
}
