import { readdirSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** What SQLite says of the database in a data folder: "ok" if it is whole. */
export function databaseIntegrity(dataDir: string): string {
  const database = new DatabaseSync(databaseFile(dataDir));
  const rows = database.prepare("PRAGMA integrity_check").all();
  database.close();
  return rows.map((row) => row.integrity_check).join("\n");
}

export function databaseFile(dataDir: string): string {
  const file = readdirSync(dataDir).find((name) => /\.(db|sqlite3?)$/.test(name));
  if (file === undefined) throw new Error(`No database in ${dataDir}: ${readdirSync(dataDir).join(" ")}`);
  return join(dataDir, file);
}
