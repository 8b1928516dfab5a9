import { pageText } from "../../../packages/server/src/features/link-previews/page-text.ts";
import { wordsOf } from "../../../packages/server/src/features/link-previews/page-words.ts";
import { mutatedText, soup } from "../generator.ts";
import { must, type Target } from "../target.ts";

const PAGES = [
  '<!doctype html><html><head><meta charset=\'utf-8\'><title>A &amp; B</title><meta property="og:title" content="C"><meta name=description content=text></head><body>',
  "<title>x</title><script>'<title>'</script><meta property=og:image content='/a.png'/><style>a{}</style>",
  "<head><META NAME='Twitter:Title' CONTENT='&#x1F600;&#55296;&nope;'><svg><title>no</title></svg>",
];
const PIECES = [
  ..."<>/='\"&; \n-!",
  "<!--",
  "-->",
  "<meta ",
  "<title",
  "</title>",
  "content=",
  "<script>",
  "</script",
  "charset=utf-16le",
  "&#",
  "&#x",
  "\u202e",
  "\u0000",
  "<svg>",
  "property=og:",
  "\ufeff",
];

/** What strangers' pages say of themselves is short, one line, and without what is unseen. */
export const pageWords: Target<string> = {
  name: "page-words",
  make(random) {
    const page = random.chance(0.85) ? mutatedText(random.pick(PAGES), random, PIECES) : soup(random, 60, PIECES);
    return random.chance(0.002) ? page.repeat(600) : page;
  },
  check(page) {
    const words = wordsOf(pageText(Buffer.from(page), undefined));
    for (const [name, text] of Object.entries(words)) {
      must([...text].length <= (name === "image" ? 2_048 : 300), "words too long", words);
      must(!/[\n\r\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(text), "words with what is unseen", words);
    }
  },
};
