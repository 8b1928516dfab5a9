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
  readonly #columns: readonly string[];

  constructor(statement: StatementSync) {
    this.#statement = statement;
    this.#columns = statement.columns().map(({ name }) => name);
    this.reader = this.#columns.length > 0;
    statement.setReturnArrays(true);
  }

  /** Rows as objects of one shape: those of node:sqlite are dictionaries, which take three times as long to make and to read. */
  all(parameters: readonly unknown[]): unknown[] {
    const rows: unknown[] = this.#statement.all(...(parameters as Parameter[]));
    return rows.map((values) => this.#toRow(values as readonly unknown[]));
  }

  run(parameters: readonly unknown[]) {
    return this.#statement.run(...(parameters as Parameter[]));
  }

  *iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
    const rows: Iterable<unknown> = this.#statement.iterate(...(parameters as Parameter[]));
    for (const values of rows) yield this.#toRow(values as readonly unknown[]);
  }

  #toRow(values: readonly unknown[]): Record<string, unknown> {
    const row: Record<string, unknown> = {};
    for (let i = 0; i < values.length; i++) row[this.#columns[i] ?? ""] = values[i];
    return row;
  }
}
