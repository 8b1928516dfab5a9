import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { correction, correctionOf } from "./correction.ts";

const message = (type: string, inner: string) =>
  parseElement(`<message xmlns='jabber:client' type='${type}'>${inner}</message>`);

describe("a correction (XEP-0308)", () => {
  const replace = "<replace xmlns='urn:xmpp:message-correct:0' id='bad1'/>";

  it("is written", () => {
    expect(serialize(correction("bad1"))).toBe(replace);
  });

  it("is read, but not from an error or without an id", () => {
    expect(correctionOf(message("chat", replace))).toBe("bad1");
    expect(correctionOf(message("error", replace))).toBeUndefined();
    expect(correctionOf(message("chat", "<replace xmlns='urn:xmpp:message-correct:0' id=''/>"))).toBeUndefined();
  });
});
