import { describe, expect, it } from "vitest";
import { hillOf, hueOf, initialsOf, nameFromAddress, shortName } from "./identity.ts";

describe("an avatar's hue", () => {
  it("is the same for the same address, in any case", () => {
    expect(hueOf("Amina@Hillside.example")).toBe(hueOf("amina@hillside.example"));
  });

  it("spreads over the whole circle", () => {
    const sectors = new Set(
      Array.from({ length: 200 }, (_, i) => Math.floor(hueOf(`person${i}@hillside.example`) / 30)),
    );
    expect(sectors.size).toBe(12);
  });

  it("has its hill aside of the middle", () => {
    const hills = Array.from({ length: 200 }, (_, i) => hillOf(`person${i}@hillside.example`));
    expect(hills.every((at) => (at >= 20 && at < 38) || (at >= 58 && at < 76))).toBe(true);
  });
});

it.each([
  ["Amina Okafor", "AO"],
  ["bob", "B"],
  ["Dr. Maximiliane Freifrau von Hohenstein-Wartenberg", "MW"],
  ["陈思远", "陈"],
  ["美咲 Misaki Tanaka", "美"],
  ["فاطمة الزهراء", "ف"],
  ["🔭 Club", "🔭"],
  ["жанна дарк", "ЖД"],
  ["", ""],
])("%s has the initials %s", (name, initials) => {
  expect(initialsOf(name)).toBe(initials);
});

it.each([
  ["Amina Okafor", "Amina"],
  ["Dr. Maximiliane Freifrau", "Maximiliane"],
  ["陈思远", "陈思远"],
])("%s is called %s", (name, short) => {
  expect(shortName(name)).toBe(short);
});

it.each([
  ["bea.nowak@x.example", "Bea Nowak"],
  ["lena@x.example", "Lena"],
  ["x7_2@x.example", "x7_2"],
  ["McCoy@x.example", "McCoy"],
])("%s reads as %s", (address, name) => {
  expect(nameFromAddress(address)).toBe(name);
});
