import { describe, expect, it } from "vitest";
import { StanzaError } from "../errors.ts";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { type RsmRequest, rsmRequest, rsmRequestIn, rsmResult, rsmResultIn } from "./rsm.ts";

const around = (set: string) => parseElement(`<query xmlns='urn:q'>${set}</query>`);

describe("a page asked for (XEP-0059)", () => {
  it.each([
    [{ max: 10 }, "<set xmlns='http://jabber.org/protocol/rsm'><max>10</max></set>"],
    [{ max: 10, after: "a<b" }, "<set xmlns='http://jabber.org/protocol/rsm'><max>10</max><after>a&lt;b</after></set>"],
    [{ max: 10, before: "" }, "<set xmlns='http://jabber.org/protocol/rsm'><max>10</max><before/></set>"],
    [{ max: 0, index: 371 }, "<set xmlns='http://jabber.org/protocol/rsm'><max>0</max><index>371</index></set>"],
  ] as [RsmRequest, string][])("%j is written and read", (request, text) => {
    expect(serialize(rsmRequest(request))).toBe(text);
    expect(rsmRequestIn(around(text))).toEqual({
      max: undefined,
      after: undefined,
      before: undefined,
      index: undefined,
      ...request,
    });
  });

  it("may be missing", () => {
    expect(rsmRequestIn(around(""))).toBeUndefined();
  });

  it.each(["ten", "-1", "1e3", "", "99999999999999999999", "0x10"])("refuses %j for a number", (max) => {
    expect(() => rsmRequestIn(around(`<set xmlns='http://jabber.org/protocol/rsm'><max>${max}</max></set>`))).toThrow(
      StanzaError,
    );
  });
});

describe("a page given", () => {
  it.each([
    [
      { first: "a", index: 0, last: "b", count: 800 },
      "<set xmlns='http://jabber.org/protocol/rsm'><first index='0'>a</first><last>b</last><count>800</count></set>",
    ],
    [{ first: "a", last: "b" }, "<set xmlns='http://jabber.org/protocol/rsm'><first>a</first><last>b</last></set>"],
    [{ count: 0 }, "<set xmlns='http://jabber.org/protocol/rsm'><count>0</count></set>"],
  ])("%j is written and read", (result, text) => {
    expect(serialize(rsmResult(result))).toBe(text);
    expect(rsmResultIn(around(text))).toEqual({
      first: undefined,
      index: undefined,
      last: undefined,
      count: undefined,
      ...result,
    });
  });
});
