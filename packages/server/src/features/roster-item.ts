import { type Element, NS, xml } from "@yonder/protocol";
import type { RosterItem } from "../store/store.ts";

/** `<item/>` as clients see it (RFC 6121 §2.1.2). */
export function rosterItem(item: RosterItem): Element {
  const attrs = {
    jid: item.contact,
    name: item.name,
    subscription: item.subscription,
    ask: item.isPendingOut ? "subscribe" : undefined,
    approved: item.isApproved ? "true" : undefined,
  };
  return xml("item", NS.roster, attrs, ...item.groups.map((group) => xml("group", NS.roster, null, group)));
}

/** What a roster push carries (RFC 6121 §2.1.6): the contact as it is now, or that it is gone. */
export function rosterPush(contact: string, item: RosterItem | undefined, version: string): Element {
  const isListed = item?.isListed === true;
  const child = isListed ? rosterItem(item) : xml("item", NS.roster, { jid: contact, subscription: "remove" });
  return xml("query", NS.roster, { ver: version }, child);
}
