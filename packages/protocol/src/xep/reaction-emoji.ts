import { NS } from "../ns.ts";
import type { Element } from "../xml/element.ts";
import type { Reactions } from "./reactions.ts";

/** More than this of one person are not taken: a sane client sends a few. */
const MAX_REACTIONS = 20;
/** UTF-16 units; a family of four with all their skins has 23. */
const MAX_LENGTH = 40;

// Unicode Technical Standard 51 §1.4.9, loosely: emoji of years to come have its form too.
const EMOJI =
  /^(?:\p{RI}{2}|[\d#*]\u{FE0F}?\u{20E3}|\p{ExtPict}[\u{FE0F}\p{EMod}]?[\u{E0020}-\u{E007F}]*(?:\u{200D}\p{ExtPict}[\u{FE0F}\p{EMod}]?)*)$/u;

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
