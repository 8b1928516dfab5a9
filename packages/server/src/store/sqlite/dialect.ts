import type { DatabaseSync, StatementSync } from "node:sqlite";
import { Kysely, SqliteDialect } from "kysely";
import type { Schema } from "../queries/schema.ts";

/** Kysely on an open connection: statements are prepared once and run at once, inside whatever transaction is open. */
export function kyselyOn<Tables = Schema>(database: DatabaseSync): Kysely<Tables> {
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: new PreparedDatabase(database) }) });
}

type Parameter = string | number | bigint | null | Uint8Array;

class PreparedDatabase {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, PreparedStatement>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepare(sql: string): PreparedStatement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const prepared = new PreparedStatement(this.#database.prepare(sql));
    if (this.#statements.size >= maxStatements) this.#statements.clear();
    this.#statements.set(sql, prepared);
    return prepared;
  }

  close(): void {
    this.#statements.clear();
  }
}

const maxStatements = 200;

/** The part of better-sqlite3's statements that Kysely asks for. */
class PreparedStatement {
  readonly reader: boolean;
  readonly #statement: StatementSync;

  constructor(statement: StatementSync) {
    this.#statement = statement;
    this.reader = statement.columns().length > 0;
  }

  all(parameters: readonly unknown[]): unknown[] {
    return this.#statement.all(...(parameters as Parameter[]));
  }

  run(parameters: readonly unknown[]) {
    return this.#statement.run(...(parameters as Parameter[]));
  }

  iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    return this.#statement.iterate(...(parameters as Parameter[]));
  }
}
