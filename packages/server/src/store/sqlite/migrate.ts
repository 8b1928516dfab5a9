import type { DatabaseSync } from "node:sqlite";
import type { Kysely } from "kysely";
import { StoreError } from "../store-error.ts";
import { migrations } from "./migrations.ts";

const newest = migrations.at(-1)?.version ?? 0;

/** The version of the tables; 0 for a new database. Throws "newer-schema" when a newer release wrote it. */
function schemaVersion(database: DatabaseSync): number {
  const table = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_version'").get();
  if (table === undefined) return 0;
  const version = Number(database.prepare("SELECT version FROM schema_version").get()?.version ?? 0);
  if (version <= newest) return version;
  const message = `The database was written by a newer release (schema ${version}; this one knows ${newest}).`;
  throw new StoreError("newer-schema", message);
}

export function needsMigration(database: DatabaseSync): boolean {
  return schemaVersion(database) < newest;
}

/** Brings the tables to the newest version: all steps, or none. */
export async function migrate(database: DatabaseSync, db: Kysely<unknown>): Promise<void> {
  database.exec("BEGIN EXCLUSIVE");
  try {
    const version = schemaVersion(database);
    if (version === 0) database.exec("CREATE TABLE schema_version (version INTEGER NOT NULL)");
    for (const migration of migrations) if (migration.version > version) await migration.up(db, "sqlite");
    database.exec("DELETE FROM schema_version");
    database.prepare("INSERT INTO schema_version VALUES (?)").run(newest);
    database.exec("COMMIT");
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}
