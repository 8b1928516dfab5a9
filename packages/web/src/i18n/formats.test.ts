import { describe, expect, it } from "vitest";
import { createFormats, daysBetween } from "./formats.ts";

const at = (day: number, hour: number, minute = 0, month = 10, year = 2026) =>
  new Date(year, month, day, hour, minute).getTime();
const NOW = at(21, 21, 7);
const en = createFormats("en-GB");

describe("a time in the list", () => {
  it.each([
    [at(21, 9, 5), "09:05"],
    [at(20, 23, 59), "Yesterday"],
    [at(17, 12), "Tue"],
    [at(12, 12), "12 Nov"],
    [at(12, 12, 0, 10, 2025), "12/11/2025"],
    [at(22, 0, 1), "00:01"],
  ])("%# reads %s", (when, text) => {
    expect(en.short(when, NOW)).toBe(text);
  });
});

describe("a day in the timeline", () => {
  it.each([
    [at(21, 0), "Today"],
    [at(20, 12), "Yesterday"],
    [at(13, 12), "Friday 13 November"],
    [at(13, 12, 0, 10, 2025), "Thursday, 13 November 2025"],
  ])("%# reads %s", (when, text) => {
    expect(en.day(when, NOW)).toBe(text);
  });
});

it("speaks other languages with their own signs", () => {
  expect(createFormats("de").short(at(20, 8), NOW)).toBe("Gestern");
  expect(createFormats("ar").time(at(21, 21, 7))).toContain("٩:٠٧");
  expect(createFormats("zh").day(at(21, 8), NOW)).toBe("今天");
});

it("counts days by the calendar, not by hours", () => {
  expect(daysBetween(at(20, 23, 59), at(21, 0, 1))).toBe(1);
  expect(daysBetween(at(21, 0), at(21, 23))).toBe(0);
});
