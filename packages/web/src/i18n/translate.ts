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

/** What turns the text that follows: nothing in a name does. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

/** What users wrote must not turn the sentence around it: FIRST STRONG ISOLATE where it could. */
function isolate(value: string, direction: "ltr" | "rtl"): string {
  const plain = value.replace(TURNS, "");
  const mayTurn = plain !== value || (direction === "ltr" ? RTL : LTR).test(plain);
  return mayTurn ? `\u2068${plain}\u2069` : value;
}
