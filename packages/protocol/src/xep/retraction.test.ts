import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { isTombstone, retraction, retractionOf } from "./retraction.ts";

const message = (inner: string, type = "chat") =>
  parseElement(`<message xmlns='jabber:client' type='${type}'>${inner}</message>`);
const RETRACT = "<retract xmlns='urn:xmpp:message-retract:1' id='m1'/>";

describe("a retraction (XEP-0424)", () => {
  it("is written", () => {
    expect(serialize(retraction("m1"))).toBe(RETRACT);
  });

  it("is read, but not from an error or without an id", () => {
    expect(retractionOf(message(RETRACT))).toEqual({ id: "m1", isModerated: false });
    expect(retractionOf(message(RETRACT, "error"))).toBeUndefined();
    expect(retractionOf(message("<retract xmlns='urn:xmpp:message-retract:1'/>"))).toBeUndefined();
  });

  it("says when a moderator made it (XEP-0425)", () => {
    const moderated = "<moderated xmlns='urn:xmpp:message-moderate:1' by='room@example.com/Mo'/>";
    expect(retractionOf(message(RETRACT.replace("/>", `>${moderated}</retract>`)))?.isModerated).toBe(true);
  });

  it("leaves a tombstone in the archive", () => {
    expect(isTombstone(message("<retracted xmlns='urn:xmpp:message-retract:1' id='r1'/>"))).toBe(true);
    expect(isTombstone(message(RETRACT))).toBe(false);
  });
});
