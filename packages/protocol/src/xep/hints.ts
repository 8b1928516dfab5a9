import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";

/** How a message asks to be handled (XEP-0334 §4). */
export type Hint = "no-permanent-store" | "no-store" | "no-copy" | "store";

export function hint(name: Hint): Element {
  return xml(name, NS.hints);
}

/** Whether a message gives the hint; those in an error are the original's and do not count (XEP-0334 §5). */
export function hasHint(message: Element, name: Hint): boolean {
  return message.attr("type") !== "error" && message.child(name, NS.hints) !== undefined;
}
