import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NS } from "../ns.ts";
import { type Child, Element, withAttrs, xml } from "./element.ts";
import { parseElement } from "./parse-element.ts";
import { StreamScanner } from "./scanner.ts";
import { serialize, streamHeader } from "./serializer.ts";
import { XmlError } from "./xml-error.ts";

const name = fc.oneof(
  fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/),
  fc.constantFrom("body", "__proto__", "constructor", "é", "名前"),
);
const namespace = fc.constantFrom(NS.client, NS.client, "urn:a", "urn:b?c=d&e='f'", "", NS.stream, NS.xml);
// Any text that XML can carry
const text = fc
  .string({ unit: "binary" })
  .map((s) => s.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd"));
const attributeName = fc.oneof(
  name,
  fc.constant("xml:lang"),
  fc.tuple(fc.constantFrom("urn:a", "urn:b", NS.xml), name).map(([ns, n]) => `{${ns}}${n}`),
);
const attributes = fc.dictionary(
  attributeName.filter((n) => !n.startsWith("xmlns") && n !== "{http://www.w3.org/XML/1998/namespace}lang"),
  text,
  { maxKeys: 4, noNullPrototype: true },
);

const { element } = fc.letrec<{ element: Element }>((tie) => ({
  element: fc
    .tuple(name, namespace, attributes, fc.array(fc.oneof({ maxDepth: 3 }, text, tie("element")), { maxLength: 4 }))
    .map(([n, ns, attrs, children]) => xml(n, ns, attrs, ...joined(children))),
}));

/** No text next to text, as a scanner has it. */
function joined(children: readonly Child[]): Child[] {
  const all: Child[] = [];
  for (const c of children) {
    if (c === "") continue;
    if (typeof c === "string" && typeof all.at(-1) === "string") all.push(`${all.pop()}${c}`);
    else all.push(c);
  }
  return all;
}

const stanza = element.map((e) => withAttrs(new Element(e.name, NS.client, e.attributes, e.children), {}));

function scanChunks(chunks: readonly string[]): Element[] {
  const seen: Element[] = [];
  const scanner = new StreamScanner({ onStreamStart() {}, onElement: (e) => seen.push(e), onStreamEnd() {} });
  for (const chunk of chunks) scanner.write(chunk);
  return seen;
}

function cut(s: string, sizes: readonly number[]): string[] {
  const chunks: string[] = [];
  let at = 0;
  for (let i = 0; at < s.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    chunks.push(s.slice(at, at + size));
    at += size;
  }
  return chunks;
}

describe("what is serialized", () => {
  it("is read as what it was", () => {
    fc.assert(
      fc.property(element, (e) => {
        expect(parseElement(serialize(e))).toEqual(e);
      }),
      { numRuns: 500 },
    );
  });

  it("is read as what it was inside a stream, again after it was spliced", () => {
    fc.assert(
      fc.property(stanza, (e) => {
        const [read] = scanChunks([streamHeader({}), serialize(e, NS.client)]);
        expect(read).toEqual(e);
        const relayed = withAttrs(read as Element, { from: "a@x" });
        expect(parseElement(serialize(relayed))).toEqual(withAttrs(e, { from: "a@x" }));
      }),
      { numRuns: 500 },
    );
  });

  it("is read alike in whatever chunks it comes", () => {
    fc.assert(
      fc.property(
        fc.array(stanza, { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
        (stanzas, sizes) => {
          const all = streamHeader({ id: "'>" }) + stanzas.map((e) => serialize(e, NS.client)).join("\n");
          const read = scanChunks(cut(all, sizes));
          expect(read).toEqual(stanzas);
          expect(read.map((e) => serialize(e, NS.client))).toEqual(
            scanChunks([all]).map((e) => serialize(e, NS.client)),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it("gives the same elements before it fails or waits, in whatever chunks rubbish comes", () => {
    const soup = fc.array(
      fc.constantFrom(
        ..."<>/='\"&;:![]-? ab",
        "<![CDATA[",
        "]]>",
        "xmlns:a='u'",
        "<a>",
        "</a>",
        "<a:b/>",
        "&#1;",
        "<b/>",
      ),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(soup, fc.integer({ min: 1, max: 5 }), (pieces, size) => {
        const rubbish = pieces.join("");
        expect(seenOf([streamHeader({}), ...cut(rubbish, [size])])).toEqual(seenOf([streamHeader({}), rubbish]));
      }),
      { numRuns: 3000 },
    );
  });
});

function seenOf(chunks: readonly string[]): Element[] {
  const seen: Element[] = [];
  const scanner = new StreamScanner({ onStreamStart() {}, onElement: (e) => seen.push(e), onStreamEnd() {} });
  try {
    for (const chunk of chunks) scanner.write(chunk);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
  }
  return seen;
}
