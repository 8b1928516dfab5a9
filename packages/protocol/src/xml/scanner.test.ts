import { describe, expect, it } from "vitest";
import { NS } from "../ns.ts";
import { withAttrs } from "./element.ts";
import type { ScannerLimits } from "./limits.ts";
import { parseElement } from "./parse-element.ts";
import { StreamScanner } from "./scanner.ts";
import { serialize } from "./serializer.ts";
import { XmlError } from "./xml-error.ts";

const HEADER =
  "<?xml version='1.0'?><stream:stream to='example.org' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

/** Writes chunks to a new scanner and tells what its handlers saw. */
function scan(chunks: Iterable<string>, limits?: Partial<ScannerLimits>): string[] {
  const seen: string[] = [];
  const scanner = new StreamScanner(
    {
      onStreamStart: (header) => seen.push(`start ${header.name} ${header.attributes.join(" ")}`),
      onElement: (e) => seen.push(serialize(e, NS.client)),
      onStreamEnd: () => seen.push("end"),
    },
    limits,
  );
  for (const chunk of chunks) scanner.write(chunk);
  return seen;
}

function conditionOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof XmlError) return error.condition;
    throw error;
  }
  return "accepted";
}

describe("a stream", () => {
  const TEXT = `${HEADER}\n <message to='b@x'><body>Hi</body></message> <iq type='get' id='1'/>\n</stream:stream>\n`;
  const SEEN = [
    "start stream xmlns jabber:client to example.org version 1.0",
    "<message to='b@x'><body>Hi</body></message>",
    "<iq type='get' id='1'/>",
    "end",
  ];

  it("gives its header, its stanzas and its end", () => {
    expect(scan([TEXT])).toEqual(SEEN);
  });

  it("gives the same when it comes in single characters", () => {
    expect(scan(TEXT)).toEqual(SEEN);
  });

  it("may be opened and closed by one tag", () => {
    expect(scan(["<stream xmlns='http://etherx.jabber.org/streams'/>"])).toEqual([
      "start stream xmlns http://etherx.jabber.org/streams",
      "end",
    ]);
  });

  it("begins anew after reset, even within a chunk", () => {
    const seen: string[] = [];
    const scanner = new StreamScanner({
      onStreamStart: (header) => seen.push(header.name),
      onElement: (e) => {
        seen.push(e.name);
        scanner.reset();
      },
      onStreamEnd: () => seen.push("end"),
    });
    scanner.write(`${HEADER}<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>${HEADER}</stream:stream>`);
    expect(seen).toEqual(["stream", "auth", "stream", "end"]);
  });

  it("ignores what follows stop, until reset", () => {
    const seen: string[] = [];
    const scanner = new StreamScanner({
      onStreamStart: (header) => seen.push(header.name),
      onElement: (e) => {
        seen.push(e.name);
        scanner.stop();
      },
      onStreamEnd: () => seen.push("end"),
    });
    scanner.write(`${HEADER}<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><injected/>`);
    scanner.write("<injected/>");
    scanner.reset();
    scanner.write(HEADER);
    expect(seen).toEqual(["stream", "starttls", "stream"]);
  });

  it("tells how much of an unfinished stanza it holds, in bytes", () => {
    const scanner = new StreamScanner({ onStreamStart() {}, onElement() {}, onStreamEnd() {} });
    scanner.write(`${HEADER} <message><body>é`);
    expect(scanner.bytesInElement).toBe("<message><body>".length + 2);
    scanner.write("𝒳");
    expect(scanner.bytesInElement).toBe("<message><body>".length + 6);
    scanner.write("</body></message>");
    expect(scanner.bytesInElement).toBe(0);
  });

  it.each([
    ["a comment", "<!-- no -->", "restricted-xml"],
    ["a processing instruction", "<?php ?>", "restricted-xml"],
    ["a second XML declaration", "<?xml version='1.0'?>", "restricted-xml"],
    ["a document type", "<!DOCTYPE a>", "restricted-xml"],
    ["text between stanzas", "hello", "not-well-formed"],
    ["a CDATA section between stanzas", "<![CDATA[ ]]>", "not-well-formed"],
    ["the stream's end inside a stanza", "<message></stream:stream>", "not-well-formed"],
    ["a stanza behind the stream's end", "</stream:stream><message/>", "not-well-formed"],
    ["text behind the stream's end", "</stream:stream>x", "not-well-formed"],
    ["a U+0000", "<message>\0</message>", "not-well-formed"],
  ])("refuses %s", (_, text, condition) => {
    expect(conditionOf(() => scan([HEADER, text]))).toBe(condition);
    expect(conditionOf(() => scan([HEADER, ...text]))).toBe(condition);
  });

  it("refuses a document type before the header", () => {
    expect(conditionOf(() => scan(["<!DOCTYPE x [<!ENTITY a 'b'>]>", HEADER]))).toBe("restricted-xml");
  });

  it("refuses an XML declaration that is not at the very start, or not of UTF-8", () => {
    expect(conditionOf(() => scan([" ", HEADER]))).toBe("restricted-xml");
    expect(conditionOf(() => scan(["<?xml version='1.0' encoding='latin1'?>"]))).toBe("unsupported-encoding");
    expect(conditionOf(() => scan(["<?xml encoding='utf-8'?>"]))).toBe("not-well-formed");
  });
});

