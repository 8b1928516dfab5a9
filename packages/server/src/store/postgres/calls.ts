import type { Kysely } from "kysely";
import type { Schema } from "../queries/schema.ts";
import type { Connection } from "./connection.ts";
import { kyselyOn } from "./dialect.ts";
import type { Pool } from "./pool.ts";
import { inSnapshot, inTransaction } from "./transaction.ts";

type Run<T> = (db: Kysely<Schema>, connection: Connection) => Promise<T>;

/** The typed queries, each where it belongs. */
export class Calls {
  readonly #reads: Pool;
  readonly #writes: Pool;

  constructor(reads: Pool, writes: Pool) {
    this.#reads = reads;
    this.#writes = writes;
  }

  /** One statement. */
  find<T>(run: Run<T>): Promise<T> {
    return this.#reads.read((connection) => run(kyselyOn(connection), connection));
  }

  /** Several, of one moment. */
  look<T>(run: Run<T>): Promise<T> {
    return this.#reads.read((connection) => inSnapshot(connection, () => run(kyselyOn(connection), connection)));
  }

  /** In a transaction of its own, after those with the same key that were asked for before. */
  write<T>(key: string | undefined, run: Run<T>): Promise<T> {
    return this.#writes.write(key, (connection) =>
      inTransaction(connection, () => run(kyselyOn(connection), connection)),
    );
  }
}
