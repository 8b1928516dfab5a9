import { SaxesParser, type SaxesTagNS } from "saxes";
import { describe, expect, it } from "vitest";
import { type Child, Element } from "./element.ts";
import { parseElement } from "./parse-element.ts";
import { XmlError } from "./xml-error.ts";

// Documents are mutated at random and read by this scanner and by saxes: both must accept or both refuse, and see the same
// tree. What XMPP refuses beyond XML (RFC 6120 §11) is left out of the comparison.
const RUNS = 20_000;
const SEED = Number(process.env.SAXES_SEED ?? 20_260_711);

describe("the scanner beside saxes", () => {
  it(`agrees on ${RUNS} mutated documents (SAXES_SEED=${SEED})`, () => {
    const random = mulberry32(SEED);
    let accepted = 0;
    for (let i = 0; i < RUNS; i++) {
      const text = mutated(random);
      const ours = attempt(() => simple(parseElement(text)));
      if (ours === "beyond XML" || SAXES_IS_LAX.test(text)) continue;
      if (ours !== "refused") accepted++;
      expect({ text, tree: ours }).toEqual({ text, tree: attempt(() => bySaxes(text)) });
    }
    // A generator that only makes rubbish would prove nothing
    expect(accepted).toBeGreaterThan(RUNS / 10);
    expect(accepted).toBeLessThan(RUNS);
  });
});

// saxes takes a lone surrogate for the first half of a pair, and any name character as the first behind a colon
const SAXES_IS_LAX = /\p{Cs}|:(?:[-.\d·]|\u0300)/u;

type Tree = [name: string, ns: string, attributes: string[], children: (Tree | string)[]];

const DOCUMENTS = [
  "<message xmlns='jabber:client' to='a@b' id='1'><body>Hi &amp; bye</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>",
  "<a xmlns:p='urn:p' xmlns:q='urn:p'><p:b p:c='1' d='2'/><q:b xmlns:q='urn:r' q:e='&#x41;'>t</q:b></a>",
  "<a><![CDATA[ <&]]>]]&gt;<b/></a>",
  "<a b='x\ty\r\nz' c=\"it's\">1\r2\r\n3</a>",
  "<?xml version='1.0' encoding='UTF-8'?><a xml:lang='en' xmlns=''><b xmlns='urn:b'><c xmlns=''/></b></a>",
  "<é ü='ä'>𝒳&#65536;&lt;&gt;&apos;&quot;</é>",
  "<x:a xmlns:x='u'><x:b></x:b ></x:a\n>",
  " <a\n b = 'c' />\n",
  "<__proto__ constructor='1'><toString/>text<hasOwnProperty>&#13;</hasOwnProperty></__proto__>",
];
const PIECES = [
  ..."<>/='\"&;:![]-?# \t\n\rabpqx1.",
  ..."\u0000\u000b\ufffe\ud800\udc00é·\u0300\u200c\u{10000}",
  ..."]]> &amp; &#x0; &#9; &#xD800; &#1114112; &#x110000; &nope; &#; &#x; &a <![CDATA[ ]]> <b> </b> <b/> xmlns= xmlns='u' xmlns:p='' xmlns:p='urn:p'".split(
    " ",
  ),
  ..."xmlns:xml='u' xmlns:xmlns='u' xmlns:x='http://www.w3.org/XML/1998/namespace' xmlns='http://www.w3.org/2000/xmlns/' p:b xml:lang='x' a='1' p:a='1' q:a='1'".split(
    " ",
  ),
  " a='1'",
  " xmlns:q='urn:q'",
  "<p:b/>",
  "<:b/>",
  "<b:/>",
  "<p:p:b/>",
  "xmlns:",
  "<xml:b/>",
  "<xmlns:b/>",
  " xml:b=''",
  " xmlns:xml='http://www.w3.org/XML/1998/namespace'",
  "<?xml version='1.0'?>",
];

function mutated(random: () => number): string {
  let text = pick(DOCUMENTS, random);
  for (let n = Math.floor(random() * 4); n > 0; n--) text = mutateOnce(text, random);
  return text;
}

function mutateOnce(text: string, random: () => number): string {
  const at = Math.floor(random() * (text.length + 1));
  const kind = random();
  if (kind < 0.5) return text.slice(0, at) + pick(PIECES, random) + text.slice(at);
  const to = at + Math.floor(random() * 4);
  if (kind < 0.7) return text.slice(0, at) + text.slice(to);
  if (kind < 0.9) return text.slice(0, at) + pick(PIECES, random) + text.slice(to);
  const from = Math.floor(random() * text.length);
  return text.slice(0, at) + text.slice(from, from + Math.floor(random() * 20)) + text.slice(at);
}

function attempt(read: () => Tree): Tree | "refused" | "beyond XML" {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof XmlError) && !(error instanceof SaxesRefusal)) throw error;
    const isBeyond = error instanceof XmlError && BEYOND_XML.has(error.condition);
    return isBeyond ? "beyond XML" : "refused";
  }
}

const BEYOND_XML: ReadonlySet<string> = new Set([
  "restricted-xml",
  "bad-format",
  "policy-violation",
  "unsupported-encoding",
]);

class SaxesRefusal extends Error {}

function bySaxes(text: string): Tree {
  const root: Tree = ["", "", [], []];
  const open = [root];
  const parser = new SaxesParser({ xmlns: true });
  const top = () => open.at(-1) ?? root;
  parser.on("error", (error) => {
    throw new SaxesRefusal(error.message);
  });
  parser.on("opentag", (tag) => open.push([tag.local, tag.uri, attributesOf(tag), []]));
  parser.on("closetag", () => {
    const closed = open.pop();
    if (closed !== undefined) top()[3].push(closed);
  });
  parser.on("text", (t) => addText(top()[3], t));
  parser.on("cdata", (t) => addText(top()[3], t));
  parser.write(text).close();
  const only = root[3].find((child) => typeof child !== "string");
  if (only === undefined) throw new SaxesRefusal("no element");
  return only as Tree;
}

function addText(children: (Tree | string)[], text: string): void {
  if (text === "") return;
  if (typeof children.at(-1) === "string") children.push(`${children.pop()}${text}`);
  else children.push(text);
}

function attributesOf(tag: SaxesTagNS): string[] {
  return Object.values(tag.attributes)
    .filter((a) => a.uri !== "http://www.w3.org/2000/xmlns/" && a.name !== "xmlns")
    .map((a) => `${nameOf(a)}=${a.value}`)
    .sort();
}

function nameOf({ name, uri, local }: { name: string; uri: string; local: string }): string {
  return uri === "" || name === "xml:lang" ? name : `{${uri}}${local}`;
}

function simple(e: Element): Tree {
  const attributes: string[] = [];
  for (let i = 0; i < e.attributes.length; i += 2) attributes.push(`${e.attributes[i]}=${e.attributes[i + 1]}`);
  return [e.name, e.ns, attributes.sort(), e.children.map((c: Child) => (c instanceof Element ? simple(c) : c))];
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}

function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
