import { expect, it } from "vitest";
import { isJumbo } from "./jumbo.ts";

it.each(["🎉", "❤️🔥", "👩‍🚀 👍🏽 🇩🇪", " ✨ "])("%s stands large", (text) => {
  expect(isJumbo(text)).toBe(true);
});

it.each(["", "🎉🎉🎉🎉", "ok 👍", "1", "#", "123", "a"])("“%s” stands in a bubble", (text) => {
  expect(isJumbo(text)).toBe(false);
});
