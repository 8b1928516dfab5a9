import type { Element } from "@yonder/protocol";

export type CarbonReason =
  | "type"
  | "body"
  | "content"
  | "bounce"
  | "private"
  | "hint"
  | "group"
  | "copy"
  | "no-content";

export interface CarbonDecision {
  readonly shouldCopy: boolean;
  readonly reason: CarbonReason;
}

/**
 * Whether the other devices of one of a message's ends get a carbon copy of it: XEP-0280 §6.1, all of its rules.
 * `direction` is "sent" for the sender's devices, "received" for the recipient's.
 */
export function carbonDecision(message: Element, direction: "sent" | "received"): CarbonDecision {
  const refusal = reasonToWithhold(message, direction);
  if (refusal !== undefined) return { shouldCopy: false, reason: refusal };
  const reason = reasonToCopy(message, direction);
  return { shouldCopy: reason !== undefined, reason: reason ?? "no-content" };
}

/** The same as yes or no. */
export function isCarbonCopied(message: Element, direction: "sent" | "received" = "received"): boolean {
  return carbonDecision(message, direction).shouldCopy;
}

const CARBONS = "urn:xmpp:carbons:2";
const GROUP_USER = "http://jabber.org/protocol/muc#user";

function reasonToWithhold(message: Element, direction: "sent" | "received"): CarbonReason | undefined {
  if (message.attr("type") === "groupchat") return "group";
  for (const child of message.elements()) {
    if (child.ns === CARBONS) return child.name === "private" ? "private" : "copy";
    // XEP-0334 §4.3
    if (child.ns === "urn:xmpp:hints" && child.name === "no-copy") return "hint";
    // XEP-0280 §6.1: what a participant says in private is replicated by the group itself
    if (child.ns === GROUP_USER && direction === "received" && !isInvitation(child) && isToFullJid(message))
      return "group";
  }
  return undefined;
}

function reasonToCopy(message: Element, direction: "sent" | "received"): CarbonReason | undefined {
  const type = message.attr("type") ?? "normal";
  if (type === "chat") return "type";
  // Messages of a conversation go to a bare JID, so their bounces come from one.
  if (type === "error") return direction === "received" && !isFromFullJid(message) ? "bounce" : undefined;
  if (isNormal(type) && message.child("body") !== undefined) return "body";
  return message.elements().some(isInstantMessaging) ? "content" : undefined;
}

// RFC 6121 §5.2.2: an unknown type is handled as normal
function isNormal(type: string): boolean {
  return type !== "headline";
}

function isInstantMessaging(child: Element): boolean {
  return INSTANT_MESSAGING.has(child.ns) || (child.ns === GROUP_USER && isInvitation(child));
}

const INSTANT_MESSAGING: ReadonlySet<string> = new Set([
  "urn:xmpp:receipts", // XEP-0184
  "http://jabber.org/protocol/chatstates", // XEP-0085
  "urn:xmpp:chat-markers:0", // XEP-0333
  "urn:xmpp:eme:0", // XEP-0380
  "urn:xmpp:jingle-message:0", // XEP-0353
  "urn:xmpp:message-retract:1", // XEP-0424
  "urn:xmpp:reactions:0", // XEP-0444
  "urn:xmpp:sfs:0", // XEP-0447
  "jabber:x:conference", // XEP-0249
]);

function isInvitation(groupUser: Element): boolean {
  return groupUser.child("invite") !== undefined;
}

function isToFullJid(message: Element): boolean {
  return message.attr("to")?.includes("/") ?? false;
}

function isFromFullJid(message: Element): boolean {
  return message.attr("from")?.includes("/") ?? false;
}
