import { describe, expect, it } from "vitest";
import { ar } from "./ar.ts";
import { type Catalogue, chooseLocale, type Text } from "./catalogue.ts";
import { de } from "./de.ts";
import { en as enFirst } from "./en.ts";
import { enGuest } from "./en-guest.ts";
import { enLater } from "./en-later.ts";
import { type Translator, translate } from "./translate.ts";
import { zh } from "./zh.ts";

const en = { ...enFirst, ...enLater, ...enGuest };
const OTHERS: Readonly<Record<string, Catalogue>> = { de, zh, ar };
const forms = (text: Text): readonly string[] => (typeof text === "string" ? [text] : Object.values(text));
const placeholders = (text: Text) => new Set(forms(text).flatMap((form) => form.match(/\{\w+\}/g) ?? []));
const speaking = (locale: string, direction: "ltr" | "rtl" = "ltr"): Translator => ({
  direction,
  plural: new Intl.PluralRules(locale),
  number: new Intl.NumberFormat(locale),
});

describe.each(Object.entries(OTHERS))("the catalogue %s", (_, catalogue) => {
  it("has the same keys as English", () => {
    expect(Object.keys(catalogue).sort()).toEqual(Object.keys(en).sort());
  });

  it("has no empty text", () => {
    expect(Object.entries(catalogue).filter(([, text]) => forms(text).some((form) => form.trim() === ""))).toEqual([]);
  });

  it("fills in the same values as English", () => {
    const wrong = Object.entries(catalogue).filter(([key, text]) => {
      const wanted = placeholders(en[key as keyof typeof en]);
      return (
        [...placeholders(text)].some((one) => !wanted.has(one)) ||
        [...wanted].some((one) => one !== "{count}" && !placeholders(text).has(one))
      );
    });
    expect(wrong).toEqual([]);
  });

  it("sets apart what English sets apart", () => {
    const stars = (text: Text) => forms(text).every((form) => (form.match(/\*/g) ?? []).length % 2 === 0);
    expect(Object.entries(catalogue).filter(([, text]) => !stars(text))).toEqual([]);
  });
});

it("has the plural forms that each language needs", () => {
  const wanting = Object.entries(OTHERS).flatMap(([locale, catalogue]) =>
    Object.entries(catalogue).flatMap(([key, text]) => {
      const needed = new Intl.PluralRules(locale)
        .resolvedOptions()
        .pluralCategories.filter((one) => one !== "other" && one !== "zero");
      return typeof text === "string"
        ? []
        : needed.filter((one) => !(one in text)).map((one) => `${locale}.${key}.${one}`);
    }),
  );
  expect(wanting).toEqual([]);
});

it("never uses the words of the protocol", () => {
  const all = [en, ...Object.values(OTHERS)].flatMap((catalogue) =>
    Object.values(catalogue).flatMap((text) => forms(text)),
  );
  expect(all.filter((text) => /\b(?:JID|stanza|MUC|roster)\b/i.test(text))).toEqual([]);
});

describe("a text", () => {
  it("takes the plural form of its count", () => {
    expect(translate(en, "newMessages", { count: 1 }, speaking("en"))).toBe("1 new message");
    expect(translate(en, "newMessages", { count: 1_200 }, speaking("en"))).toBe("1,200 new messages");
    expect(translate(ar, "newMessages", { count: 2 }, speaking("ar", "rtl"))).toBe("رسالتان جديدتان");
  });

  it("keeps a name from turning the sentence around it", () => {
    expect(translate(en, "writeTo", { name: "فاطمة" }, speaking("en"))).toBe("Write to \u2068فاطمة\u2069");
    expect(translate(en, "writeTo", { name: "Amina" }, speaking("en"))).toBe("Write to Amina");
    // Neither does one that was made to.
    expect(translate(en, "writeTo", { name: "\u2069\u202eanimA" }, speaking("en"))).toBe("Write to \u2068animA\u2069");
  });
});

it("speaks the first preferred language that it knows, or the one chosen", () => {
  expect(chooseLocale(["fr-FR", "de-AT", "en-GB"])).toBe("de-AT");
  expect(chooseLocale(["fr-FR"])).toBe("en");
  expect(chooseLocale(["de-AT", "en-GB"], "en")).toBe("en-GB");
  expect(chooseLocale(["de-AT"], "zh")).toBe("zh");
});
