import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";

/** `<replace/>`: the message stands in the place of the one with that id (XEP-0308). */
export function correction(id: string): Element {
  return xml("replace", NS.correction, { id });
}

/** The id of the message that this one corrects: the first one's, however often it was corrected (XEP-0308 §4). */
export function correctionOf(message: Element): string | undefined {
  return message.attr("type") === "error"
    ? undefined
    : message.child("replace", NS.correction)?.attr("id") || undefined;
}
