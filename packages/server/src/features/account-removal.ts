import type { Account } from "../store/store.ts";
import type { Host } from "./feature.ts";
import { removed } from "./signals.ts";
import type { Subscriptions } from "./subscriptions.ts";

/** XEP-0077 §3.2: contacts learn of it first, then the account ends. Its sessions end with {@link tellRemoved}. */
export async function removeAccount(host: Host, subscriptions: Subscriptions, account: Account): Promise<void> {
  const owner = { id: account.id, bare: `${account.username}@${host.domain}` };
  const { items } = await host.store.roster.load(owner.id);
  for (const { contact } of items) await subscriptions.change(owner, contact, { kind: "remove" });
  await host.store.accounts.remove(account.username);
}

/** The sessions of an account that was removed end, on whatever node. */
export function tellRemoved(host: Host, { username }: Account): void {
  const told = host.router.signal(`${username}@${host.domain}`, removed());
  // Another node that does not hear it learns of the removal from the store.
  if (told instanceof Promise) told.catch((error: unknown) => host.log.warn({ err: error }, "removal not signalled"));
}
