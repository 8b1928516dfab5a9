import { type Element, NS, xml } from "@yonder/protocol";

/** A chat message: with origin-id (XEP-0359), asking for a receipt (XEP-0184) and a displayed marker (XEP-0333). */
export function chatMessage(to: string, id: string, body: string): Element {
  return xml(
    "message",
    NS.client,
    { type: "chat", to, id },
    xml("body", NS.client, null, body),
    xml("origin-id", NS.sid, { id }),
    xml("request", NS.receipts),
    xml("markable", NS.markers),
    xml("active", NS.chatStates),
  );
}

/** XEP-0184 §5: kept only for a sender who is not here to see it. */
export function receipt(to: string, id: string, stanzaId: string, isKept: boolean): Element {
  return message(to, id, xml("received", NS.receipts, { id: stanzaId }), hint(isKept ? "store" : "no-store"));
}

/** XEP-0333 §4.2: kept, so that our other devices and theirs learn it later. */
export function displayed(to: string, id: string, stanzaId: string): Element {
  return message(to, id, xml("displayed", NS.markers, { id: stanzaId }), hint("store"));
}

/** XEP-0085 §5.5: worth nothing later. */
export function chatState(to: string, id: string, state: "composing" | "paused" | "active"): Element {
  return message(to, id, xml(state, NS.chatStates), hint("no-store"));
}

/** Characters that XML 1.0 cannot carry are left out: one of them would end the stream. */
export function carriable(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "");
}

function message(to: string, id: string, ...children: Element[]): Element {
  return xml("message", NS.client, { type: "chat", to, id }, ...children);
}

function hint(name: "store" | "no-store"): Element {
  return xml(name, NS.hints);
}
