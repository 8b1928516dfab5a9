import type { Clock } from "./features/feature.ts";
import type { Store } from "./store/store.ts";

/** The first-run link works for a week; the next start prints a new one. */
const LIFETIME_MS = 7 * 24 * 3600 * 1000;

/** The link whose page makes the first account, which looks after the server; undefined once there is an account. */
export async function firstRunLink(store: Store, publicUrl: string, clock: Clock): Promise<string | undefined> {
  if ((await store.accounts.count()) > 0) return undefined;
  const token = await store.invitations.create({
    kind: "admin",
    expiresAt: new Date(clock.now() + LIFETIME_MS),
    uses: 1,
  });
  // In the fragment, so that it reaches no log.
  return `${publicUrl}/first-run#${token}`;
}
