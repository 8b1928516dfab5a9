/**
 * How texts are searched, on the server as on a device: without regard to case, accents, points and width. What is looked for must begin a word; where
 * words are written without spaces between them (Chinese, Japanese, Thai …) it may stand anywhere.
 */
export interface SearchTerm {
  /** Folded words, one space between them. */
  readonly text: string;
  /** In quotes: its last word must end there too. */
  readonly isWhole: boolean;
}

/** A word of the index that a message must have to be found; as a prefix, any that begins with it. */
export interface WantedToken {
  readonly text: string;
  readonly isPrefix: boolean;
}

/** Characters of a query, and how many terms of it count. */
const MAX_QUERY = 200;
const MAX_TERMS = 8;
/** More of a text is not searched. */
const MAX_TEXT = 20_000;
/** Characters of a token. */
const MAX_TOKEN = 40;

/** What somebody typed: words, and phrases in quotes. Nothing else in it has a meaning. */
export function searchTerms(query: string): readonly SearchTerm[] {
  const plain = query.slice(0, MAX_QUERY).replace(/[“”„‟«»＂]/g, '"');
  const terms = Array.from(plain.matchAll(/"([^"]*)("?)|[^\s"]+/g), ([all, phrase, end]): SearchTerm => {
    return { text: folded(phrase ?? all).trim(), isWhole: end === '"' };
  });
  return terms.filter(({ text }) => text !== "").slice(0, MAX_TERMS);
}

/** A text as terms are looked for in it: its words, folded, with a space before, between and behind them. */
export function folded(text: string): string {
  const words = foldCharacters(text.slice(0, MAX_TEXT)).match(WORDS) ?? [];
  return ` ${words.flatMap(parts).join(" ")} `;
}

/** Whether a folded text has all of the terms. */
export function holdsTerms(text: string, terms: readonly SearchTerm[]): boolean {
  return terms.every((term) => text.includes(soughtText(term)));
}

/** A term as it stands in a folded text that has it. */
export function soughtText({ text, isWhole }: SearchTerm): string {
  return `${isSpaceless(text) ? "" : " "}${text}${isWhole && !isSpaceless(text.split(" ").at(-1) ?? "") ? " " : ""}`;
}

/** The words under which a folded text is found in an index: of what is written without spaces, each two neighbours. */
export function tokensOf(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(" ").flatMap(tokensOfPart));
}

/** What an index is asked for. What it finds still has to hold the terms. */
export function wantedTokens(terms: readonly SearchTerm[]): readonly WantedToken[] {
  return terms.flatMap(({ text, isWhole }) => {
    const words = text.split(" ");
    return words.flatMap((word, at) => wantedOf(word, at === words.length - 1 && !isWhole));
  });
}

/** Characters folded, words still as they were parted. */
export function foldCharacters(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text.toLowerCase();
  const bare = text.normalize("NFKD").replace(MARKS, "").normalize("NFKC").toLowerCase();
  return bare.replace(/[ßøłđæœıىةς]/g, (letter) => LETTERS[letter] ?? letter);
}

/** Accents of Latin, Greek and Cyrillic, points of Hebrew, vowels, hamzas and the stretching line of Arabic. */
const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed]/g;

const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  ø: "o",
  ł: "l",
  đ: "d",
  æ: "ae",
  œ: "oe",
  ı: "i",
  ى: "ي",
  ة: "ه",
  ς: "σ",
};

const WORDS = /[\p{L}\p{N}\p{M}\p{Extended_Pictographic}]+/gu;
const SPACELESS =
  "[\\p{scx=Han}\\p{scx=Hira}\\p{scx=Kana}\\p{sc=Thai}\\p{sc=Lao}\\p{sc=Khmer}\\p{sc=Myanmar}\\p{Extended_Pictographic}]";
const BEGINS_SPACELESS = new RegExp(`^${SPACELESS}`, "u");
const BORDERS = new RegExp(`(${SPACELESS}+)`, "u");
/** Below these no character is of such a script. */
const FIRST_SPACELESS = /[\u00a9\u00ae\u0e00-\u{10ffff}]/u;

function isSpaceless(text: string): boolean {
  return FIRST_SPACELESS.test(text.slice(0, 2)) && BEGINS_SPACELESS.test(text);
}

/** A word at whose borders the way of writing changes is several. */
function parts(word: string): string[] {
  return FIRST_SPACELESS.test(word) ? word.split(BORDERS).filter(Boolean) : [word];
}

function tokensOfPart(part: string): string[] {
  if (!isSpaceless(part)) return part === "" ? [] : [part.slice(0, MAX_TOKEN)];
  const characters = [...part];
  return characters.map((character, at) => character + (characters[at + 1] ?? ""));
}

function wantedOf(part: string, isPrefix: boolean): WantedToken[] {
  if (!isSpaceless(part)) return [{ text: part.slice(0, MAX_TOKEN), isPrefix: isPrefix && part.length < MAX_TOKEN }];
  const tokens = tokensOfPart(part);
  if (tokens.length === 1) return tokens.map((text) => ({ text, isPrefix: true }));
  return tokens.slice(0, -1).map((text) => ({ text, isPrefix: false }));
}
