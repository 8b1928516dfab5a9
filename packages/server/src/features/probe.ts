import type { Jid } from "@yonder/protocol";
import type { Host } from "./feature.ts";
import { show } from "./signals.ts";

/**
 * Somebody probes a user's presence (RFC 6121 §4.3.2). Whoever may see it is shown it.
 * @returns the type of presence to answer with, unless the user's sessions answer
 */
export async function probe(host: Host, from: Jid, to: Jid): Promise<"unsubscribed" | "unavailable" | undefined> {
  const { router, store, directory } = host;
  const isOwn = to.bare === from.bare;
  const account = await store.accounts.find(to.local ?? "");
  const item = account && !isOwn ? await store.roster.find(account.id, from.bare) : undefined;
  // nobody learns whether the account exists, or is here
  if (!isOwn && item?.subscription !== "from" && item?.subscription !== "both") return "unsubscribed";
  const registrations = await directory.lookUp(to.bare);
  if (!registrations.some(({ presence }) => presence.isAvailable)) return "unavailable";
  await router.signal(to.bare, show(from.toString()));
}
