import type { Host } from "../feature.ts";
import type { Home } from "./home.ts";
import { MAX_AFFILIATIONS } from "./requests.ts";

/**
 * An account is no more: what it was to a service's nodes ends, so that a later one of that name is nothing to them.
 * What it owned alone is the service's own from then on, which administrators rule.
 */
export async function forget({ store: { pubsub } }: Host, { place, jid: service }: Home, bare: string): Promise<void> {
  for (const { node, jid } of await pubsub.subscriptionsOf(place, bare)) await pubsub.unsubscribe(place, node, jid);
  for (const { node } of await pubsub.affiliationsOf(place, bare)) {
    const owners = (await pubsub.affiliations(place, node)).filter(({ affiliation }) => affiliation === "owner");
    if (owners.every(({ jid }) => jid === bare))
      await pubsub.affiliate(place, node, service, "owner", MAX_AFFILIATIONS + 1);
    await pubsub.affiliate(place, node, bare, "none", MAX_AFFILIATIONS);
  }
}
