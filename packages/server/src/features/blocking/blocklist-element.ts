import { type Element, Jid, NS, StanzaError, xml } from "@yonder/protocol";
import type { Blocklist } from "../../router/barrier.ts";

/** `<blocklist/>`, `<block/>` or `<unblock/>` with these addresses (XEP-0191 §10.1). */
export function blockElement(name: "blocklist" | "block" | "unblock", addresses: Iterable<string>): Element {
  return xml(name, NS.blocking, null, ...[...addresses].map((jid) => xml("item", NS.blocking, { jid })));
}

/** The items of a request, by address as it was prepared. Throws StanzaError `bad-request` or `jid-malformed`. */
export function itemsOf(payload: Element): ReadonlyMap<string, Element> {
  const items = new Map<string, Element>();
  for (const item of payload.elements()) {
    const address = item.is("item", NS.blocking) ? item.attr("jid") : undefined;
    if (address === undefined) throw new StanzaError("bad-request");
    const jid = Jid.tryParse(address);
    if (!jid) throw new StanzaError("jid-malformed");
    items.set(jid.toString(), item);
  }
  return items;
}

/** What the nodes where a user is tell each other: addresses that the user has just blocked, or blocks no longer. */
export interface BlockChange {
  readonly isBlocked: boolean;
  readonly addresses: Blocklist;
}

export function blockChangeIn(signal: Element): BlockChange | undefined {
  if (signal.ns !== NS.blocking) return undefined;
  return { isBlocked: signal.name === "block", addresses: new Set(itemsOf(signal).keys()) };
}
