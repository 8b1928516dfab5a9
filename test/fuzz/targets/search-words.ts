import { folded, holdsTerms, searchTerms, tokensOf, wantedTokens } from "@yonder/protocol";
import { mutatedText, soup } from "../generator.ts";
import { must, type Target } from "../target.ts";

const TEXTS = [
  "Où est la “Straße”? naïve café",
  "東京タワー and ภาษาไทย words",
  "السلام عليكم ١٢٣",
  "👩‍🚀 to the 🌕 ﬁne ①",
  'say "hello world" now',
];

interface Case {
  readonly text: string;
  readonly query: string;
}

/** What holds the terms that somebody typed is found by an index too. */
export const searchWords: Target<Case> = {
  name: "search-words",
  make(random) {
    const text = mutatedText(random.pick(TEXTS), random).repeat(random.chance(0.01) ? 400 : 1);
    const from = random.below(text.length);
    return { text, query: random.chance(0.7) ? text.slice(from, from + random.below(20)) : soup(random, 12) };
  },
  check({ text, query }) {
    const inside = folded(text);
    const terms = searchTerms(query);
    must(terms.length <= 8, "too many terms", query);
    if (!holdsTerms(inside, terms)) return;
    const tokens = [...tokensOf(inside)];
    for (const wanted of wantedTokens(terms))
      must(
        tokens.some((token) => (wanted.isPrefix ? token.startsWith(wanted.text) : token === wanted.text)),
        "an index would not find it",
        { text, query, wanted },
      );
  },
};
