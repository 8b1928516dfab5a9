import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { folded, holdsTerms, searchTerms, tokensOf, wantedTokens } from "./terms.ts";

const isFound = (query: string, text: string) => holdsTerms(folded(text), searchTerms(query));

describe("a text is found", () => {
  it.each([
    ["poster", "Posters are at the bakery"],
    ["POST bak", "Posters are at the bakery"],
    ["cafe", "Im Café"],
    ["café", "IM CAFE"],
    ["strasse", "Hauptstraße, Straße"],
    ["smorrebrod", "Smørrebrød"],
    ["żółw", "zolw"],
    ["ёлка", "елка"],
    ["فرايبورغ", "القطار إلى فرايبورغ"],
    ["الى", "القطار إلى فرايبورغ"],
    ["مدرسه", "في المَدرَسَةِ مدرسة"],
    ["海报", "我们的海报在面包店"],
    ["报", "我们的海报在面包店"],
    ["海报 店", "我们的海报在面包店"],
    ["ポスター", "パン屋のポスター"],
    ["A3海报", "印了A3海报"],
    ["โปสเตอร์", "ดูโปสเตอร์นี้"],
    ["🌹", "for you 🌹🌹"],
    ["２０２６", "in 2026"],
    ['"open night"', "An open night on the hill"],
    ["“open night”", "An open night on the hill"],
    ['"open ni', "An open night on the hill"],
    ["hill.example", "see https://hill.example/night"],
    ['a" OR * NEAR(b)', "a or near by"],
  ])("%s in %s", (query, text) => {
    expect(isFound(query, text)).toBe(true);
  });
});

describe("a text is not found", () => {
  it.each([
    ["oster", "Posters are at the bakery"],
    ["poster hall", "Posters are at the bakery"],
    ['"open ni"', "An open night on the hill"],
    ['"night open"', "An open night on the hill"],
    ["报海", "我们的海报在面包店"],
    ["か", "が"],
  ])("%s in %s", (query, text) => {
    expect(isFound(query, text)).toBe(false);
  });
});

describe("a query", () => {
  it.each(["", "   ", '""', "*", '" ( ) *', "-:^"])("of %o asks for nothing", (query) => {
    expect(searchTerms(query)).toEqual([]);
  });

  it("is as long as a query is", () => {
    expect(searchTerms("a ".repeat(1_000))).toHaveLength(8);
    expect(searchTerms("a".repeat(10_000))[0]?.text).toHaveLength(200);
  });
});

describe("an index", () => {
  it("has each two neighbours of what is written without spaces", () => {
    expect([...tokensOf(folded("A3海报在 here"))]).toEqual(["a3", "海报", "报在", "在", "here"]);
    expect(wantedTokens(searchTerms("海报在 he 报"))).toEqual([
      { text: "海报", isPrefix: false },
      { text: "报在", isPrefix: false },
      { text: "he", isPrefix: true },
      { text: "报", isPrefix: true },
    ]);
  });

  it("never misses a text that holds the terms", () => {
    const letters = fc.constantFrom(..."aé ß海报中 Bﷺ'\"-ー🌹が1");
    const text = fc.string({ unit: letters, maxLength: 40 });
    fc.assert(
      fc.property(text, text, fc.nat(40), fc.nat(8), (content, other, from, length) => {
        const query = content.slice(from, from + length) || other;
        const terms = searchTerms(query);
        if (terms.length === 0 || !holdsTerms(folded(content), terms)) return;
        const tokens = [...tokensOf(folded(content))];
        for (const { text: wanted, isPrefix } of wantedTokens(terms)) {
          expect(tokens.some((token) => (isPrefix ? token.startsWith(wanted) : token === wanted))).toBe(true);
        }
      }),
    );
  });

  it("is not filled by one word", () => {
    expect([...tokensOf(folded("x".repeat(500)))][0]).toHaveLength(40);
    expect(wantedTokens(searchTerms("x".repeat(100)))).toEqual([{ text: "x".repeat(40), isPrefix: false }]);
  });
});
