import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";

/** What a message takes back. */
export interface Retraction {
  /** Of the message meant: in a group the one that the room gave (XEP-0424 §5.1). */
  readonly id: string;
  /** A moderator did it through the room (XEP-0425 §3.1): to be believed from the room itself alone. */
  readonly isModerated: boolean;
}

/** `<retract/>`: the message with that id is to be removed (XEP-0424). */
export function retraction(id: string): Element {
  return xml("retract", NS.retraction, { id });
}

export function retractionOf(message: Element): Retraction | undefined {
  const e = message.attr("type") === "error" ? undefined : message.child("retract", NS.retraction);
  const id = e?.attr("id");
  return e && id ? { id, isModerated: e.child("moderated", NS.messageModeration) !== undefined } : undefined;
}

/** Whether the archive has but a tombstone in this message's place (XEP-0424 §4, XEP-0425 §4). */
export function isTombstone(message: Element): boolean {
  return message.child("retracted", NS.retraction) !== undefined;
}
