import { describe, expect, it } from "vitest";
import { matching, mentionAt, withMention } from "./mention.ts";

describe("a mention", () => {
  it("is what stands between an @ and the cursor", () => {
    expect(mentionAt("Hello @to", 9)).toEqual({ start: 6, end: 9, typed: "to" });
    expect(mentionAt("@", 1)).toEqual({ start: 0, end: 1, typed: "" });
  });

  it("is no address, and nothing that is finished", () => {
    expect(mentionAt("write to bob@example.org", 24)).toBeUndefined();
    expect(mentionAt("@Tomasz is late", 15)).toBeUndefined();
  });

  it("gives way to the name, with the cursor behind it", () => {
    const mention = mentionAt("Hello @to and all", 9);
    if (!mention) throw new Error("there is one");
    expect(withMention("Hello @to and all", mention, "Tomasz")).toEqual({ text: "Hello @Tomasz and all", cursor: 14 });
  });
});

it("finds people by any word of their names, whatever the accents", () => {
  const people = ["Tomasz Wiśniewski", "Zoë Tanaka", "Wilma"].map((name) => ({ name }));
  expect(matching(people, "wis").map(({ name }) => name)).toEqual(["Tomasz Wiśniewski"]);
  expect(matching(people, "t").map(({ name }) => name)).toEqual(["Tomasz Wiśniewski", "Zoë Tanaka"]);
  expect(matching(people, "w").map(({ name }) => name)).toEqual(["Wilma", "Tomasz Wiśniewski"]);
  expect(matching(people, "q")).toEqual([]);
});
