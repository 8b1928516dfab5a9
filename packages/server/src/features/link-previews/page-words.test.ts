import { expect, test } from "vitest";
import { plain, wordsOf } from "./page-words.ts";

test("Open Graph comes first, then cards of other sites, then HTML's own words", () => {
  const html = `<!doctype html><html><head>
    <title>The page</title>
    <meta name="description" content="In plain words">
    <META PROPERTY='og:title' CONTENT='The *best* page'/>
    <meta content="Said by a card" name=twitter:description>
    <meta property="og:site_name" content=Hillside>
    <meta property=og:image content="/picture.jpg?a=1&amp;b=2">
  </head><body><meta property="og:title" content="Not this one"></body>`;
  expect(wordsOf(html)).toEqual({
    title: "The *best* page",
    description: "Said by a card",
    siteName: "Hillside",
    image: "/picture.jpg?a=1&b=2",
  });
});

test("the title will do", () => {
  expect(wordsOf("<title>\n  Tom &amp; Jerry &#8211; caf&eacute; &bogus; </title>")).toEqual({
    title: "Tom & Jerry – café &bogus;",
  });
});

test.each([
  ["nothing", ""],
  ["nothing but text", "no page at all > < <"],
  ["an empty title", "<title> </title>"],
  ["a title without end", "<title>endless"],
  ["an element without end", "<meta property='og:title' content='endless"],
  ["a comment", "<!-- <title>hidden</title> -->"],
  ["a comment without end", "<!-- <title>hidden</title>"],
  ["a script", "<script>'<title>hidden</title>'</script>"],
  ["a drawing", "<svg><title>hidden</title></svg>"],
  ["a style without end", "<style><title>hidden</title>"],
])("%s says nothing", (_, html) => {
  expect(wordsOf(html)).toEqual({});
});

test("what would not be seen, or turn a line around, is left out, and all is cut", () => {
  expect(plain("a\u202egpj.exe\u0000\u200b b\n\tc\ud800", 50)).toBe("agpj.exe b c\ufffd");
  expect(plain("می\u200cخواهم 👩\u200d💻", 50)).toBe("می\u200cخواهم 👩\u200d💻");
  expect(plain("👍".repeat(300), 200)).toBe(`${"👍".repeat(199)}…`);
  expect(plain("&#0;&#xD800;&#1114112;&#65;", 50)).toBe("\ufffd\ufffd\ufffdA");
});

test.each([
  ["elements", "<".repeat(500_000)],
  ["quotes without end", `<meta content="${"x".repeat(50)}`.repeat(8_000)],
  ["white space", `<meta ${"a    ".repeat(100_000)}`],
  ["attributes", `<meta ${"a=b ".repeat(125_000)}>`],
  ["titles", "<title>".repeat(70_000)],
  ["scripts", "<script>".repeat(60_000)],
  ["comments", "<!--".repeat(120_000)],
  ["signs", `<title>${"&".repeat(500_000)}</title>`],
])("half a megabyte of %s is read in good time", (_, html) => {
  const start = performance.now();
  wordsOf(html);
  expect(performance.now() - start).toBeLessThan(5_000);
});
