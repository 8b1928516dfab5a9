import { expect, test } from "vitest";
import { createArchiveIds, fromText, lowestIdAt, timeOf, toText } from "./archive-id.ts";

const noon = Date.UTC(2026, 5, 1, 12);

test("an id tells its time to the millisecond", () => {
  expect(timeOf(createArchiveIds(0, 0).next(noon + 7)).getTime()).toBe(noon + 7);
});

test("ids rise within a millisecond, and beyond what one holds", () => {
  const ids = createArchiveIds(5, 0);
  const given = Array.from({ length: 1_000 }, () => ids.next(noon));
  expect(given).toEqual([...new Set(given)].toSorted((a, b) => a - b));
});

test("ids rise when the clock jumps back", () => {
  const ids = createArchiveIds(0, 0);
  const before = ids.next(noon);
  expect(ids.next(noon - 86_400_000)).toBeGreaterThan(before);
});

test("ids rise above the last one given before, by whichever slot", () => {
  const last = createArchiveIds(63, 0).next(noon);
  expect(createArchiveIds(0, last).next(noon)).toBeGreaterThan(last);
  expect(createArchiveIds(0, last).next(0)).toBeGreaterThan(last);
});

test("two slots never give the same id", () => {
  const [one, two] = [createArchiveIds(1, 0), createArchiveIds(2, 0)];
  const given = Array.from({ length: 300 }, () => [one.next(noon), two.next(noon)]).flat();
  expect(new Set(given).size).toBe(600);
});

test("the lowest id of a time parts what was accepted before from what was accepted then", () => {
  expect(lowestIdAt(new Date(noon))).toBeLessThanOrEqual(createArchiveIds(0, 0).next(noon));
  expect(lowestIdAt(new Date(noon))).toBeGreaterThan(createArchiveIds(63, 0).next(noon - 1));
  expect(lowestIdAt(new Date(0))).toBe(0);
});

test("an id comes back from its text", () => {
  const id = createArchiveIds(3, 0).next(noon);
  expect(fromText(toText(id))).toBe(id);
});

test.each(["", "0", "01", "-1", "1.5", "ABC", "zzzzzzzzzzzz", "zzzzzzzzzzz", " 1", "__proto__"])(
  "%j is no id's text",
  (text) => {
    expect(fromText(text)).toBeUndefined();
  },
);
