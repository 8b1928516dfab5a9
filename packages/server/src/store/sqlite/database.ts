import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError } from "../store-error.ts";

export interface DatabaseOptions {
  readonly folder: string;
  /** Refuses to grow beyond this. */
  readonly maxBytes: number | undefined;
}

const pageSize = 4096;
const busyMs = 5_000;

export function databaseFile(folder: string): string {
  return join(folder, "yonder.db");
}

/** Makes the folder and the file when they are missing. Every commit is fsynced. */
export function openForWriting({ folder, maxBytes }: DatabaseOptions): DatabaseSync {
  makeFolder(folder);
  const database = new DatabaseSync(databaseFile(folder), { timeout: busyMs });
  database.exec(`PRAGMA page_size = ${pageSize}`);
  database.exec("PRAGMA journal_mode = WAL");
  database.exec("PRAGMA synchronous = FULL");
  database.exec("PRAGMA cache_size = -65536"); // KiB, as far as it is used
  database.exec("PRAGMA temp_store = MEMORY");
  database.exec("PRAGMA journal_size_limit = 67108864");
  if (maxBytes !== undefined) database.exec(`PRAGMA max_page_count = ${Math.floor(maxBytes / pageSize)}`);
  return database;
}

export function openForReading({ folder }: DatabaseOptions): DatabaseSync {
  const database = new DatabaseSync(databaseFile(folder), { readOnly: true, timeout: busyMs });
  database.exec("PRAGMA cache_size = -32768");
  return database;
}

/** Only the user that runs the server may look into the folder. Throws "read-only". */
export function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new StoreError("read-only", `The data folder ${folder} cannot be written to.`, { cause });
  }
}
