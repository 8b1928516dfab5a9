import { DatabaseError } from "pg";
import { StoreError, type StoreErrorCode } from "../store-error.ts";

/** The connection broke, or was given up: whether a commit that was under way was done is not known. */
export class ConnectionLost extends Error {
  override readonly name: string = "ConnectionLost";
}

/** The same, before there was anything to commit. */
export class NothingKept extends ConnectionLost {
  override readonly name = "NothingKept";
}

/** SQLSTATE, or its class, → what it means to the caller (PostgreSQL, Appendix A). The longest one counts. */
const codes: Readonly<Record<string, readonly [StoreErrorCode, string]>> = {
  "08": ["unavailable", "The connection to PostgreSQL broke."],
  "23503": ["not-found", "There is no such account."],
  "25006": ["read-only", "PostgreSQL takes no writes: it is a standby, or set to read-only."],
  "25P": ["unavailable", "A transaction took too long."],
  "28": ["unavailable", "PostgreSQL refuses the login."],
  "3D000": ["unavailable", "PostgreSQL does not have this database."],
  "40": ["unavailable", "Others changed the same all the time."],
  "42501": ["unavailable", "The user of the database may not do this."],
  "53": ["unavailable", "PostgreSQL has no room for more."],
  "53100": ["full", "The disk of PostgreSQL is full."],
  "55P03": ["unavailable", "PostgreSQL waited too long for others."],
  "57": ["unavailable", "PostgreSQL ended the work."],
  "58": ["unavailable", "PostgreSQL cannot read or write its files."],
  XX: ["unavailable", "The database is damaged, or PostgreSQL is."],
};

/** What PostgreSQL or the network refused, as a StoreError; anything else as it is. */
export function toStoreError(error: unknown, isOutcomeUnknown = false): unknown {
  if (error instanceof ConnectionLost) {
    return new StoreError("unavailable", "PostgreSQL is out of reach.", { cause: error, isOutcomeUnknown });
  }
  if (!(error instanceof DatabaseError)) return error;
  const code = error.code ?? "";
  const known = codes[code] ?? codes[code.slice(0, 3)] ?? codes[code.slice(0, 2)];
  return known === undefined ? error : new StoreError(known[0], `${known[1]} (${error.message})`, { cause: error });
}

/** The same for what is tried again later, whatever the reason: what PostgreSQL says that nobody foresaw means "unavailable" too. */
export function toPassingError(error: unknown): unknown {
  const known = toStoreError(error);
  if (!(known instanceof DatabaseError)) return known;
  return new StoreError("unavailable", `PostgreSQL refuses what it never did. (${known.message})`, { cause: known });
}

/** Nothing was kept, and the next try may well succeed: a deadlock, or two transactions that do not go together. */
export function isWorthRepeating(error: unknown): boolean {
  return error instanceof DatabaseError && (error.code === "40P01" || error.code === "40001");
}

/** An archive id was given to two messages: the next numbers differ. */
export function isIdTaken(error: unknown): boolean {
  return error instanceof DatabaseError && error.code === "23505" && error.constraint === "messages_pkey";
}

/**
 * After such an answer a connection is of no use any more: PostgreSQL ends it (shutdown, crash, a transaction idle for too long), or statements that
 * are kept on it give other columns than they did, since a newer release has added one.
 */
export function endsConnection(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return false;
  return /^(?:08|57P|25P03)/.test(error.code ?? "") || error.routine === "RevalidateCachedQuery";
}
