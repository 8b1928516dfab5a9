import { type Element, formatDateTime, NS, parseElement, UNLIMITED, xml } from "@yonder/protocol";
import type { NodeSubscription, PubsubItem } from "../../store/pubsub.ts";

/** An item as it is shown in an event, or in an answer. */
export function itemElement(ns: string, { id, xml: payload }: Pick<PubsubItem, "id" | "xml">): Element {
  return xml("item", ns, { id }, payload === "" ? undefined : parseElement(payload, UNLIMITED));
}

/** XEP-0060 §7.1.2: items were published; without their payloads where the node is configured so. */
export function published(
  node: string,
  items: readonly Pick<PubsubItem, "id" | "xml">[],
  hasPayloads: boolean,
): Element {
  const shown = items.map(({ id, xml: payload }) =>
    itemElement(NS.pubsubEvent, { id, xml: hasPayloads ? payload : "" }),
  );
  return xml("items", NS.pubsubEvent, { node }, ...shown);
}

/** §7.2.2.1 */
export function retracted(node: string, ids: readonly string[]): Element {
  return xml("items", NS.pubsubEvent, { node }, ...ids.map((id) => xml("retract", NS.pubsubEvent, { id })));
}

/** §8.5.2 */
export function purged(node: string): Element {
  return xml("purge", NS.pubsubEvent, { node });
}

/** §8.4.2 */
export function deleted(node: string): Element {
  return xml("delete", NS.pubsubEvent, { node });
}

/** §8.2.5.3 */
export function reconfigured(node: string, form: Element | undefined): Element {
  return xml("configuration", NS.pubsubEvent, { node }, form);
}

/** §12.14 */
export function subscriptionChanged({ node, jid }: NodeSubscription, subscription: string): Element {
  return xml("subscription", NS.pubsubEvent, { node, jid, subscription });
}

/** The message that brings an event. */
export function eventMessage(
  attrs: Readonly<Record<string, string | undefined>>,
  event: Element,
  ...more: (Element | undefined)[]
): Element {
  return xml("message", NS.client, attrs, xml("event", NS.pubsubEvent, null, event), ...more);
}

/** XEP-0203: the item is not new. */
export function delayed(since: Date): Element {
  return xml("delay", NS.delay, { stamp: formatDateTime(since) });
}
