import { randomBytes } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { StoreError } from "../store-error.ts";
import type { ByteRange, Files } from "./files.ts";
import { partPlaceOf, partsInFolder } from "./folder-parts.ts";
import { codeOf, placeOf, settle, toStoreError, UNDER_WAY } from "./folder-places.ts";

/** Half-written files that are older belong to nobody any more: no upload takes as long. */
const ABANDONED_MS = 24 * 3600 * 1000;

/** Files in a folder, which nodes may share. They are written beside their place, and put there when they are whole. */
export function filesInFolder(folder: string, now: () => number = Date.now): Files {
  return {
    put: (id, content, size) => put(folder, id, content, size),
    open: (id, part) => openPart(placeOf(folder, id), part),
    remove: (id) => remove(folder, id),
    tidy: () => tidy(join(folder, UNDER_WAY), now() - ABANDONED_MS),
    parts: partsInFolder(folder),
  };
}

async function put(folder: string, id: string, content: Readable, size: number): Promise<void> {
  const place = placeOf(folder, id);
  const draft = join(folder, UNDER_WAY, `${id}.${randomBytes(6).toString("hex")}`);
  try {
    await mkdir(dirname(draft), { recursive: true, mode: 0o700 });
    await write(draft, content, size);
    await settle(draft, place);
  } catch (error) {
    await rm(draft, { force: true });
    throw toStoreError(error);
  }
}

async function write(draft: string, content: Readable, size: number): Promise<void> {
  const file = createWriteStream(draft, { flags: "wx", mode: 0o600, flush: true });
  await pipeline(content, file);
  if (file.bytesWritten !== size) throw new StoreError("conflict", "It has another size than was said.");
}

async function remove(folder: string, id: string): Promise<void> {
  for (const place of [placeOf(folder, id), partPlaceOf(folder, id)]) await rm(place, { force: true });
}

async function openPart(place: string, { first, last }: ByteRange): Promise<Readable | undefined> {
  try {
    const handle = await open(place, "r");
    return handle.createReadStream({ start: first, end: last });
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw toStoreError(error);
  }
}

async function tidy(folder: string, before: number): Promise<void> {
  for (const name of await namesIn(folder)) {
    const file = join(folder, name);
    // Another node may have been faster.
    const found = await stat(file).catch(() => undefined);
    if (found && found.mtimeMs < before) await rm(file, { force: true });
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return [];
    throw error;
  }
}
