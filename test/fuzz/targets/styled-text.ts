import { addressOfLink, findLinks } from "../../../packages/web/src/features/chat/links.ts";
import { type Block, parseStyling, plainText, type Span } from "../../../packages/web/src/features/chat/styling.ts";
import { mutatedText, soup } from "../generator.ts";
import { must, type Target } from "../target.ts";

const TEXTS = [
  "*strong* _emphasis_ ~gone~ `code` *_both_*",
  "> quoted\n>> twice\nanswer\n```\ncode *not strong*\n```\nend",
  "see https://example.com/a_(b)?q=1#x, (www.example.org) and xmpp:a@b.example?join!",
  "mailto:me@example.com <https://пример.example/> https://еxample.com/ http://user:pw@example.com",
  "\u202ehttps://example.com\u202c \u2066_x_\u2069",
];

/** Characters of about the largest body that a server takes. */
const LONGEST = 100_000;

/** A body is shown with all its text, and leads only where it may. */
export const styledText: Target<string> = {
  name: "styled-text",
  make(random) {
    const text = random.chance(0.85) ? mutatedText(random.pick(TEXTS), random) : soup(random, 40);
    // No stanza holds half of a pair (RFC 6120 §11.6).
    return (random.chance(0.002) ? text.repeat(500).slice(0, LONGEST) : text).toWellFormed();
  },
  check(text) {
    const blocks = parseStyling(text);
    const styled = blocks.map(textOf).join("");
    must(isPartOf(styled, text), "styling shows what nobody wrote", { text, styled });
    must(plainText(text).length <= text.length, "words that nobody wrote", text);
    const pieces = findLinks(text);
    must(
      pieces.map((piece) => (typeof piece === "string" ? piece : piece.text)).join("") === text,
      "links change the text",
      text,
    );
    for (const piece of pieces) {
      if (typeof piece === "string") continue;
      must(/^(?:https?|mailto|xmpp):/.test(piece.href), "a link that leads elsewhere", piece);
      must(!/[\s<>"\p{Cc}\p{Cf}]/u.test(piece.text), "a link with what is unseen", piece);
      addressOfLink(piece.href);
    }
  },
};

function textOf(block: Block): string {
  if (block.kind === "code") return block.text;
  return block.kind === "quote" ? block.blocks.map(textOf).join("") : block.lines.map(spansOf).join("");
}

function spansOf(spans: readonly Span[]): string {
  return spans.map((span) => (typeof span === "string" ? span : spansOf(span.spans))).join("");
}

/** Whether its letters stand in the other text in this order. */
function isPartOf(part: string, whole: string): boolean {
  let at = 0;
  for (const letter of part) {
    const found = whole.indexOf(letter, at);
    if (found < 0) return false;
    at = found + letter.length;
  }
  return true;
}
