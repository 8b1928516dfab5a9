import { expect, it } from "vitest";
import { marksOf } from "./marks.ts";
import { searchTerms } from "./terms.ts";

const marked = (query: string, text: string) => {
  let [out, at] = ["", 0];
  for (const { start, end } of marksOf(text, searchTerms(query))) {
    out += `${text.slice(at, start)}[${text.slice(start, end)}]`;
    at = end;
  }
  return out + text.slice(at);
};

it.each([
  ["poster", "Posters, and a poster", "[Poster]s, and a [poster]"],
  ["cafe", "Im Café", "Im [Café]"],
  ["cafe", "Im Cafe\u0301!", "Im [Cafe\u0301]!"],
  ["strasse", "Die Straße", "Die [Straße]"],
  ["海报", "我们的海报在A3海报", "我们的[海报]在A3[海报]"],
  ["a3", "A3海报", "[A3]海报"],
  ["الى", "القطار إلى فرايبورغ", "القطار [إلى] فرايبورغ"],
  ['"open night"', "An Open - Night here, open nights", "An [Open - Night] here, open nights"],
  ["po poster", "a poster", "a [poster]"],
  ["🌹", "for you 🌹🌹", "for you [🌹][🌹]"],
  ["oster", "Posters", "Posters"],
])("%s is marked in %s", (query, text, expected) => {
  expect(marked(query, text)).toBe(expected);
});
