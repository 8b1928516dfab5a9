import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";
import { delay, delayOf } from "./delay.ts";

/** A stanza inside another (XEP-0297), with the time it was first received. */
export interface Forwarded {
  readonly stanza: Element;
  readonly stamp: Date | undefined;
}

export function forwarded(stanza: Element, stamp?: Date): Element {
  return xml("forwarded", NS.forward, null, stamp && delay(stamp), stanza);
}

/** What `wrapper` forwards. */
export function forwardedIn(wrapper: Element): Forwarded | undefined {
  const e = wrapper.child("forwarded", NS.forward);
  const stanza = e?.childWithNs(NS.client);
  return e && stanza && { stanza, stamp: delayOf(e)?.stamp };
}
