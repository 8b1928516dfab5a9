import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";

/** All that somebody feels about one message: what they felt before counts no more (XEP-0444 §3.2). */
export interface Reactions {
  /** Of the message meant: in a group the one that the room gave (XEP-0444 §4.2). */
  readonly id: string;
  readonly emojis: readonly string[];
}

/** More than this of one person are not taken: a sane client sends a few. */
const MAX_REACTIONS = 20;
/** UTF-16 units; a family of four with all their skins has 23. */
const MAX_LENGTH = 40;

// Unicode Technical Standard 51 §1.4.9, loosely: emoji of years to come have its form too.
const EMOJI =
  /^(?:\p{RI}{2}|[\d#*]\u{FE0F}?\u{20E3}|\p{ExtPict}[\u{FE0F}\p{EMod}]?[\u{E0020}-\u{E007F}]*(?:\u{200D}\p{ExtPict}[\u{FE0F}\p{EMod}]?)*)$/u;

/** `<reactions/>`; without emoji all are taken back. */
export function reactions({ id, emojis }: Reactions): Element {
  return xml("reactions", NS.reactions, { id }, ...emojis.map((emoji) => xml("reaction", NS.reactions, null, emoji)));
}

/** The reactions in a message, each once; what is no single emoji is left out (XEP-0444 §4). */
export function reactionsOf(message: Element): Reactions | undefined {
  const e = message.attr("type") === "error" ? undefined : message.child("reactions", NS.reactions);
  const id = e?.attr("id");
  if (!e || !id) return undefined;
  const emojis = new Set<string>();
  for (const child of e.children) {
    if (emojis.size === MAX_REACTIONS) break;
    if (typeof child === "string" || !child.is("reaction", NS.reactions)) continue;
    const emoji = child.text.trim();
    if (isEmoji(emoji)) emojis.add(emoji);
  }
  return { id, emojis: [...emojis] };
}

/** Whether a text is one emoji and nothing else. */
export function isEmoji(text: string): boolean {
  return text.length <= MAX_LENGTH && EMOJI.test(text);
}
