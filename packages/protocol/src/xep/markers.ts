import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";

/** `<markable/>`: asks to be told when the message was displayed (XEP-0333). */
export function markable(): Element {
  return xml("markable", NS.markers);
}

/** `<displayed/>`: all messages up to the one with that id were displayed. */
export function displayed(id: string): Element {
  return xml("displayed", NS.markers, { id });
}

/** Whether a message asks to be told; one without id cannot. */
export function isMarkable(message: Element): boolean {
  return message.attr("id") !== undefined && message.child("markable", NS.markers) !== undefined;
}

/** The id of the message up to which all was displayed. */
export function displayedUpTo(message: Element): string | undefined {
  return message.attr("type") === "error" ? undefined : message.child("displayed", NS.markers)?.attr("id");
}
