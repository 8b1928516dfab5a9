import { describe, expect, it } from "vitest";
import type { Language } from "../../../i18n/catalogue.ts";
import { inTone, loadEmoji, searchEmoji } from "./emoji-search.ts";

const find = async (language: Language, typed: string) =>
  searchEmoji(await loadEmoji(language), typed).map(({ base }) => base);

describe("emoji", () => {
  it.each<[Language, string, string]>([
    ["en", "thumbs up", "👍"],
    ["de", "hund", "🐶"],
    ["zh", "猫", "🐱"],
    ["ar", "قلب", "❤️"],
  ])("are found in %s by %s", async (language, typed, emoji) => {
    expect(await find(language, typed)).toContain(emoji);
  });

  it("are found by nothing that nobody calls them", async () => {
    expect(await find("en", "xyzzy")).toEqual([]);
  });

  it.each<Language>(["en", "de", "zh", "ar"])("all have a name in %s", async (language) => {
    const nameless = (await loadEmoji(language)).flat().filter(({ words }) => !words[0]);
    expect(nameless).toEqual([]);
  });

  it("have the skin tone that was chosen, where they have skin", async () => {
    const all = (await loadEmoji("en")).flat();
    const toned = (base: string) => all.filter((each) => each.base === base).map((each) => inTone(each, 3));
    expect([...toned("👍"), ...toned("☝️"), ...toned("🧑‍🚀"), ...toned("🎉")]).toEqual(["👍🏽", "☝🏽", "🧑🏽‍🚀", "🎉"]);
    expect(all.map((each) => inTone(each, 5)).filter((each) => !/^\p{RGI_Emoji}$/v.test(each))).toEqual([]);
  });
});
