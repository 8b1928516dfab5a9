import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";

const CHAT_STATES = ["active", "composing", "paused", "inactive", "gone"] as const;

/** What someone does in a conversation (XEP-0085 §2). */
export type ChatState = (typeof CHAT_STATES)[number];

export function chatState(state: ChatState): Element {
  return xml(state, NS.chatStates);
}

export function chatStateOf(message: Element): ChatState | undefined {
  if (message.attr("type") === "error") return undefined;
  const name = message.childWithNs(NS.chatStates)?.name;
  return CHAT_STATES.find((state) => state === name);
}
