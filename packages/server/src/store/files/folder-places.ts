import { mkdir, open, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { StoreError } from "../store-error.ts";

/** Where files are that are not whole yet. */
export const UNDER_WAY = "under-way";

/** Puts a file where it is to stay; name and place are durable then. */
export async function settle(draft: string, place: string): Promise<void> {
  await mkdir(dirname(place), { recursive: true, mode: 0o700 });
  await rename(draft, place);
  const folder = await open(dirname(place), "r");
  await folder.sync().finally(() => folder.close());
}

/** Spread over folders, since some file systems are slow with large ones. An id that could lead elsewhere is a bug. */
export function placeOf(folder: string, id: string): string {
  if (!/^[\w-]{16,64}$/.test(id)) throw new Error("That is no id of an upload.");
  return join(folder, id.slice(0, 2), id);
}

export function toStoreError(error: unknown): unknown {
  const code = codeOf(error);
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG")
    return new StoreError("full", "There is no room for the file.", { cause: error });
  if (code === "EIO" || code === "EROFS" || code === "EACCES" || code === "EMFILE" || code === "ESTALE")
    return new StoreError("unavailable", "The folder of uploads cannot be used.", { cause: error });
  return error;
}

export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