describe("limits", () => {
  const LIMITS = {
    maxStanzaBytes: 100,
    maxDepth: 3,
    maxAttributes: 2,
    maxElements: 4,
    maxNameLength: 8,
    maxPrefixes: 2,
  };

  it.each([
    ["100 bytes", `<a>${"x".repeat(93)}</a>`, "accepted"],
    ["101 bytes", `<a>${"x".repeat(94)}</a>`, "policy-violation"],
    ["100 bytes of longer characters", `<a>${"é".repeat(46)}x</a>`, "accepted"],
    ["101 bytes of longer characters", `<a>${"é".repeat(47)}</a>`, "policy-violation"],
    ["three levels", "<a><a><a/></a></a>", "accepted"],
    ["four levels", "<a><a><a><a/></a></a></a>", "policy-violation"],
    ["two attributes", "<a b='' c=''/>", "accepted"],
    ["three attributes", "<a b='' c='' d=''/>", "policy-violation"],
    ["two declarations and an attribute", "<a xmlns='u' xmlns:p='u' d=''/>", "policy-violation"],
    ["four elements", "<a><a/><a/><a/></a>", "accepted"],
    ["five elements", "<a><a/><a/><a/><a/></a>", "policy-violation"],
    ["a name of 8", "<abcdefgh/>", "accepted"],
    ["a name of 9", "<abcdefghi/>", "policy-violation"],
    ["an attribute's name of 9", "<a abcdefghi=''/>", "policy-violation"],
    ["a name of 9 that goes on", "<abcdefghij", "policy-violation"],
    ["two prefixes", "<a xmlns:p='u' xmlns:q='v'/>", "accepted"],
    ["a third prefix within", "<a xmlns:p='u' xmlns:q='v'><b xmlns:r='w'/></a>", "policy-violation"],
    ["100 characters of namespaces", `<a xmlns:p='${"u".repeat(50)}'><p:b/><p:b/></a>`, "accepted"],
    ["102 characters of namespaces", `<a xmlns:p='${"u".repeat(51)}'><p:b p:c=''/></a>`, "policy-violation"],
  ])("take %s as they should", (_, text, expected) => {
    expect(conditionOf(() => parseElement(text, LIMITS))).toBe(expected);
  });

  it("hold for each stanza by itself", () => {
    const stanza = `<a>${"x".repeat(80)}<b/><b/></a>`;
    expect(
      scan([HEADER, ...`${stanza} ${stanza}`], { ...LIMITS, maxStanzaBytes: 200, maxAttributes: 4, maxNameLength: 20 }),
    ).toHaveLength(3);
  });

  it("end a stanza that never ends, without waiting for its end", () => {
    const endless = function* (): Generator<string> {
      yield HEADER;
      yield "<message><body>";
      for (;;) yield "xxxxxxxx";
    };
    expect(conditionOf(() => scan(endless(), { maxStanzaBytes: 10_000 }))).toBe("policy-violation");
  });

  it("hold for the stream's start tag", () => {
    expect(conditionOf(() => scan(`<stream:stream a='${"x".repeat(1000)}`, { maxStanzaBytes: 500 }))).toBe(
      "policy-violation",
    );
  });

  it("may change after login", () => {
    const scanner = new StreamScanner(
      { onStreamStart() {}, onElement() {}, onStreamEnd() {} },
      { maxStanzaBytes: 200 },
    );
    const stanza = `<message>${"x".repeat(300)}</message>`;
    scanner.write(HEADER);
    scanner.limits = { maxStanzaBytes: 400 };
    expect(conditionOf(() => scanner.write(stanza))).toBe("accepted");
    expect(scanner.limits.maxDepth).toBeGreaterThan(0);
  });
});

describe("a relayed stanza", () => {
  it("keeps its inner text as it was written, behind a start tag made anew", () => {
    const e = parseElement(`<message xmlns="jabber:client" id = "1"><body  >a<![CDATA[<]]>\r\n</body  ></message>`);
    expect(serialize(withAttrs(e, { from: "a@x" }), NS.client)).toBe(
      "<message id='1' from='a@x'><body  >a<![CDATA[<]]>\r\n</body  ></message>",
    );
  });

  it.each([
    ["from the stream", `${HEADER.replace("xmlns:stream", "xmlns:p='urn:p' xmlns:stream")}<message><p:b/></message>`],
    ["from its own start tag", `${HEADER}<message xmlns:p='urn:p'><p:b/></message>`],
  ])("is written anew when it uses a prefix %s", (_, text) => {
    expect(scan([text])[1]).toBe("<message><b xmlns='urn:p'/></message>");
  });

  it("is written anew when its default namespace is not its own", () => {
    const e = parseElement("<c:message xmlns:c='jabber:client' xmlns='urn:d'><b/></c:message>");
    expect(serialize(e, NS.client)).toBe("<message><b xmlns='urn:d'/></message>");
  });

  it("keeps its inner text when that declares the prefixes it uses", () => {
    const text = "<message><p:b xmlns:p='urn:p' p:c=\"1\" xml:lang='en'/></message>";
    expect(scan([HEADER, text])[1]).toBe(text);
    expect(scan([HEADER, ...text])[1]).toBe(text);
  });

  it("does not inherit that a stanza before it used an outer prefix", () => {
    const header = HEADER.replace("xmlns:stream", "xmlns:p='urn:p' xmlns:stream");
    expect(scan([`${header}<message><p:b/></message><message><c a="1"/></message>`])[2]).toBe(
      '<message><c a="1"/></message>',
    );
  });
});
