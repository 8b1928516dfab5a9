import type { Element } from "@yonder/protocol";

/** Why a message is stored or not: said in the log and by tests, never sent. */
export type StorageReason = "type" | "store-hint" | "no-store-hint" | "content" | "no-content";

export interface StoragePolicy {
  /** Belongs in the archive of sender and recipient (XEP-0313 §6.1.1). */
  readonly shouldArchive: boolean;
  /** Waits for a recipient of whom no device is here (RFC 6121 §8.5.2.2.1, XEP-0160). */
  readonly isPending: boolean;
  /** The sender is told when it can be neither delivered nor kept; what carries no content vanishes silently. */
  readonly shouldBounce: boolean;
  readonly reason: StorageReason;
}

/** What becomes of a message apart from its live delivery: XEP-0313 §6.1.1, XEP-0334 §4, RFC 6121 §8.5.2.2.1. */
export function storagePolicy(message: Element): StoragePolicy {
  const type = message.attr("type");
  // XEP-0334 §5: the hints inside an error are those of the stanza it answers
  if (type === "error" || type === "groupchat") return transient("type", false);
  const hint = strongestHint(message);
  const hasContent = message.elements().some(isContent);
  if (hint === "no-store") return transient("no-store-hint", hasContent);
  if (hint === "store") return stored("store-hint");
  if (type === "headline") return transient("type", false);
  return hasContent ? stored("content") : transient("no-content", false);
}

const HINTS = "urn:xmpp:hints";

function strongestHint(message: Element): "no-store" | "store" | undefined {
  let wantsStore = false;
  for (const child of message.elements()) {
    if (child.ns !== HINTS) continue;
    // The archive is the one store there is, so what may not rest in it permanently is not kept at all.
    if (child.name === "no-store" || child.name === "no-permanent-store") return "no-store";
    if (child.name === "store") wantsStore = true;
  }
  return wantsStore ? "store" : undefined;
}

function isContent(child: Element): boolean {
  if (child.ns === "jabber:client") return child.name === "body" || child.name === "subject";
  if (child.ns === "http://jabber.org/protocol/muc#user") return child.child("invite") !== undefined;
  // XEP-0184: a request only accompanies content, a receipt is content
  if (child.ns === "urn:xmpp:receipts") return child.name === "received";
  if (child.ns === "urn:xmpp:chat-markers:0") return child.name !== "markable";
  return CONTENT_NAMESPACES.has(child.ns);
}

const CONTENT_NAMESPACES: ReadonlySet<string> = new Set([
  "urn:xmpp:eme:0", // XEP-0380: says that the content is encrypted
  "urn:xmpp:omemo:2", // XEP-0384
  "eu.siacs.conversations.axolotl", // COMPAT: Conversations, Dino, Gajim: OMEMO before its own namespace
  "jabber:x:encrypted", // XEP-0027
  "urn:xmpp:openpgp:0", // XEP-0373
  "jabber:x:conference", // XEP-0249: invitation to a group
  "urn:xmpp:reactions:0", // XEP-0444
  "urn:xmpp:message-retract:1", // XEP-0424
  "urn:xmpp:jingle-message:0", // XEP-0353: a missed call
  "urn:xmpp:sfs:0", // XEP-0447: a file, or where it is to be had
]);

function stored(reason: StorageReason): StoragePolicy {
  return { shouldArchive: true, isPending: true, shouldBounce: true, reason };
}

function transient(reason: StorageReason, shouldBounce: boolean): StoragePolicy {
  return { shouldArchive: false, isPending: false, shouldBounce, reason };
}
