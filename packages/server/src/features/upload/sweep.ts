import type { Files } from "../../store/files/files.ts";
import type { Uploads } from "../../store/uploads.ts";

/** Files at once. */
const BATCH = 100;
/** More than the clocks of nodes differ, and an upload takes from its last byte to being complete. */
const GRACE_MS = 60_000;

/** Removes the files whose time is over, or whose owners are gone, and what crashes left behind. The file goes first: no file is ever forgotten. */
export async function sweep(uploads: Uploads, files: Files, now: Date): Promise<void> {
  await files.tidy();
  const before = new Date(now.getTime() - GRACE_MS);
  for (let ids = await uploads.expired(before, BATCH); ids.length > 0; ids = await uploads.expired(before, BATCH)) {
    await Promise.all(ids.map((id) => files.remove(id)));
    await uploads.forget(ids);
  }
}
