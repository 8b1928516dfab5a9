import { StoreError, type StoreErrorCode } from "../store-error.ts";

/** Low byte of a result code (https://sqlite.org/rescode.html) → what it means to the caller. */
const codes: Readonly<Record<number, readonly [StoreErrorCode, string]>> = {
  5: ["unavailable", "The database is busy."],
  6: ["unavailable", "The database is busy."],
  7: ["unavailable", "There is not enough memory."],
  8: ["read-only", "The data folder cannot be written to."],
  10: ["unavailable", "Reading or writing the database failed."],
  11: ["unavailable", "The database is damaged."],
  13: ["full", "The disk, or the database's size limit, is full."],
  14: ["unavailable", "The database cannot be opened."],
  15: ["unavailable", "The database is busy."],
  26: ["unavailable", "The file is not a database."],
};
const foreignKey = 787;
const sharedMemorySize = 4874; // SQLITE_IOERR_SHMSIZE: no space for the WAL's index

/** Whether a write found no room (SQLITE_FULL). */
export function isFull(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && Number(error.errcode) === 13;
}

/** What SQLite refused, as a StoreError; anything else as it is. */
export function toStoreError(error: unknown): unknown {
  const code = error instanceof Error && "errcode" in error ? Number(error.errcode) : undefined;
  if (code === undefined) return error;
  if (code === foreignKey) return new StoreError("not-found", "There is no such account.", { cause: error });
  if (code === sharedMemorySize) return new StoreError("full", "The disk is full.", { cause: error });
  const known = codes[code & 0xff];
  return known === undefined ? error : new StoreError(known[0], known[1], { cause: error });
}

/** An error in the shape that crosses between threads. */
export interface ErrorRecord {
  readonly code: StoreErrorCode | undefined;
  readonly message: string;
  readonly cause: string | undefined;
  readonly isOutcomeUnknown: boolean;
}

export function toRecord(error: unknown, isOutcomeUnknown = false): ErrorRecord {
  const known = toStoreError(error);
  if (known instanceof StoreError) {
    const cause = known.cause instanceof Error ? known.cause.message : undefined;
    return { code: known.code, message: known.message, cause, isOutcomeUnknown };
  }
  const cause = known instanceof Error ? known.stack : undefined;
  return { code: undefined, message: String(known), cause, isOutcomeUnknown };
}

export function fromRecord({ code, message, cause, isOutcomeUnknown }: ErrorRecord): Error {
  if (code === undefined) return new Error(message, { cause });
  return new StoreError(code, message, { cause, isOutcomeUnknown });
}
