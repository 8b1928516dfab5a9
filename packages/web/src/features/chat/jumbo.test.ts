import { expect, it } from "vitest";
import { isJumbo } from "./jumbo.ts";

it.each(["🎉", "❤️🔥", "👩‍🚀 👍🏽 🇩🇪", " ✨ "])("%s stands large", (text) => {
  expect(isJumbo(text)).toBe(true);
});

it.each(["", "🎉🎉🎉🎉", "ok 👍", "1", "#", "123", "a"])("“%s” stands in a bubble", (text) => {
  expect(isJumbo(text)).toBe(false);
});

it("the emoji that is a letter, and those that begin with a figure, are emoji too", () => {
  expect(isJumbo("ℹ️")).toBe(true);
  expect(isJumbo("1️⃣ 🎉")).toBe(true);
  expect(isJumbo("1 🎉")).toBe(false);
  expect(isJumbo("ℹ️ ok")).toBe(false);
});
