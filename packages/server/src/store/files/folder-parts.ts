import { type FileHandle, mkdir, open, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { StoreError } from "../store-error.ts";
import type { FileParts } from "./files.ts";
import { codeOf, placeOf, settle, toStoreError, UNDER_WAY } from "./folder-places.ts";

/** Files that come in parts are one file each from the beginning, beside their place: as long as what has come. */
export function partsInFolder(folder: string): FileParts {
  return {
    length: (id) => lengthOf(partPlaceOf(folder, id)),
    append: (id, content, from) => append(partPlaceOf(folder, id), content, from),
    finish: (id, size) => finish(partPlaceOf(folder, id), placeOf(folder, id), size),
  };
}

export function partPlaceOf(folder: string, id: string): string {
  // An id that could lead elsewhere has no place.
  return join(folder, UNDER_WAY, basename(placeOf(folder, id)));
}

async function lengthOf(part: string): Promise<number> {
  try {
    return (await stat(part)).size;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return 0;
    throw toStoreError(error);
  }
}

async function append(part: string, content: Readable, from: number): Promise<void> {
  try {
    await mkdir(dirname(part), { recursive: true, mode: 0o700 });
    const file = await open(part, from === 0 ? "w" : "r+", 0o600);
    await write(file, content, from).finally(() => file.close());
  } catch (error) {
    throw toStoreError(error);
  }
}

/** Each piece of it is written before the next one is read: what came before it broke is kept. */
async function write(file: FileHandle, content: Readable, from: number): Promise<void> {
  let end = from;
  for await (const chunk of content as AsyncIterable<Buffer>)
    for (let done = 0; done < chunk.length; ) {
      const { bytesWritten } = await file.write(chunk, done, chunk.length - done, end);
      done += bytesWritten;
      end += bytesWritten;
    }
}

async function finish(part: string, place: string, size: number): Promise<void> {
  try {
    const file = await open(part, "r+");
    const length = await file
      .sync()
      .then(async () => (await file.stat()).size)
      .finally(() => file.close());
    if (length !== size) throw new StoreError("conflict", "It has another size than was said.");
    await settle(part, place);
  } catch (error) {
    throw toStoreError(error);
  }
}
