import { SaxesParser, type SaxesTagNS } from "saxes";
import { type Child, Element } from "./element.ts";
import { parseElement } from "./parse-element.ts";
import { XmlError } from "./xml-error.ts";

/** How two parsers read one document: both must accept or both refuse it, and see the same tree. */
export interface Reading {
  readonly text: string;
  readonly ours: Tree | "refused";
  readonly theirs: Tree | "refused";
}

/** Undefined: it cannot be compared, since XMPP refuses more than XML does (RFC 6120 §11), or saxes too little. */
export function readByBoth(text: string): Reading | undefined {
  const ours = attempt(() => simple(parseElement(text)));
  if (ours === "beyond XML" || SAXES_IS_LAX.test(text)) return undefined;
  return { text, ours, theirs: attempt(() => bySaxes(text)) as Tree | "refused" };
}

// saxes takes a lone surrogate for the first half of a pair, any name character as the first behind a colon, and a namespace with white space around it for one without
const SAXES_IS_LAX =
  /\p{Cs}|:(?:[-.\d·]|\u0300)|xmlns[^=<>]*=\s*(?:"(?:[\s&][^"]*|[^"]*[\s;])"|'(?:[\s&][^']*|[^']*[\s;])')/u;

type Tree = [name: string, ns: string, attributes: string[], children: (Tree | string)[]];

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
