export type StoreErrorCode =
  | "conflict" // it exists already
  | "not-found" // what the operation is about does not exist
  | "unavailable" // not done within its time, or the storage answered with an error; trying again later may help
  | "full" // the disk, or a limit, is full
  | "read-only" // the data folder cannot be written to
  | "newer-schema" // the database was written by a newer release
  | "locked"; // another node runs on this data folder

/** An expected refusal of the store. Anything else that it throws is a bug. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;
  /** True when the operation may be kept nevertheless: its commit was under way, or failed. */
  readonly isOutcomeUnknown: boolean;

  constructor(code: StoreErrorCode, message: string, options: { cause?: unknown; isOutcomeUnknown?: boolean } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.isOutcomeUnknown = options.isOutcomeUnknown ?? false;
  }
}
