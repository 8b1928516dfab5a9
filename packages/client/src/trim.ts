import type { Context } from "./context.ts";
import type { Storage } from "./storage/storage.ts";

/** Between removing some and some more, ms: what the user does comes first. */
const PAUSE = 50;

/** Removes what this device does not keep of a conversation: some of it now, the rest by and by. @returns whether there was something, or may be */
export async function trim({ journal, clock, log }: Context, storage: Storage, peer: string, keep: number) {
  const some = () =>
    storage.trim(peer, keep).catch((cause: unknown) => {
      log("messages could not be removed", cause);
      return undefined;
    });
  const goOn = (isTrimmed: boolean | undefined): void => {
    if (isTrimmed) clock.after(PAUSE, () => void some().then(goOn));
  };
  await journal.flush();
  const isTrimmed = await some();
  goOn(isTrimmed);
  return isTrimmed ?? true;
}
