import { createMemo, createRoot, createSignal } from "solid-js";
import { type Catalogue, chooseLocale, type Key, LANGUAGES, type Language, languageOf } from "./catalogue.ts";
import { en } from "./en.ts";
import { createFormats, withNumerals } from "./formats.ts";
import { type Translator, translate, type Values } from "./translate.ts";

/** What English knows by now: `learn` brings the rest. */
const english = { ...en } as Catalogue;
const [catalogue, setCatalogue] = createSignal<Catalogue>(english);
const [locale, setLocale] = createSignal("en");

/** The text for a key in the reader's language. Follows a change of language where it is read in JSX. */
export function t(key: Key, values: Values = {}): string {
  return translate(catalogue(), key, values, translator());
}

/** Adds texts of screens that are loaded when they are used, before these are shown. */
export function learn(texts: Partial<Catalogue>): void {
  Object.assign(english, texts);
}

export const formats = createRoot(() => createMemo(() => createFormats(locale())));

/** For numbers and sizes: as `formats` writes them. */
export const numberLocale = (): string => withNumerals(locale());

export const language = (): Language => languageOf(locale());

/** Switches the page to the language chosen, or else to the one the browser prefers. */
export async function speak(chosen: Language | undefined): Promise<void> {
  const next = chooseLocale(navigator.languages, chosen);
  const loaded = await load(languageOf(next));
  setCatalogue(() => loaded);
  setLocale(next);
  document.documentElement.lang = next;
  document.documentElement.dir = directionOf(languageOf(next));
}

const translator = createRoot(() =>
  createMemo<Translator>(() => ({
    direction: directionOf(language()),
    plural: new Intl.PluralRules(locale()),
    number: new Intl.NumberFormat(numberLocale()),
  })),
);

const LOADERS: Readonly<Record<Language, () => Promise<Catalogue>>> = {
  en: async () => english,
  de: async () => (await import("./de.ts")).de,
  zh: async () => (await import("./zh.ts")).zh,
  ar: async () => (await import("./ar.ts")).ar,
};

function load(code: Language): Promise<Catalogue> {
  // Without its catalogue the page speaks English rather than nothing.
  return LOADERS[code]().catch(() => english);
}

function directionOf(code: Language): "ltr" | "rtl" {
  return LANGUAGES.find((entry) => entry.code === code)?.direction ?? "ltr";
}
