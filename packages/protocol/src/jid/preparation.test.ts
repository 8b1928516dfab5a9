import { describe, expect, it } from "vitest";
import { JidError } from "./jid-error.ts";
import { strictPreparation } from "./precis.ts";
import { lightPreparation, type Preparation } from "./preparation.ts";

const PLACES: readonly ((c: string) => string)[] = [
  (c) => c,
  (c) => `a${c}`,
  (c) => `l${c}l`,
  (c) => `カ${c}`,
  (c) => `क्${c}`,
  (c) => `א${c}`,
];

function prepared(preparation: Preparation, part: keyof Preparation, text: string): string | undefined {
  try {
    return preparation[part](text);
  } catch (error) {
    if (error instanceof JidError) return undefined;
    throw error;
  }
}

describe("the light preparation", () => {
  it.each(["local", "domain", "resource"] as const)(
    "takes every %s that the strict one takes, to the same form",
    (part) => {
      const different: string[] = [];
      // Every other character of the first plane's small scripts, in places where rules of context or direction may let it pass
      for (let code = part === "domain" ? 0 : 1; code < 0x10000; code += code < 0x2200 || code >= 0xfb00 ? 2 : 97) {
        for (const place of PLACES) {
          const text = place(String.fromCharCode(code));
          const strict = prepared(strictPreparation, part, text);
          if (strict !== undefined && prepared(lightPreparation, part, text) !== strict) different.push(text);
        }
      }
      expect(different).toEqual([]);
    },
  );
});
