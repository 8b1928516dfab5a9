import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { fallback, withoutFallback } from "./fallback.ts";

const REPLY = "urn:xmpp:reply:0";
const read = (body: string, mark: string) =>
  withoutFallback(parseElement(`<message xmlns='jabber:client'><body>${body}</body>${mark}</message>`), REPLY);
const mark = (inner: string, of = REPLY) => `<fallback xmlns='urn:xmpp:fallback:0' for='${of}'>${inner}</fallback>`;

describe("a fallback (XEP-0428)", () => {
  it("is written for the whole body or a stretch of it", () => {
    expect(serialize(fallback(REPLY))).toBe(`<fallback xmlns='urn:xmpp:fallback:0' for='${REPLY}'/>`);
    expect(serialize(fallback(REPLY, { start: 0, end: 7 }))).toBe(mark("<body start='0' end='7'/>"));
  });

  it("is taken off the body, counted in code points", () => {
    expect(read("&gt; 👋🏽\nGreat", mark("<body start='0' end='5'/>"))).toEqual({
      text: "Great",
      fallback: "> 👋🏽\n",
    });
  });

  it("without a stretch is the whole body", () => {
    expect(read("All", mark("")).text).toBe("");
    expect(read("All", mark("<body/>")).text).toBe("");
    expect(read("All", mark("<subject/>")).text).toBe("All");
  });

  it("for something else, or outside the body, changes nothing", () => {
    expect(read("All", mark("<body start='0' end='3'/>", "urn:other")).text).toBe("All");
    for (const range of ["start='9' end='12'", "start='-1' end='2'", "start='2' end='1'", "start='x'", "end='2'"])
      expect(read("All", mark(`<body ${range}/>`)).text, range).toBe("All");
  });
});
