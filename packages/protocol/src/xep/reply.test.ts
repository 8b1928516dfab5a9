import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { reply, replyOf } from "./reply.ts";

describe("a reply (XEP-0461)", () => {
  it("is written", () => {
    expect(serialize(reply({ id: "m1", to: "anna@example.com" }))).toBe(
      "<reply xmlns='urn:xmpp:reply:0' to='anna@example.com' id='m1'/>",
    );
  });

  it("is read, with or without the author, but not without an id", () => {
    const read = (inner: string) => replyOf(parseElement(`<message xmlns='jabber:client'>${inner}</message>`));
    expect(read("<reply xmlns='urn:xmpp:reply:0' to='anna@example.com/x' id='m1'/>")).toEqual({
      id: "m1",
      to: "anna@example.com/x",
    });
    expect(read("<reply xmlns='urn:xmpp:reply:0' id='m1'/>")).toEqual({ id: "m1", to: undefined });
    expect(read("<reply xmlns='urn:xmpp:reply:0' to='anna@example.com'/>")).toBeUndefined();
  });
});
