import { expect, test } from "vitest";
import { namesPerson } from "./mentions.ts";

const us = { nick: "Lena Brandt", address: "lena.b@example.org" };

test.for(["@Lena please put it back", "thanks @lena!", "ask @lena.b about it", "Lena Brandt knows", "(@Lena Brandt)"])(
  "speaks to us: %s",
  (text) => {
    expect(namesPerson(text, us)).toBe(true);
  },
);

test.for(["Lena knows", "@Lenas bag", "write to x@lena", "an elena brandtner", "@le"])("does not: %s", (text) => {
  expect(namesPerson(text, us)).toBe(false);
});

test("a short name is only one behind an @", () => {
  expect(namesPerson("al is all", { nick: "al", address: "al@example.org" })).toBe(false);
  expect(namesPerson("@al is here", { nick: "al", address: "al@example.org" })).toBe(true);
});
