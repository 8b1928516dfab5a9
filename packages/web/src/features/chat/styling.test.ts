import { describe, expect, it } from "vitest";
import { type Block, parseSpans, parseStyling, plainText, type Span } from "./styling.ts";

/** Spans drawn with tags: <strong>a</strong>. */
const draw = (spans: readonly Span[]): string =>
  spans.map((span) => (typeof span === "string" ? span : `<${span.kind}>${draw(span.spans)}</${span.kind}>`)).join("");
const outline = (blocks: readonly Block[]): unknown =>
  blocks.map((block) => {
    if (block.kind === "code") return { code: block.text };
    if (block.kind === "quote") return { quote: outline(block.blocks) };
    return block.lines.map((line) => draw(line)).join("\n");
  });

describe("spans, as XEP-0393 §6.2 shows them", () => {
  it.each([
    ["plain span", "plain span"],
    ["*strong span*", "<strong>strong span</strong>"],
    ["plain _emphasis_ plain", "plain <emphasis>emphasis</emphasis> plain"],
    ["`pre` plain *strong*", "<code>pre</code> plain <strong>strong</strong>"],
    ["*strong*plain*", "<strong>strong</strong>plain*"],
    ["* plain *strong*", "* plain <strong>strong</strong>"],
    ["Everyone ~dis~likes cake.", "Everyone <strike>dis</strike>likes cake."],
    ["This is `*monospace*`", "This is <code>*monospace*</code>"],
    ["This is *`monospace and bold`*", "This is <strong><code>monospace and bold</code></strong>"],
  ])("%s", (line, drawn) => {
    expect(draw(parseSpans(line))).toBe(drawn);
  });

  it.each(["not strong*", "*not strong", "*not *strong", "**", "***", "****", "2*3*4", "snake_case_name", "a ~ b ~ c"])(
    "leaves %s as it is",
    (line) => {
      expect(draw(parseSpans(line))).toBe(line);
    },
  );

  it("never reach beyond their line", () => {
    expect(outline(parseStyling("*not\nstrong*"))).toEqual(["*not\nstrong*"]);
  });
});

describe("blocks, as XEP-0393 §6.1 shows them", () => {
  it("preformatted text keeps everything in it", () => {
    expect(outline(parseStyling('```ignored\n(println *"Hello"*)\n> x\n```\n\nafter'))).toEqual([
      { code: '(println *"Hello"*)\n> x' },
      "\nafter",
    ]);
  });

  it("preformatted text without an end goes to the end of its parent", () => {
    expect(outline(parseStyling("> ```\n> (println)\n\nplain"))).toEqual([
      { quote: [{ code: "(println)" }] },
      "\nplain",
    ]);
  });

  it("quotations nest", () => {
    expect(outline(parseStyling(">> That that is, is.\n> Said the old hermit of Prague.\n\nWho?"))).toEqual([
      { quote: [{ quote: ["That that is, is."] }, "Said the old hermit of Prague."] },
      "\nWho?",
    ]);
  });

  it("ten thousand signs of quotation do no harm", () => {
    expect(JSON.stringify(parseStyling(">".repeat(10_000))).length).toBeGreaterThan(0);
  });

  it("a hundred thousand unmatched directives are read in good time", () => {
    expect(draw(parseSpans(" *a".repeat(30_000)))).toHaveLength(90_000);
  });

  it("thirty thousand blocks are read in good time", () => {
    expect(parseStyling("> a\nb\n".repeat(15_000))).toHaveLength(30_000);
  });
});

describe("the words alone", () => {
  it.each([
    ["the *hut* is _ours_", "the hut is ours"],
    ["> Bring gloves?\nYes", "Yes"],
    ["> Bring gloves?", "Bring gloves?"],
    ["Only this:\n```\nssh hill-cam\n```", "Only this: ssh hill-cam"],
  ])("of %j are %j", (body, words) => {
    expect(plainText(body)).toBe(words);
  });
});
