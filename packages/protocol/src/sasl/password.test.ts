import { describe, expect, it } from "vitest";
import { preparePassword } from "./password.ts";
import { SaslError } from "./sasl-error.ts";

describe("a password", () => {
  // RFC 4013 §3, and passwords as people have them
  it.each([
    ["pencil", "pencil"],
    ["USER", "USER"],
    ["I\u00adX", "IX"],
    ["\u00aa", "a"],
    ["\u2168", "IX"],
    ["a\u00a0b", "a b"],
    ["a\u3000b", "a b"],
    ["e\u0301", "é"],
    ["passwörd 😀❤\ufe0f", "passwörd 😀❤"],
    ["שלום123", "שלום123"],
  ])("%s is hashed as %s", (given, expected) => {
    expect(preparePassword(given)).toBe(expected);
  });

  it.each(["", "\u00ad", "\u0007", "a\nb", "a\ud800", "\u202e", "\ue000"])("is not %j", (given) => {
    expect(() => preparePassword(given)).toThrow(SaslError);
  });
});
