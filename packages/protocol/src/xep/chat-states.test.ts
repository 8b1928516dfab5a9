import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { chatState, chatStateOf } from "./chat-states.ts";

describe("a chat state (XEP-0085)", () => {
  it.each(["active", "composing", "paused", "inactive", "gone"] as const)("may be %s", (state) => {
    const text = serialize(chatState(state));
    expect(text).toBe(`<${state} xmlns='http://jabber.org/protocol/chatstates'/>`);
    expect(chatStateOf(parseElement(`<message xmlns='jabber:client'>${text}</message>`))).toBe(state);
  });

  it("is none when it is unknown, absent or in an error", () => {
    const odd = "<dancing xmlns='http://jabber.org/protocol/chatstates'/>";
    const active = "<active xmlns='http://jabber.org/protocol/chatstates'/>";
    expect(chatStateOf(parseElement(`<message xmlns='jabber:client'>${odd}</message>`))).toBeUndefined();
    expect(chatStateOf(parseElement("<message xmlns='jabber:client'/>"))).toBeUndefined();
    expect(
      chatStateOf(parseElement(`<message xmlns='jabber:client' type='error'>${active}</message>`)),
    ).toBeUndefined();
  });
});
