import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { StoreError } from "../store-error.ts";
import { makeFolder } from "./database.ts";

const patienceMs = 1_000; // a node that was just stopped may still be closing

/**
 * Keeps a second node off the folder: an exclusive lock on a file beside the database. The operating system
 * frees it when the process ends, however it ends. Rejects with "locked".
 */
export function lockFolder(folder: string): { release(): void } {
  const lock = tryLockFolder(folder, patienceMs);
  if (lock === undefined) throw new StoreError("locked", `Another node runs on the data folder ${folder}.`);
  return lock;
}

/** Undefined when another node has it. */
export function tryLockFolder(folder: string, timeout: number): { release(): void } | undefined {
  makeFolder(folder);
  const database = new DatabaseSync(join(folder, "node.lock"), { timeout });
  try {
    database.exec("BEGIN EXCLUSIVE");
    return { release: () => database.close() };
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && (Number(error.errcode) & 0xff) === 5;
}
