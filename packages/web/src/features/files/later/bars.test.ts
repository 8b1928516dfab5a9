import { expect, it } from "vitest";
import { resample } from "./bars.ts";
import { splitName } from "./sizes.ts";

it("makes as many bars as there is room for, the loudest as high as they go", () => {
  expect(resample([0.1, 0.2, 0.4, 0.1], 2)).toEqual([0.5, 1]);
  expect(resample([0.4], 3)).toEqual([1, 1, 1]);
  expect(resample([], 2)).toEqual([0, 0]);
});

it("keeps the ending of a name", () => {
  expect(splitName("Plakat-Offene-Nacht-A3-wirklich-final.pdf")).toEqual([
    "Plakat-Offene-Nacht-A3-wirklich",
    "-final.pdf",
  ]);
  expect(splitName("a.pdf")).toEqual(["a.pdf", ""]);
});
