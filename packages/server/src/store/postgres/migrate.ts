import { StoreError } from "../store-error.ts";
import type { Connection } from "./connection.ts";
import { kyselyOver } from "./dialect.ts";
import { migrationLock } from "./locks.ts";
import { migrations } from "./migrations.ts";
import { inTransaction } from "./transaction.ts";

const newest = migrations.at(-1)?.version ?? 0;

/**
 * Brings the tables to the newest version, each step in a transaction of its own; several nodes may do so at once. Nothing happens to a database
 * of a newer release that this one can go on with; another one is refused with StoreError "newer-schema".
 */
export async function migrate(connection: Connection): Promise<void> {
  while (await inTransaction(connection, () => step(connection))) {}
}

/** Returns whether there may be more to do. */
async function step(connection: Connection): Promise<boolean> {
  await connection.query(`SELECT pg_advisory_xact_lock(${migrationLock})`);
  const version = await schemaVersion(connection);
  const next = migrations.find((migration) => migration.version > version);
  if (next === undefined) return false;
  if (version === 0) {
    await connection.query("CREATE TABLE schema_version (version integer NOT NULL, usable_from integer NOT NULL)");
    await connection.query("INSERT INTO schema_version VALUES (0, 0)");
  }
  await next.up(kyselyOver<unknown>(connection), "postgres");
  await connection.query("UPDATE schema_version SET version = $1, usable_from = $2", [next.version, next.usableFrom]);
  return true;
}

/** 0 for a new database. */
async function schemaVersion(connection: Connection): Promise<number> {
  const [table] = await connection.query("SELECT to_regclass('schema_version') AS name");
  if (table?.name === null) return 0;
  const [row] = await connection.query<{ version: number; usable_from: number }>("SELECT * FROM schema_version");
  const { version, usable_from: usableFrom } = row ?? { version: 0, usable_from: 0 };
  if (usableFrom <= newest) return version;
  const message = `The database was written by a newer release (schema ${version}; this one knows ${newest}).`;
  throw new StoreError("newer-schema", message);
}
