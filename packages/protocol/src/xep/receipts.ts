import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";

/** `<request/>`: asks for a receipt (XEP-0184). */
export function receiptRequest(): Element {
  return xml("request", NS.receipts);
}

/** `<received/>`: the message with that id reached a device. */
export function receipt(id: string): Element {
  return xml("received", NS.receipts, { id });
}

/** Whether a message asks for a receipt; one without id cannot (XEP-0184 §5.1). */
export function requestsReceipt(message: Element): boolean {
  return (
    message.attr("type") !== "error" &&
    message.attr("id") !== undefined &&
    message.child("request", NS.receipts) !== undefined
  );
}

/** The id of the message that this one is a receipt for. */
export function receiptOf(message: Element): string | undefined {
  return message.attr("type") === "error" ? undefined : message.child("received", NS.receipts)?.attr("id");
}
