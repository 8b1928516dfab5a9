import { expect, it } from "vitest";
import { cutAround } from "./snippet.ts";

it("a short beginning stays", () => {
  expect(cutAround("das Poster hängt", { start: 4 })).toBe("das Poster hängt");
});

it("a long one is cut at a word", () => {
  const text = "Und dann war da noch etwas ganz anderes, nämlich das Poster im Turm";
  expect(cutAround(text, { start: text.indexOf("Poster") })).toBe("… anderes, nämlich das Poster im Turm");
});

it("what has no spaces is cut between characters", () => {
  const text = `${"🌹".repeat(60)}海报`;
  expect(cutAround(text, { start: 121 })).toMatch(/^… 🌹+海报$/u);
});
