import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { handledCount, newlyHandled, sm } from "./sm.ts";

describe("stream management (XEP-0198)", () => {
  it.each([
    [sm.enable({ resume: true, max: 60 }), "<enable xmlns='urn:xmpp:sm:3' resume='true' max='60'/>"],
    [sm.enable(), "<enable xmlns='urn:xmpp:sm:3'/>"],
    [
      sm.enabled({ id: "x", resume: true, max: 300 }),
      "<enabled xmlns='urn:xmpp:sm:3' id='x' resume='true' max='300'/>",
    ],
    [sm.request(), "<r xmlns='urn:xmpp:sm:3'/>"],
    [sm.ack(4_294_967_295), "<a xmlns='urn:xmpp:sm:3' h='4294967295'/>"],
    [sm.resume("x", 3), "<resume xmlns='urn:xmpp:sm:3' previd='x' h='3'/>"],
    [sm.resumed("x", 3), "<resumed xmlns='urn:xmpp:sm:3' previd='x' h='3'/>"],
  ])("says %#", (element, text) => {
    expect(serialize(element)).toBe(text);
  });

  it.each([
    ["0", 0],
    ["4294967295", 4_294_967_295],
    ["4294967296", undefined],
    ["-1", undefined],
    ["1.5", undefined],
    ["", undefined],
    ["Infinity", undefined],
  ])("reads h=%j as %s", (h, expected) => {
    expect(handledCount(parseElement(`<a xmlns='urn:xmpp:sm:3' h='${h}'/>`))).toBe(expected);
  });

  it("counts on beyond 2^32", () => {
    expect([newlyHandled(5, 3), newlyHandled(1, 4_294_967_295), newlyHandled(3, 3)]).toEqual([2, 2, 0]);
  });
});
