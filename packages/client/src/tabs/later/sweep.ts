import { answer, type Request } from "../../storage/database.ts";
import type { Slots } from "../slots.ts";
import type { Locks } from "../tab-options.ts";

/** The part of the standard IDBFactory that is used. */
export interface Databases {
  databases?(): Promise<readonly { readonly name?: string }[]>;
  deleteDatabase(name: string): unknown;
}

interface SweepParts {
  readonly slots: Slots;
  readonly databases: Databases | undefined;
  readonly locks: Locks | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** A tab that was closed, or put to sleep, may be opened again for so long, ms. */
const GRACE = 24 * 3_600_000;
/** The storage of all accounts but the first is named so. */
const OURS = "yonder-";

/** Storage that no account of this browser has goes: at once where somebody signed out, else when no tab has shown it for a day. */
export async function sweep({ slots, databases, locks, now }: SweepParts): Promise<void> {
  const names = (await databases?.databases?.()) ?? [];
  const { abandoned } = slots;
  const still: Record<string, number> = {};
  for (const { name = "" } of names) {
    const isOurs = name.startsWith(OURS) || abandoned[name] === 0;
    if (!isOurs || slots.accounts.some(({ slot }) => slot === name)) continue;
    const since = abandoned[name] ?? now;
    // A tab that shows it holds the lock, and one that is about to waits for it.
    await locks?.request(`yonder:${name}`, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      if (now - since < GRACE) still[name] = since;
      else await answer(databases?.deleteDatabase(name) as Request<undefined>);
    });
  }
  slots.abandoned = still;
}
