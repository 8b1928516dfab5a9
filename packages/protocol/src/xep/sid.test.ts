import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { originId, originIdOf, stanzaId, stanzaIdOf, withoutStanzaIds } from "./sid.ts";

const message = parseElement(
  "<message xmlns='jabber:client'><stanza-id xmlns='urn:xmpp:sid:0' by='room@x' id='r1'/>" +
    "<stanza-id xmlns='urn:xmpp:sid:0' by='a@x' id='a1'/><origin-id xmlns='urn:xmpp:sid:0' id='o1'/></message>",
);

describe("stanza ids (XEP-0359)", () => {
  it("are written", () => {
    expect(serialize(stanzaId("a@x", "a1"))).toBe("<stanza-id xmlns='urn:xmpp:sid:0' by='a@x' id='a1'/>");
    expect(serialize(originId("o1"))).toBe("<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>");
  });

  it("are read by who gave them", () => {
    expect([stanzaIdOf(message, "a@x"), stanzaIdOf(message, "b@x"), originIdOf(message)]).toEqual([
      "a1",
      undefined,
      "o1",
    ]);
  });

  it("of one entity are taken out", () => {
    const clean = withoutStanzaIds(message, "a@x");
    expect([stanzaIdOf(clean, "a@x"), stanzaIdOf(clean, "room@x"), originIdOf(clean)]).toEqual([undefined, "r1", "o1"]);
    expect(withoutStanzaIds(clean, "a@x")).toBe(clean);
  });

  it("are none when they are empty", () => {
    const empty = parseElement("<message xmlns='jabber:client'><origin-id xmlns='urn:xmpp:sid:0' id=''/></message>");
    expect(originIdOf(empty)).toBeUndefined();
  });
});
