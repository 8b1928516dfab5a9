import type { Connection } from "./connection.ts";
import { ConnectionLost, isWorthRepeating, NothingKept } from "./errors.ts";

const maxTries = 5;

/** Runs the work and commits, or keeps nothing of it. A deadlock, or what others changed meanwhile, has it done again. */
export async function inTransaction<T>(connection: Connection, work: () => Promise<T>, begin = "BEGIN"): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await once(connection, work, begin);
    } catch (error) {
      if (!isWorthRepeating(error) || tries === maxTries) throw error;
    }
  }
}

/** All that the work reads is of one moment. */
export function inSnapshot<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  return inTransaction(connection, work, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
}

async function once<T>(connection: Connection, work: () => Promise<T>, begin: string): Promise<T> {
  let isCommitting = false;
  try {
    await connection.query(begin);
    const result = await work();
    isCommitting = true;
    await connection.query("COMMIT");
    return result;
  } catch (error) {
    if (connection.isOpen) await connection.query("ROLLBACK");
    if (!isCommitting && error instanceof ConnectionLost) throw new NothingKept(error.message, { cause: error });
    throw error;
  }
}
