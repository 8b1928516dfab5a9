import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Of each archive that was ever searched a file beside the database: what is lost of it is made anew, so none is in a backup's way. */
const folderName = "search";
const ending = ".db";

export function openSearchFile(folder: string, archive: string): DatabaseSync {
  mkdirSync(join(folder, folderName), { recursive: true, mode: 0o700 });
  return new DatabaseSync(fileOf(folder, archive), { timeout: 1_000 });
}

export function removeSearchFile(folder: string, archive: string): void {
  for (const part of ["", "-wal", "-shm"]) rmSync(fileOf(folder, archive) + part, { force: true });
}

/** The archives that there are files of. */
export function searchedArchives(folder: string): readonly string[] {
  if (!existsSync(join(folder, folderName))) return [];
  const names = readdirSync(join(folder, folderName)).filter((name) => name.endsWith(ending));
  return names.map((name) => name.slice(0, -ending.length));
}

function fileOf(folder: string, archive: string): string {
  return join(folder, folderName, archive + ending);
}
