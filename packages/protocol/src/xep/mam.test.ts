import { describe, expect, it } from "vitest";
import { StanzaError } from "../errors.ts";
import { Jid } from "../jid/jid.ts";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { type MamQuery, mamFin, mamForm, mamQuery, mamResult, mamResultOf, parseMamFin, parseMamQuery } from "./mam.ts";

const FORM_TYPE = "<field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>";
const query = (fields: string, formType = FORM_TYPE) =>
  parseElement(`<query xmlns='urn:xmpp:mam:2'><x xmlns='jabber:x:data' type='submit'>${formType}${fields}</x></query>`);

function conditionOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof StanzaError) return error.condition;
    throw error;
  }
  return "accepted";
}

describe("a query (XEP-0313)", () => {
  const full: MamQuery = {
    queryId: "q1",
    with: Jid.parse("juliet@capulet.lit"),
    start: new Date("2010-06-07T00:00:00Z"),
    end: new Date("2010-07-07T13:23:54Z"),
    beforeId: "b",
    afterId: "a",
    ids: ["1", "2"],
    includesGroupchat: false,
    text: "noise & slender prologues",
    isFlipped: true,
    page: { max: 10, before: "" },
  };

  it("is written", () => {
    expect(serialize(mamQuery({ with: full.with, page: { max: 10 } }))).toBe(
      `<query xmlns='urn:xmpp:mam:2'><x xmlns='jabber:x:data' type='submit'>${FORM_TYPE}` +
        "<field var='with'><value>juliet@capulet.lit</value></field></x>" +
        "<set xmlns='http://jabber.org/protocol/rsm'><max>10</max></set></query>",
    );
    expect(serialize(mamQuery({ queryId: "f27" }))).toBe("<query xmlns='urn:xmpp:mam:2' queryid='f27'/>");
  });

  it("is read as it was written", () => {
    expect(parseMamQuery(parseElement(serialize(mamQuery(full))))).toMatchObject(full);
    expect(parseMamQuery(mamQuery({}))).toMatchObject({
      isFlipped: false,
      page: undefined,
      with: undefined,
      ids: undefined,
    });
  });

  it("takes an empty field for none", () => {
    expect(parseMamQuery(query("<field var='with'><value/></field><field var='start'/>"))).toMatchObject({
      with: undefined,
      start: undefined,
    });
  });

  it.each([
    ["an address that is none", "<field var='with'><value>a@@b</value></field>", "bad-request"],
    ["a time that is none", "<field var='start'><value>yesterday</value></field>", "bad-request"],
    ["an unknown field", "<field var='{urn:x}full-text'><value>a</value></field>", "feature-not-implemented"],
    ["a field named like a method", "<field var='constructor'><value>a</value></field>", "feature-not-implemented"],
  ])("is refused with %s", (_, fields, condition) => {
    expect(conditionOf(() => parseMamQuery(query(fields)))).toBe(condition);
  });

  it("is refused with a form of something else", () => {
    expect(conditionOf(() => parseMamQuery(query("", "")))).toBe("bad-request");
  });

  it("may have these fields", () => {
    const text = serialize(mamForm());
    expect(text).toContain("<field var='with' type='jid-single'/>");
    expect(text).toContain("<field var='{urn:xmpp:fulltext:0}fulltext' type='text-single'/>");
    expect(text).toContain(
      "<field var='ids' type='list-multi'><validate xmlns='http://jabber.org/protocol/xdata-validate' datatype='xs:string'><open/></validate></field>",
    );
  });
});

describe("a result", () => {
  const stanza = parseElement(
    "<message xmlns='jabber:client' from='witch@shakespeare.lit'><body>Hail to thee</body></message>",
  );
  const stamp = new Date("2010-07-10T23:08:25Z");
  const text =
    "<result xmlns='urn:xmpp:mam:2' queryid='f27' id='28482'><forwarded xmlns='urn:xmpp:forward:0'>" +
    "<delay xmlns='urn:xmpp:delay' stamp='2010-07-10T23:08:25Z'/>" +
    "<message xmlns='jabber:client' from='witch@shakespeare.lit'><body>Hail to thee</body></message></forwarded></result>";

  it("is written and read", () => {
    expect(serialize(mamResult({ id: "28482", queryId: "f27", stamp, stanza }))).toBe(text);
    const message = parseElement(`<message xmlns='jabber:client'>${text}</message>`);
    expect(mamResultOf(message)).toEqual({ id: "28482", queryId: "f27", stamp, stanza });
  });

  it("is none without id, stamp or stanza", () => {
    const without = (part: RegExp) =>
      parseElement(`<message xmlns='jabber:client'>${text.replace(part, "")}</message>`);
    expect(mamResultOf(without(/ id='28482'/))).toBeUndefined();
    expect(mamResultOf(without(/<delay[^>]*>/))).toBeUndefined();
    expect(mamResultOf(without(/<message.*<\/message>/))).toBeUndefined();
    expect(mamResultOf(parseElement("<message xmlns='jabber:client'/>"))).toBeUndefined();
  });
});

describe("the end of a query", () => {
  it("is written and read", () => {
    const fin = { isComplete: true, isStable: false, page: { first: "a", index: 0, last: "b", count: 2 } };
    const text =
      "<fin xmlns='urn:xmpp:mam:2' complete='true' stable='false'><set xmlns='http://jabber.org/protocol/rsm'>" +
      "<first index='0'>a</first><last>b</last><count>2</count></set></fin>";
    expect(serialize(mamFin(fin))).toBe(text);
    expect(parseMamFin(parseElement(text))).toEqual(fin);
    expect(parseMamFin(parseElement("<fin xmlns='urn:xmpp:mam:2'/>"))).toEqual({
      isComplete: false,
      isStable: true,
      page: {},
    });
  });
});
