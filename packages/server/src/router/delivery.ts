import type { Directory, Registration } from "../directory/directory.ts";
import type { Awaitable } from "../features/feature.ts";
import type { Envelope, Outcome, Relay } from "../relay/relay.ts";
import { andThen } from "./awaitable.ts";
import type { Delivery } from "./route.ts";

/** What of an envelope does not depend on the node it goes to. */
export type Parcel = Pick<Envelope, "to" | "stanza" | "archiveId" | "reachedTo">;

/**
 * Hands a stanza to the nodes of those sessions that are to get it, one envelope a node.
 * A node that answers "none here" or not at all means a stale directory entry: look up again once, then give up.
 * @returns the number of sessions that got it
 */
export function deliver(
  directory: Directory,
  relay: Relay,
  parcel: Parcel,
  deliveries: readonly Delivery[],
  registrations: readonly Registration[],
  isRetry = false,
): Awaitable<number> {
  const groups = byNode(deliveries, registrations);
  let reached: Awaitable<number> = 0;
  for (const [node, group] of groups) {
    const outcome = relay.send(node, { version: 1, ...parcel, deliveries: group });
    const count = andThen(outcome, (it) =>
      it.kind === "delivered" || isRetry ? countOf(it) : retry(directory, relay, parcel, group),
    );
    reached = andThen(reached, (sum) => andThen(count, (more) => sum + more));
  }
  return reached;
}

function retry(directory: Directory, relay: Relay, parcel: Parcel, deliveries: readonly Delivery[]): Awaitable<number> {
  directory.forget(parcel.to);
  return andThen(directory.lookUp(parcel.to), (registrations) =>
    deliver(directory, relay, parcel, deliveries, registrations, true),
  );
}

function byNode(
  deliveries: readonly Delivery[],
  registrations: readonly Registration[],
): Iterable<[string, readonly Delivery[]]> {
  const first = registrations[0];
  if (!first || deliveries.length === 0) return [];
  if (registrations.every(({ node }) => node === first.node))
    return [[first.node, deliveries.filter(isRegistered(registrations))]];
  const groups = new Map<string, Delivery[]>();
  for (const delivery of deliveries) {
    const node = registrations.find(({ resource }) => resource === delivery.resource)?.node;
    if (node === undefined) continue;
    const group = groups.get(node);
    if (group) group.push(delivery);
    else groups.set(node, [delivery]);
  }
  return groups;
}

const isRegistered =
  (registrations: readonly Registration[]) =>
  (delivery: Delivery): boolean =>
    registrations.some(({ resource }) => resource === delivery.resource);

function countOf(outcome: Outcome): number {
  return outcome.kind === "delivered" ? outcome.sessions : 0;
}
