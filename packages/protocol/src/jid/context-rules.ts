// RFC 5892 appendix A: characters allowed in some places only. Script tables: the engine's Unicode property escapes.

type Rule = (before: string, after: string, text: string) => boolean;

const ARABIC_INDIC = /[\u0660-\u0669]/;
const EXTENDED_ARABIC_INDIC = /[\u06f0-\u06f9]/;
const RULES: ReadonlyMap<string, Rule> = new Map<string, Rule>([
  ["\u00b7", (before, after) => before.endsWith("l") && after.startsWith("l")],
  ["\u0375", (_, after) => /^\p{Script=Greek}/u.test(after)],
  ["\u05f3", (before) => /\p{Script=Hebrew}$/u.test(before)],
  ["\u05f4", (before) => /\p{Script=Hebrew}$/u.test(before)],
  ["\u30fb", (_before, _after, text) => /\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Han}/u.test(text)],
  ["\u200c", (before, after) => endsWithVirama(before) || (JOINS_ON.test(before) && JOINS_BACK.test(after))],
  ["\u200d", endsWithVirama],
]);

// Canonical combining class 9 (UnicodeData.txt 17.0), which has no property escape
const VIRAMA =
  /[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0e3a\u0eba\u0f84\u1039\u103a\u1714\u1715\u1734\u17d2\u1a60\u1b44\u1baa\u1bab\u1bf2\u1bf3\u2d7f\ua806\ua82c\ua8c4\ua953\ua9c0\uaaf6\uabed\u{10a3f}\u{11046}\u{11070}\u{1107f}\u{110b9}\u{11133}\u{11134}\u{111c0}\u{11235}\u{112ea}\u{1134d}\u{113ce}-\u{113d0}\u{11442}\u{114c2}\u{115bf}\u{1163f}\u{116b6}\u{1172b}\u{11839}\u{1193d}\u{1193e}\u{119e0}\u{11a34}\u{11a47}\u{11a99}\u{11c3f}\u{11d44}\u{11d45}\u{11d97}\u{11f41}\u{11f42}\u{1612f}]$/u;

// Joining_Type has no property escape either: of ArabicShaping.txt these are the Arabic letters that join on one side only (R)
// or not at all (U). Other cursive scripts are refused around U+200C, which is narrower than the rule.
const ARABIC = "\\u0620-\\u064a\\u066e-\\u06d3\\u06d5\\u06ee\\u06ef\\u06fa-\\u06ff\\u0750-\\u077f";
const NOT_DUAL =
  "\\u0621-\\u0625\\u0627\\u0629\\u062f-\\u0632\\u0648\\u0671-\\u0677\\u0688-\\u0699\\u06c0\\u06c3-\\u06cb\\u06cd\\u06cf\\u06d2-\\u06d5\\u06ee\\u06ef\\u0759-\\u075b\\u076b\\u076c\\u0771\\u0773\\u0774\\u0778\\u0779";
const NOT_JOINING = "\\u0621\\u0674\\u06d5";
const TRANSPARENT = "[\\u064b-\\u065f\\u0670\\u06d6-\\u06dc\\u06df-\\u06e4\\u06e7\\u06e8\\u06ea-\\u06ed]*";
const JOINS_ON = new RegExp(`(?![${NOT_DUAL}])[${ARABIC}]${TRANSPARENT}$`, "u");
const JOINS_BACK = new RegExp(`^${TRANSPARENT}(?![${NOT_JOINING}])[${ARABIC}]`, "u");

/** Characters that have a rule, for character classes. */
export const CONTEXTUAL = "\\xb7\\u0375\\u05f3\\u05f4\\u30fb\\u200c\\u200d";

/** Whether each character of `text` that has a rule stands where it may. */
export function keepsContextRules(text: string): boolean {
  if (ARABIC_INDIC.test(text) && EXTENDED_ARABIC_INDIC.test(text)) return false;
  for (let i = 0; i < text.length; i++) {
    const rule = RULES.get(text[i] as string);
    if (rule !== undefined && !rule(text.slice(0, i), text.slice(i + 1), text)) return false;
  }
  return true;
}

function endsWithVirama(before: string): boolean {
  return VIRAMA.test(before);
}
