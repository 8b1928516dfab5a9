import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { enableOutcomes, outcome, outcomeOf } from "./outcome.ts";

describe("an outcome", () => {
  it("is switched on", () => {
    expect(serialize(enableOutcomes())).toBe("<enable xmlns='urn:yonder:outcome:0'/>");
  });

  it.each([
    [
      { state: "sent", id: "m1", stanzaId: "s1", sessions: 2 },
      "<outcome xmlns='urn:yonder:outcome:0' id='m1' stanza-id='s1' state='sent' sessions='2'/>",
    ],
    [
      { state: "kept", id: "m1", stanzaId: undefined, sessions: undefined },
      "<outcome xmlns='urn:yonder:outcome:0' id='m1' state='kept'/>",
    ],
  ] as const)("%j is written and read", (value, text) => {
    expect(serialize(outcome(value))).toBe(text);
    expect(outcomeOf(parseElement(`<message xmlns='jabber:client'>${text}</message>`))).toEqual(value);
  });

  it.each([
    "<outcome xmlns='urn:yonder:outcome:0' id='1' state='lost'/>",
    "<outcome xmlns='urn:yonder:outcome:0' state='kept'/>",
    "",
  ])("is none in %j", (text) => {
    expect(outcomeOf(parseElement(`<message xmlns='jabber:client'>${text}</message>`))).toBeUndefined();
  });
});
