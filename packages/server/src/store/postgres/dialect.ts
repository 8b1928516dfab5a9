import { Kysely, PostgresDialect } from "kysely";
import type { Schema } from "../queries/schema.ts";
import type { Connection } from "./connection.ts";

const known = new WeakMap<Connection, Kysely<Schema>>();

/** Kysely on one connection: inside whatever transaction is open. */
export function kyselyOn(connection: Connection): Kysely<Schema> {
  const db = known.get(connection) ?? kyselyOver<Schema>(connection);
  known.set(connection, db);
  return db;
}

/** The same, for tables of any kind. */
export function kyselyOver<Tables>(connection: Connection): Kysely<Tables> {
  const client = {
    query: (text: string, values: readonly unknown[]) => connection.run(text, values),
    release: () => undefined,
  };
  const pool = { connect: async () => client, end: async () => undefined, options: {} };
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: pool as never }) });
}
