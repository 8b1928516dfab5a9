import { escapeAttr, escapeText } from "@yonder/protocol";
import type { RosterItem } from "./store.ts";

/** A contact as clients are told of it: `<item/>` in jabber:iq:roster (RFC 6121 §2.1.2). */
export function writtenItem({ contact, name, subscription, isPendingOut, isApproved, groups }: RosterItem): string {
  const start =
    `<item jid='${escapeAttr(contact)}'${name === undefined ? "" : ` name='${escapeAttr(name)}'`}` +
    ` subscription='${subscription}'${isPendingOut ? " ask='subscribe'" : ""}${isApproved ? " approved='true'" : ""}`;
  if (groups.length === 0) return `${start}/>`;
  return `${start}>${groups.map((group) => `<group>${escapeText(group)}</group>`).join("")}</item>`;
}
