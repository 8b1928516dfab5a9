import { parseElement } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import { type Bindings, fillIn, matchStanza } from "./match.ts";

const stanza = (text: string) => parseElement(text.replace(/^<(\w+)/, "<$1 xmlns='jabber:client'"));

function match(expected: string, actual: string, bindings: Bindings = new Map()) {
  return matchStanza(stanza(expected), stanza(actual), bindings);
}

describe("a stanza matches", () => {
  test.each([
    ["the same", "<presence to='a'/>", "<presence to='a'/>"],
    ["attributes in another order", "<iq id='1' type='get'/>", "<iq type='get' id='1'/>"],
    ["children in another order", "<iq><a/><b/></iq>", "<iq><b/><a/></iq>"],
    ["white space between elements", "<iq>\n  <a/>\n</iq>", "<iq><a/></iq>"],
    ["another language", "<iq/>", "<iq xml:lang='de'/>"],
    ["anything in the place of {any}", "<iq id='{any}'/>", "<iq id='x'/>"],
    ["a moment in the place of {datetime}", "<iq id='{datetime}'/>", "<iq id='2026-01-02T03:04:05.678Z'/>"],
    ["further children behind ...", "<iq><a/>...</iq>", "<iq><a/><b/></iq>"],
    ["anything inside when ... stands alone", "<iq>...</iq>", "<iq>text</iq>"],
    [
      "an error that quotes the stanza",
      "<iq type='error'><error/></iq>",
      "<iq type='error'><query/><error><text/></error></iq>",
    ],
  ])("%s", (_, expected, actual) => {
    expect(match(expected, actual).kind).toBe("match");
  });
});

describe("a stanza does not match", () => {
  test.each([
    ["another element", "<iq/>", "<presence/>"],
    ["an attribute too many", "<iq/>", "<iq id='1'/>"],
    ["a missing attribute", "<iq id='{any}'/>", "<iq/>"],
    ["a child too many", "<iq/>", "<iq><a/></iq>"],
    ["a missing child", "<iq><a/><a/></iq>", "<iq><a/></iq>"],
    ["a child of another namespace", "<iq><a xmlns='urn:a'/></iq>", "<iq><a xmlns='urn:b'/></iq>"],
    ["another text", "<iq><a>b</a></iq>", "<iq><a>c</a></iq>"],
    ["a moment without a zone", "<iq id='{datetime}'/>", "<iq id='2026-01-02T03:04:05'/>"],
  ])("%s", (_, expected, actual) => {
    expect(match(expected, actual).kind).toBe("mismatch");
  });
});

test("a name stands for the same thing from the first time on", () => {
  const first = match("<iq id='{id}'/>", "<iq id='4711'/>");
  const bindings = first.kind === "match" ? first.bindings : expect.fail();
  expect(match("<iq id='x{id}'/>", "<iq id='x4711'/>", bindings).kind).toBe("match");
  expect(match("<iq id='{id}'/>", "<iq id='4712'/>", bindings).kind).toBe("mismatch");
  expect(fillIn("<iq id='{id}'/>", bindings)).toBe("<iq id='4711'/>");
});

test("a name that nothing bound cannot be sent", () => {
  expect(() => fillIn("<iq id='{id}'/>", new Map())).toThrow("nothing is bound to {id}");
});

test("a mismatch binds nothing", () => {
  expect(match("<iq id='{id}'><a/></iq>", "<iq id='1'/>").kind).toBe("mismatch");
});
