import {
  type ChatState,
  chatState,
  displayed,
  type Element,
  hint,
  markable,
  NS,
  originId,
  receipt,
  receiptRequest,
  xml,
} from "@yonder/protocol";

/** A chat message: with origin-id (XEP-0359), asking for a receipt (XEP-0184) and a displayed marker (XEP-0333). */
export function textMessage(to: string, id: string, body: string): Element {
  const text = xml("body", NS.client, null, body);
  return message(to, id, text, originId(id), receiptRequest(), markable(), chatState("active"));
}

/** XEP-0184 §5: kept only for a sender who is not here to see it. */
export function receiptMessage(to: string, id: string, of: string, isKept: boolean): Element {
  return message(to, id, receipt(of), hint(isKept ? "store" : "no-store"));
}

/** XEP-0333 §4.2: kept, so that our other devices and theirs learn it later. */
export function displayedMessage(to: string, id: string, upTo: string): Element {
  return message(to, id, displayed(upTo), hint("store"));
}

/** XEP-0085 §5.5: worth nothing later. */
export function chatStateMessage(to: string, id: string, state: ChatState): Element {
  return message(to, id, chatState(state), hint("no-store"));
}

/** Characters that XML 1.0 cannot carry are left out: one of them would end the stream. */
export function carriable(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "");
}

function message(to: string, id: string, ...children: Element[]): Element {
  return xml("message", NS.client, { type: "chat", to, id }, ...children);
}
