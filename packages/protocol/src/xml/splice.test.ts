import { describe, expect, it } from "vitest";
import { NS } from "../ns.ts";
import { mutatedDocuments } from "./documents.fixture.ts";
import { Element, withAttrs, xml } from "./element.ts";
import { parseElement } from "./parse-element.ts";
import { serialize } from "./serializer.ts";
import { XmlError } from "./xml-error.ts";

const RUNS = 4_000;
const SEED = Number(process.env.SPLICE_SEED ?? 20_260_711);

/** Elements read from documents written in any way that is legal. */
function* elements(): Generator<Element> {
  for (const text of mutatedDocuments(SEED, RUNS)) {
    try {
      yield parseElement(text);
    } catch (error) {
      if (!(error instanceof XmlError)) throw error;
    }
  }
}

/** The same element without any memory of how it was written. */
function rebuilt(e: Element): Element {
  return new Element(
    e.name,
    e.ns,
    e.attributes,
    e.children.map((c) => (typeof c === "string" ? c : rebuilt(c))),
  );
}

describe(`an element that keeps its text as it was written (SPLICE_SEED=${SEED})`, () => {
  it.each([undefined, NS.client, "urn:p", ""])(
    "means the same with another start tag, in the namespace %s",
    (context) => {
      let spliced = 0;
      for (const e of elements()) {
        const relayed = withAttrs(e, { from: "a@x" });
        if (Element.serializedOf(relayed) !== undefined) spliced++;
        expect(rebuilt(parseElement(serialize(relayed, context), undefined, context))).toEqual(rebuilt(relayed));
      }
      expect(spliced).toBeGreaterThan(RUNS / 20);
    },
  );

  it.each([
    ["forwarded", NS.forward],
    ["features", NS.stream],
    ["plain", ""],
  ])("means the same inside <%s xmlns='%s'>", (name, ns) => {
    for (const e of elements()) {
      const outer = xml(name, ns, null, e);
      expect(rebuilt(parseElement(serialize(outer)))).toEqual(rebuilt(outer));
    }
  });
});
