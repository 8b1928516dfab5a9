import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { hasHint, hint } from "./hints.ts";

describe("a hint (XEP-0334)", () => {
  it("is written", () => {
    expect(serialize(hint("no-store"))).toBe("<no-store xmlns='urn:xmpp:hints'/>");
  });

  it("is read", () => {
    const message = parseElement(
      "<message xmlns='jabber:client'><no-copy xmlns='urn:xmpp:hints'/><store xmlns='urn:other'/></message>",
    );
    expect([hasHint(message, "no-copy"), hasHint(message, "store")]).toEqual([true, false]);
  });

  it("in an error does not count", () => {
    const error = parseElement("<message xmlns='jabber:client' type='error'><store xmlns='urn:xmpp:hints'/></message>");
    expect(hasHint(error, "store")).toBe(false);
  });
});
