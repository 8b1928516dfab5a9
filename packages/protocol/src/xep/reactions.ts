import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";

/** All that somebody feels about one message: what they felt before counts no more (XEP-0444 §3.2). */
export interface Reactions {
  /** Of the message meant: in a group the one that the room gave (XEP-0444 §4.2). */
  readonly id: string;
  readonly emojis: readonly string[];
}

/** `<reactions/>`; without emoji all are taken back. */
export function reactions({ id, emojis }: Reactions): Element {
  return xml("reactions", NS.reactions, { id }, ...emojis.map((emoji) => xml("reaction", NS.reactions, null, emoji)));
}
