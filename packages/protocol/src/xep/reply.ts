import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";

/** What a message answers (XEP-0461). */
export interface ReplyReference {
  /** Of the message meant: in a group the one that the room gave (XEP-0461 §4.1). */
  readonly id: string;
  /** Address of its author, as the sender claims. */
  readonly to?: string | undefined;
}

/** `<reply/>`: the message answers the one with that id. */
export function reply({ id, to }: ReplyReference): Element {
  return xml("reply", NS.reply, { to, id });
}

export function replyOf(message: Element): ReplyReference | undefined {
  const e = message.attr("type") === "error" ? undefined : message.child("reply", NS.reply);
  const id = e?.attr("id");
  return e && id ? { id, to: e.attr("to") } : undefined;
}
