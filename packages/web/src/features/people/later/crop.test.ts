import { expect, it } from "vitest";
import { middleOf, sideOf, within } from "./crop.ts";

const wide = { width: 400, height: 200 };

it("begins with the middle of the picture, as much of it as there is", () => {
  expect(middleOf(wide)).toEqual({ x: 200, y: 100, zoom: 1 });
  expect(sideOf(wide, middleOf(wide))).toBe(200);
});

it.each([
  [
    { x: -50, y: 0, zoom: 1 },
    { x: 100, y: 100, zoom: 1 },
  ],
  [
    { x: 999, y: 999, zoom: 2 },
    { x: 350, y: 150, zoom: 2 },
  ],
  [
    { x: 200, y: 100, zoom: 9 },
    { x: 200, y: 100, zoom: 4 },
  ],
  [
    { x: 200, y: 100, zoom: 0 },
    { x: 200, y: 100, zoom: 1 },
  ],
])("keeps %o inside the picture", (crop, expected) => {
  expect(within(wide, crop)).toEqual(expected);
});
