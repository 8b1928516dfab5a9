import { parseElement } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import { BindingError } from "./binding-error.ts";
import { type Body, BodyReader } from "./body-reader.ts";

const BEFORE = { maxBytes: 400, maxStanzaBytes: 200 };
const AFTER = { maxBytes: 2_000, maxStanzaBytes: 1_000 };
const NS = "xmlns='http://jabber.org/protocol/httpbind'";
const MESSAGE = "<message xmlns='jabber:client'><body>Hi</body></message>";

/** `sid='in'` is who may say more. */
function read(text: string | Buffer, chunk = 7): Body {
  const reader = new BodyReader({
    limits: BEFORE,
    maxDepth: 8,
    admit: (header) => (header.attr("sid") === "in" ? AFTER : BEFORE),
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunk) reader.write(bytes.subarray(at, at + chunk));
  return reader.end();
}

function conditionOf(text: string | Buffer, chunk?: number): string {
  try {
    read(text, chunk);
  } catch (error) {
    if (error instanceof BindingError) return error.condition;
    throw error;
  }
  return "accepted";
}

describe("a body", () => {
  test("gives its attributes and what is in it", () => {
    const { header, rid, payloads } = read(`<body ${NS} rid='7' sid='x' xml:lang='en'>${MESSAGE} ${MESSAGE}</body>`);
    expect([rid, header.attr("sid"), header.attr("xml:lang")]).toEqual([7, "x", "en"]);
    expect(payloads).toEqual([parseElement(MESSAGE), parseElement(MESSAGE)]);
  });

  test("may have a prefix, a declaration and space around it", () => {
    const text = `<?xml version='1.0'?>\n<b:body xmlns:b='http://jabber.org/protocol/httpbind' rid='1'>${MESSAGE}</b:body>\n`;
    expect(read(text).payloads).toHaveLength(1);
  });

  test("of old clients, which do not say whose the stanzas are, is understood", () => {
    const [message] = read(`<body ${NS} rid='1'><message><body>Hi</body><x xmlns='urn:x'/></message></body>`).payloads;
    expect(message).toEqual(parseElement("<message xmlns='jabber:client'><body>Hi</body><x xmlns='urn:x'/></message>"));
  });

  test.each([
    ["nothing", ""],
    ["no XML", "rid=1&sid=2"],
    ["half a body", `<body ${NS} rid='1'>${MESSAGE}`],
    ["half an element", `<body ${NS} rid='1'><message xmlns='jabber:client'></body>`],
    ["two bodies", `<body ${NS} rid='1'/><body ${NS} rid='2'/>`],
    ["text", `<body ${NS} rid='1'>hello</body>`],
    ["text behind", `<body ${NS} rid='1'/>hello`],
    ["no namespace", "<body rid='1'/>"],
    ["another namespace", "<body xmlns='jabber:client' rid='1'/>"],
    ["another root", `<stream ${NS} rid='1'/>`],
    ["a document type", `<!DOCTYPE body><body ${NS} rid='1'/>`],
    ["a comment", `<body ${NS} rid='1'><!-- --></body>`],
    ["a processing instruction", `<body ${NS} rid='1'><?php ?></body>`],
    ["an entity", `<body ${NS} rid='1'><message xmlns='jabber:client'>&lol;</message></body>`],
    ["a prefix that is not declared", `<body ${NS} rid='1' xmpp:restart='true'/>`],
    ["no request id", `<body ${NS}/>`],
    ["a request id of zero", `<body ${NS} rid='0'/>`],
    ["a negative request id", `<body ${NS} rid='-1'/>`],
    ["a request id that is no number", `<body ${NS} rid='1e3'/>`],
    ["a request id beyond 2^53", `<body ${NS} rid='9007199254740993'/>`],
    ["invalid UTF-8", Buffer.from(`<body ${NS} rid='1' to='\xff'/>`, "latin1")],
  ])("with %s is a bad request", (_, text) => {
    expect(conditionOf(text)).toBe("bad-request");
    expect(conditionOf(text, 100_000)).toBe("bad-request");
  });

  test.each([
    [
      "an element too large",
      `<body ${NS} rid='1' sid='in'><message xmlns='jabber:client'>${"x".repeat(1_200)}</message></body>`,
    ],
    ["too much of everything", `<body ${NS} rid='1' sid='in'>${MESSAGE.repeat(100)}</body>`],
    ["elements too deep", `<body ${NS} rid='1'>${"<a>".repeat(20)}${"</a>".repeat(20)}</body>`],
    [
      "an element too large for who is not logged in",
      `<body ${NS} rid='1'><message>${"x".repeat(200)}</message></body>`,
    ],
    ["a wrapper without end", `<body ${NS} rid='1' to='${"x".repeat(500)}`],
    ["nothing but space", " ".repeat(500)],
  ])("with %s breaks our rules", (_, text) => {
    expect(conditionOf(text)).toBe("policy-violation");
  });

  test("of somebody who is logged in may be larger", () => {
    expect(read(`<body ${NS} rid='1' sid='in'>${MESSAGE.repeat(20)}</body>`).payloads).toHaveLength(20);
  });

  test("has no more elements than can be read in one go, however small they are", () => {
    const withMany = (count: number) => {
      const limits = { maxBytes: 600_000, maxStanzaBytes: 1_000 };
      const reader = new BodyReader({ limits, maxDepth: 8, admit: () => limits });
      reader.write(Buffer.from(`<body ${NS} rid='1'>${"<iq/>".repeat(count)}</body>`));
      return reader.end().payloads.length;
    };
    expect(withMany(5_000)).toBe(5_000);
    expect(() => withMany(5_001)).toThrow(expect.objectContaining({ condition: "policy-violation" }));
  });
});
