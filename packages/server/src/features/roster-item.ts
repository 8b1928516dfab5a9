import { type Element, NS, parseElement, UNLIMITED, xml } from "@yonder/protocol";
import { writtenItem } from "../store/roster-xml.ts";
import type { RosterItem } from "../store/store.ts";

/** What a roster push carries (RFC 6121 §2.1.6): the contact as it is now, or that it is gone. */
export function rosterPush(contact: string, item: RosterItem | undefined, version: string): Element {
  const isListed = item?.isListed === true;
  const child = isListed
    ? parseElement(writtenItem(item), UNLIMITED, NS.roster)
    : xml("item", NS.roster, { jid: contact, subscription: "remove" });
  return xml("query", NS.roster, { ver: version }, child);
}
