import type { en } from "./en.ts";
import type { enGuest } from "./en-guest.ts";
import type { enLater } from "./en-later.ts";

export type Key = keyof typeof en | keyof typeof enLater | keyof typeof enGuest;

/** One text, or one for each plural form of the language (CLDR). */
export type Text = string | ({ readonly other: string } & Partial<Record<Intl.LDMLPluralRule, string>>);

export type Catalogue = Readonly<Record<Key, Text>>;

export type Language = "en" | "de" | "zh" | "ar";

export const LANGUAGES: readonly {
  readonly code: Language;
  readonly name: string;
  readonly direction: "ltr" | "rtl";
}[] = [
  { code: "en", name: "English", direction: "ltr" },
  { code: "de", name: "Deutsch", direction: "ltr" },
  { code: "zh", name: "中文", direction: "ltr" },
  { code: "ar", name: "العربية", direction: "rtl" },
];

/** The first language the reader prefers that there is a catalogue for, with the region they prefer it in: "en-GB". */
export function chooseLocale(preferred: readonly string[], chosen?: Language): string {
  const isKnown = (locale: string) => LANGUAGES.some(({ code }) => code === languageOf(locale));
  const fits = (locale: string) => (chosen ? languageOf(locale) === chosen : isKnown(locale));
  return preferred.find(fits) ?? chosen ?? "en";
}

export function languageOf(locale: string): Language {
  return locale.toLowerCase().split("-")[0] as Language;
}
