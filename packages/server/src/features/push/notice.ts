import { type Element, Jid, NS } from "@yonder/protocol";

/** What a device is told of messages that wait for its user: neither their words nor who else was in the conversation. */
export interface Notice {
  /** How many messages it tells of. */
  readonly count: number;
  /** Bare address of who sent the last one. */
  readonly sender: string;
}

/** What a message is to be told as; undefined: it is nothing to wake anybody for, as a receipt. */
export function noticeOf(message: Element): Notice | undefined {
  if (!message.elements().some(isWorthTelling) || message.elements().some(changesAnother)) return undefined;
  const sender = Jid.tryParse(message.attr("from") ?? "")?.bare;
  return sender === undefined ? undefined : { count: 1, sender };
}

export function merged(one: Notice | undefined, later: Notice): Notice {
  return { count: (one?.count ?? 0) + later.count, sender: later.sender };
}

/** It only says something of another message, whatever words it has for those who do not know that: XEP-0308, XEP-0424, XEP-0444. */
function changesAnother(child: Element): boolean {
  return (
    child.is("replace", NS.correction) || child.is("retract", NS.retraction) || child.is("reactions", NS.reactions)
  );
}

function isWorthTelling(child: Element): boolean {
  if (child.ns === NS.client) return child.name === "body" && child.text !== "";
  if (child.ns === NS.mucUser) return child.child("invite") !== undefined;
  // XEP-0380: the words are inside; XEP-0353: somebody calls; XEP-0249: an invitation
  return (
    child.is("encryption", "urn:xmpp:eme:0") ||
    child.is("propose", "urn:xmpp:jingle-message:0") ||
    child.is("x", NS.directInvitation)
  );
}
