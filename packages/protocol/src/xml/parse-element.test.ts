import { describe, expect, it } from "vitest";
import { NS } from "../ns.ts";
import { detached, parseElement } from "./parse-element.ts";
import { XmlError } from "./xml-error.ts";

function conditionOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof XmlError) return error.condition;
    throw error;
  }
  return "accepted";
}

describe("an element", () => {
  it.each([
    ["a reference to the predefined entities", "<a>&lt;&gt;&amp;&apos;&quot;</a>", "<>&'\""],
    ["references to characters", "<a>&#65;&#x42;&#X1F600;</a>".replace("X", "x"), "AB😀"],
    ["a CDATA section as text", "<a>1<![CDATA[<&>]]]]>2</a>", "1<&>]]2"],
    ["all line ends as one", "<a>1\r\n2\r3\n4</a>", "1\n2\n3\n4"],
    ["a carriage return given by reference", "<a>&#13;&#xD;\n</a>", "\r\r\n"],
    ["a character of four bytes", "<a>𝒳</a>", "𝒳"],
    ["a U+FEFF inside", "<a>\ufeff</a>", "\ufeff"],
  ])("reads %s", (_, text, expected) => {
    expect(parseElement(text).text).toBe(expected);
  });

  it("normalises white space in attribute values, except by reference", () => {
    expect(parseElement("<a b='1\t2\n3\r\n4&#9;&#10;&#13;'/>").attr("b")).toBe("1 2 3 4\t\n\r");
  });

  it("resolves namespaces of elements and attributes", () => {
    const e = parseElement(
      "<p:a xmlns:p='urn:p' xmlns='urn:d' x='1' p:y='2' xml:lang='en' xml:space='preserve'><b/><c xmlns=''/></p:a>",
    );
    expect([e.name, e.ns, e.attr("x"), e.attr("{urn:p}y"), e.attr("xml:lang")]).toEqual(["a", "urn:p", "1", "2", "en"]);
    expect(e.attr(`{${NS.xml}}space`)).toBe("preserve");
    expect(e.elements().map((c) => c.ns)).toEqual(["urn:d", ""]);
  });

  it("takes names that mean something in JavaScript for names", () => {
    const e = parseElement("<__proto__ constructor='1' toString='2' __proto__='3'><hasOwnProperty/></__proto__>");
    expect([e.name, e.attr("constructor"), e.attr("toString"), e.attr("__proto__"), e.attr("valueOf")]).toEqual([
      "__proto__",
      "1",
      "2",
      "3",
      undefined,
    ]);
    expect(e.child("hasOwnProperty")).toBeDefined();
    expect(e.child("toString")).toBeUndefined();
  });

  it("stands in the namespace around it", () => {
    expect(parseElement("<a/>", undefined, "urn:around").ns).toBe("urn:around");
  });

  it.each([
    ["nothing", ""],
    ["white space only", "  "],
    ["an element cut off", "<a><b></b>"],
    ["a tag cut off", "<a/><"],
    ["two roots", "<a/><b/>"],
    ["text before", "x<a/>"],
    ["text behind", "<a/>x"],
    ["an end tag only", "</a>"],
    ["end tags that cross", "<a><b></a></b>"],
    ["an end tag with attributes", "<a></a b='1'>"],
    ["an end tag that is longer", "<a></ab>"],
    ["an attribute given twice", "<a b='1' b='1'/>"],
    ["an attribute given twice by its expanded name", "<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>"],
    ["an attribute without value", "<a b/>"],
    ["an attribute value without quotes", "<a b=c/>"],
    ["attributes without space between", "<a b='1'c='2'/>"],
    ["< in an attribute value", "<a b='<'/>"],
    ["]]> in text", "<a>]]></a>"],
    ["a bare &", "<a>a & b</a>"],
    ["a reference without end", "<a>&amp</a>"],
    ["an empty reference", "<a>&;</a>"],
    ["U+0000 as a reference", "<a>&#0;</a>"],
    ["U+0001 as a reference", "<a>&#x1;</a>"],
    ["a surrogate as a reference", "<a>&#xD800;</a>"],
    ["a surrogate pair as references", "<a>&#xD835;&#xDCB3;</a>"],
    ["a reference beyond Unicode", "<a>&#x110000;</a>"],
    ["U+FFFE as a reference", "<a>&#xFFFE;</a>"],
    ["U+000B", "<a>\u000b</a>"],
    ["U+FFFF in an attribute", "<a b='\uffff'/>"],
    ["a lone high surrogate", "<a>\ud835</a>"],
    ["a lone low surrogate", "<a b='\udcb3'/>"],
    ["a name that begins with a digit", "<1a/>"],
    ["a name with two colons", "<a:b:c xmlns:a='u'/>"],
    ["a name that ends with a colon", "<a: xmlns:a='u'/>"],
    ["space before the name", "< a/>"],
    ["space inside />", "<a / >"],
  ])("is not %s", (_, text) => {
    expect(conditionOf(() => parseElement(text))).toBe("not-well-formed");
  });

  it.each([
    ["a prefix that is not declared", "<p:a/>"],
    ["an attribute's prefix that is not declared", "<a p:b='1'/>"],
    ["a prefix used outside of its declaration", "<a><b xmlns:p='u'/><p:c/></a>"],
    ["a prefix declared empty", "<a xmlns:p=''/>"],
    ["xmlns as an element's prefix", "<xmlns:a/>"],
    ["xmlns declared", "<a xmlns:xmlns='u'/>"],
    ["xml declared otherwise", "<a xmlns:xml='u'/>"],
    ["another prefix for xml's namespace", "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>"],
    ["xml's namespace as the default", "<a xmlns='http://www.w3.org/XML/1998/namespace'/>"],
    ["xmlns's namespace as the default", "<a xmlns='http://www.w3.org/2000/xmlns/'/>"],
  ])("has no %s", (_, text) => {
    expect(conditionOf(() => parseElement(text))).toBe("bad-namespace-prefix");
  });

  it.each([
    ["a general entity", "<a>&nbsp;</a>"],
    ["an entity in an attribute", "<a b='&ent;'/>"],
    ["a comment", "<a><!-- --></a>"],
    ["a processing instruction", "<a><?b ?></a>"],
    ["a document type", "<!DOCTYPE a><a/>"],
  ])("has no %s (RFC 6120 §11.1)", (_, text) => {
    expect(conditionOf(() => parseElement(text))).toBe("restricted-xml");
  });

  it.each(["urn:a b", "urn:a}b", "{urn:a", "a|b", "a\\b", "a^b", "a&#10;b"])("refuses the namespace name %s", (ns) => {
    expect(conditionOf(() => parseElement(`<a xmlns='${ns}'/>`))).toBe("bad-format");
    expect(conditionOf(() => parseElement(`<a xmlns:p='${ns}'/>`))).toBe("bad-format");
  });
});

describe("prefixes in scope", () => {
  const nested = (n: number) => Array.from({ length: n }, (_, i) => `<a xmlns:p${i}='u'>`).join("") + "</a>".repeat(n);

  it("are bounded, since each look-up goes through them", () => {
    expect(conditionOf(() => parseElement(nested(64)))).toBe("accepted");
    expect(conditionOf(() => parseElement(nested(65), { maxDepth: 100 }))).toBe("policy-violation");
  });
});

describe("a detached element", () => {
  it("equals the one it was made of", () => {
    const e = parseElement(
      "<presence xmlns='jabber:client'><stream:x xmlns:stream='u' stream:a='1'>t</stream:x></presence>",
    );
    const copy = detached(e);
    expect(copy).not.toBe(e);
    expect(copy).toEqual(e);
  });
});
