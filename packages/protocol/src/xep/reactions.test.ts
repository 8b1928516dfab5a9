import { describe, expect, it } from "vitest";
import { parseElement } from "../xml/parse-element.ts";
import { serialize } from "../xml/serializer.ts";
import { isEmoji, reactionsOf } from "./reaction-emoji.ts";
import { reactions } from "./reactions.ts";

const REACTIONS = "<reactions xmlns='urn:xmpp:reactions:0' id='m1'>";
const read = (inner: string, type = "chat") =>
  reactionsOf(parseElement(`<message xmlns='jabber:client' type='${type}'>${REACTIONS}${inner}</reactions></message>`));
const each = (emojis: readonly string[]) => emojis.map((emoji) => `<reaction>${emoji}</reaction>`).join("");

describe("reactions (XEP-0444)", () => {
  it("are written", () => {
    expect(serialize(reactions({ id: "m1", emojis: ["👋", "🐢"] }))).toBe(
      `${REACTIONS}${each(["👋", "🐢"])}</reactions>`,
    );
  });

  it("are read, each once", () => {
    expect(read(each(["👋", " 🐢 ", "👋"]))).toEqual({ id: "m1", emojis: ["👋", "🐢"] });
    expect(read("")).toEqual({ id: "m1", emojis: [] });
    expect(read(each(["👋"]), "error")).toBeUndefined();
  });

  it("are as many as a person has feelings", () => {
    const flags = Array.from({ length: 1_000 }, (_, n) => String.fromCodePoint(0x1f300 + (n % 200)));
    expect(read(each(flags))?.emojis).toHaveLength(20);
  });

  it("are emoji", () => {
    for (const emoji of ["👍", "👍🏽", "❤️", "🇩🇪", "1️⃣", "👩‍❤️‍💋‍👨", "🏴󠁧󠁢󠁷󠁬󠁳󠁿", "👩🏿‍🚀", "☺"])
      expect(isEmoji(emoji), emoji).toBe(true);
    for (const text of [
      "",
      "a",
      "1",
      "👍👍",
      "👍 yes",
      "<b>",
      "👍".repeat(20_000),
      `👍${"\u0301".repeat(30)}`,
      "\u200d",
    ])
      expect(isEmoji(text), text.slice(0, 10)).toBe(false);
  });
});
