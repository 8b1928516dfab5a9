import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { delay, delayOf } from "./delay.ts";

const stamp = new Date("2002-09-10T23:08:25Z");

describe("a delay (XEP-0203)", () => {
  it("is written", () => {
    expect(serialize(delay(stamp, "capulet.com", "Offline Storage"))).toBe(
      "<delay xmlns='urn:xmpp:delay' from='capulet.com' stamp='2002-09-10T23:08:25Z'>Offline Storage</delay>",
    );
    expect(serialize(delay(stamp))).toBe("<delay xmlns='urn:xmpp:delay' stamp='2002-09-10T23:08:25Z'/>");
  });

  const message = parseElement(
    "<message xmlns='jabber:client'><delay xmlns='urn:xmpp:delay' stamp='never'/>" +
      "<delay xmlns='urn:xmpp:delay' from='tybalt@capulet.com' stamp='1999-01-01T00:00:00Z'/>" +
      "<delay xmlns='urn:xmpp:delay' from='capulet.com' stamp='2002-09-10T23:08:25Z'>Offline Storage</delay></message>",
  );

  it("is read, that of one entity if asked for", () => {
    expect(delayOf(message, "capulet.com")).toEqual({ stamp, from: "capulet.com", reason: "Offline Storage" });
    expect(delayOf(message)?.from).toBe("tybalt@capulet.com");
    expect(delayOf(message, "montague.net")).toBeUndefined();
  });
});
