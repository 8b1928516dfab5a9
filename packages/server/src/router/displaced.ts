import { type Element, xml } from "@yonder/protocol";

const SIGNALS = "urn:yonder:signal:0";

/** A signal among nodes: a session of the user was bound elsewhere under this resource (RFC 6120 §7.7.2.2). */
export function displaced(resource: string): Element {
  return xml("displaced", SIGNALS, { resource });
}

/** The resource that such a signal names; undefined for other signals. */
export function displacedBy(signal: Element): string | undefined {
  return signal.is("displaced", SIGNALS) ? signal.attr("resource") : undefined;
}
