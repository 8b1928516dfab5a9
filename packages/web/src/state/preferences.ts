import { createEffect, createRoot, createSignal } from "solid-js";
import { LANGUAGES, type Language } from "../i18n/catalogue.ts";
import { speak } from "../i18n/index.ts";
import type { QuietHours } from "../worker/notes.ts";
import { keep, readKept } from "./kept.ts";

export type Theme = "system" | "light" | "dark";
export type TextSize = "small" | "normal" | "large";

export interface Preferences {
  readonly theme: Theme;
  readonly textSize: TextSize;
  /** undefined: what the browser prefers. */
  readonly language: Language | undefined;
  readonly shouldNotify: boolean;
  readonly showsText: boolean;
  /** Also while no page is open. */
  readonly tellsWhenClosed: boolean;
  readonly hasSound: boolean;
  /** Previews of links; undefined: yes. */
  readonly offersPreviews?: boolean | undefined;
  readonly quiet: QuietHours | undefined;
  readonly hasDetails: boolean;
  /** Of former versions, until the account's conversations know it. */
  readonly muted?: readonly string[] | undefined;
  /** The name given when the account was made here, until the server keeps it. */
  readonly ownName: { readonly address: string; readonly name: string } | undefined;
}

const KEY = "yonder-preferences";
const DEFAULTS: Preferences = {
  theme: "system",
  textSize: "normal",
  language: undefined,
  shouldNotify: false,
  showsText: true,
  tellsWhenClosed: true,
  hasSound: true,
  quiet: undefined,
  hasDetails: true,
  ownName: undefined,
};

const [all, setAll] = createRoot(() => createSignal(read() ?? DEFAULTS));

/** Whoever reads one of them follows it. */
export const preferences = new Proxy<Preferences>(DEFAULTS, { get: (_, name) => all()[name as keyof Preferences] });

/** What another tab has changed meanwhile stays. */
export function prefer(change: Partial<Preferences>): void {
  keep(KEY, setAll({ ...(read() ?? all()), ...change }));
}

/** Puts theme and text size on the page, now and whenever they change, and switches the language. */
export function applyPreferences(): void {
  createRoot(() => {
    createEffect(() => mark("theme", preferences.theme === "system" ? undefined : preferences.theme));
    createEffect(() => mark("text", preferences.textSize === "normal" ? undefined : preferences.textSize));
    createEffect(() => void speak(preferences.language));
  });
  addEventListener("storage", ({ key }) => key === KEY && setAll(read() ?? all()));
}

function mark(name: string, value: string | undefined): void {
  if (value) document.documentElement.dataset[name] = value;
  else delete document.documentElement.dataset[name];
}

/** @returns undefined when nothing is kept, or nothing can be */
function read(): Preferences | undefined {
  const stored = readKept(KEY);
  return typeof stored === "object" ? { ...DEFAULTS, ...accept(stored as Partial<Preferences>) } : undefined;
}

function accept(stored: Partial<Preferences>): Partial<Preferences> {
  const { language, ...rest } = stored;
  const isKnown = LANGUAGES.some(({ code }) => code === language);
  return { ...rest, ...(isKnown && { language }) };
}
