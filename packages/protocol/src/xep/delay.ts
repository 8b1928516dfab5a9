import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";
import { formatDateTime, parseDateTime } from "./datetime.ts";

/** When a stanza was first received, and by whom it was held (XEP-0203). */
export interface Delay {
  readonly stamp: Date;
  readonly from: string | undefined;
  readonly reason: string | undefined;
}

/** `<delay/>`: `from` is the address of the entity that held the stanza. */
export function delay(stamp: Date, from?: string, reason?: string): Element {
  return xml("delay", NS.delay, { from, stamp: formatDateTime(stamp) }, reason);
}

/** The first `<delay/>` of a stanza, or the first by `from`; whoever else stamped it is not to be believed (XEP-0203 §5). */
export function delayOf(stanza: Element, from?: string): Delay | undefined {
  for (const e of stanza.elements()) {
    if (!e.is("delay", NS.delay) || (from !== undefined && e.attr("from") !== from)) continue;
    const stamp = parseDateTime(e.attr("stamp") ?? "");
    if (stamp !== undefined) return { stamp, from: e.attr("from"), reason: e.text || undefined };
  }
  return undefined;
}
