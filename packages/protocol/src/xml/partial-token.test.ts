import { describe, expect, it, vi } from "vitest";
import { PartialToken } from "./partial-token.ts";
import { StreamScanner } from "./scanner.ts";

/** Adds characters one by one; gives the text up to where the token was found to end. */
function endOf(text: string, begun = 1): string {
  const token = new PartialToken();
  token.begin(text.slice(0, begun));
  for (let i = begun; i < text.length; i++) if (token.add(text[i] as string)) break;
  return token.take();
}

describe("a token in parts", () => {
  it.each([
    ["text", "hello <a>", "hello <"],
    ["a tag", "<a>b", "<a>"],
    ["a tag with > in its values", "<a b='>' c=\">'>\">d>", "<a b='>' c=\">'>\">"],
    ["an end tag", "</a>b", "</a>"],
    ["a CDATA section", "<![CDATA[a]]b]>]]>c", "<![CDATA[a]]b]>]]>"],
  ])("ends where %s ends", (_, text, expected) => {
    expect(endOf(text, expected.startsWith("<!") ? 9 : 2)).toBe(expected);
  });

  it.each([
    ["<a", 1, "<a"],
    ["<![CDATA[", 1, "<!"],
    ["<![CDATA[", 3, "<![C"],
  ])("%s after %i characters is looked at again with the next one, since its kind is open", (text, begun, expected) => {
    expect(endOf(text, begun)).toBe(expected);
  });
});

describe("a stanza dribbled in single characters", () => {
  /** How many characters are scanned a second time. */
  function scannedAgain(text: string): number {
    const take = vi.spyOn(PartialToken.prototype, "take");
    const scanner = new StreamScanner({ onStreamStart() {}, onElement() {}, onStreamEnd() {} });
    scanner.write("<stream:stream xmlns:stream='http://etherx.jabber.org/streams'>");
    for (const c of text) scanner.write(c);
    const again = take.mock.results.reduce((sum, result) => sum + (result.value as string).length, 0);
    take.mockRestore();
    return again;
  }

  it.each([
    ["much text", (n: number) => `<a>${"x'>\"&amp;".repeat(n)}</a>`],
    ["a long value full of >", (n: number) => `<a b='${">".repeat(9 * n)}'/>`],
    ["a long CDATA section full of ]>", (n: number) => `<a><![CDATA[${"]> ".repeat(3 * n)}]]></a>`],
    ["many elements", (n: number) => `<a>${"<b/>".repeat(2 * n)}</a>`],
    [
      "many attributes",
      (n: number) => `<a>${`<b ${Array.from({ length: 60 }, (_, i) => `a${i}='>'`).join(" ")}/>`.repeat(n / 60)}</a>`,
    ],
  ])("costs linear work with %s", (_, make) => {
    // Each character is looked at once for the end of its token, and once more when the token is read
    for (const text of [make(500), make(1000), make(2000)])
      expect(scannedAgain(text)).toBeLessThan(1.5 * text.length + 20);
  });
});
