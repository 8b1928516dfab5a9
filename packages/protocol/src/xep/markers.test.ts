import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { displayed, displayedUpTo, isMarkable, markable } from "./markers.ts";

describe("a displayed marker (XEP-0333)", () => {
  it("is asked for by a message with an id", () => {
    expect(serialize(markable())).toBe("<markable xmlns='urn:xmpp:chat-markers:0'/>");
    const message = (attrs: string) =>
      parseElement(`<message xmlns='jabber:client' ${attrs}>${serialize(markable())}</message>`);
    expect([isMarkable(message("id='1'")), isMarkable(message(""))]).toEqual([true, false]);
  });

  it("names the message", () => {
    expect(serialize(displayed("1"))).toBe("<displayed xmlns='urn:xmpp:chat-markers:0' id='1'/>");
    const message = (attrs: string) =>
      parseElement(`<message xmlns='jabber:client' ${attrs}>${serialize(displayed("1"))}</message>`);
    expect([displayedUpTo(message("")), displayedUpTo(message("type='error'"))]).toEqual(["1", undefined]);
  });
});
