import type { Catalogue, Key } from "./catalogue.ts";

export type Values = Readonly<Record<string, string | number>>;

export interface Translator {
  readonly direction: "ltr" | "rtl";
  readonly plural: Intl.PluralRules;
  readonly number: Intl.NumberFormat;
}

/** The text for a key: the plural form that `count` asks for, with the values filled in. */
export function translate(
  catalogue: Catalogue,
  key: Key,
  values: Values,
  { plural, number, direction }: Translator,
): string {
  const text = catalogue[key];
  const form = typeof text === "string" ? text : (text[plural.select(Number(values.count ?? 0))] ?? text.other);
  return form.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name] ?? "";
    return typeof value === "number" ? number.format(value) : isolate(value, direction);
  });
}

const RTL = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u;
const LTR = /[\p{Script=Latin}\p{Script=Han}\p{Script=Cyrillic}\p{Script=Greek}]/u;

/** What users wrote must not turn the sentence around it: FIRST STRONG ISOLATE where it could. */
function isolate(value: string, direction: "ltr" | "rtl"): string {
  return (direction === "ltr" ? RTL : LTR).test(value) ? `\u2068${value}\u2069` : value;
}
