import type { Language } from "../../../i18n/catalogue.ts";
import { EMOJI } from "./emoji-list.ts";

export interface Emoji {
  readonly base: string;
  readonly hasTones: boolean;
  /** Names and words for it, the name first. */
  readonly words: readonly string[];
}

const TONES = ["", "\u{1f3fb}", "\u{1f3fc}", "\u{1f3fd}", "\u{1f3fe}", "\u{1f3ff}"] as const;

/** How many skin tones there are: the first is none. */
export const TONE_COUNT = TONES.length;

const NAMES: Readonly<Record<Language, () => Promise<{ readonly names: string }>>> = {
  en: () => import("./emoji-names-en.ts"),
  de: () => import("./emoji-names-de.ts"),
  zh: () => import("./emoji-names-zh.ts"),
  ar: () => import("./emoji-names-ar.ts"),
};

/** All emoji by group, named in the reader's language. */
export async function loadEmoji(language: Language): Promise<readonly (readonly Emoji[])[]> {
  // Without their names they can still be chosen.
  const { names } = await NAMES[language]().catch(() => ({ names: "" }));
  return readEmoji(EMOJI, names);
}

function readEmoji(groups: readonly string[], names: string): readonly (readonly Emoji[])[] {
  const lines = names.trim().split("\n");
  let index = 0;
  return groups.map((group) =>
    group.split(" ").map((sign) => ({
      base: sign.replace("+", ""),
      hasTones: sign.endsWith("+"),
      words: (lines[index++] ?? "").split("|"),
    })),
  );
}

/** The emoji in a skin tone: 0 is none. */
export function inTone({ base, hasTones }: Emoji, tone: number): string {
  if (!hasTones || tone === 0) return base;
  const [first = "", ...rest] = base;
  const after = rest[0] === "\u{fe0f}" ? rest.slice(1) : rest;
  return first + (TONES[tone] ?? "") + after.join("");
}

/** Emoji whose words begin with all that was typed; those whose name begins so come first. */
export function searchEmoji(groups: readonly (readonly Emoji[])[], typed: string): readonly Emoji[] {
  const wanted = typed.toLocaleLowerCase().trim().split(/\s+/u);
  const fits = ({ base, words }: Emoji) =>
    base === typed.trim() || wanted.every((part) => words.some((word) => hasWord(word, part)));
  const isName = ({ words }: Emoji) => (words[0]?.startsWith(wanted.join(" ")) ? 0 : 1);
  return groups
    .flat()
    .filter(fits)
    .toSorted((a, b) => isName(a) - isName(b))
    .slice(0, 120);
}

function hasWord(text: string, part: string): boolean {
  // Chinese has no spaces between words.
  return text.startsWith(part) || text.includes(` ${part}`) || (/\p{Script=Han}/u.test(part) && text.includes(part));
}
