import { expect, test } from "vitest";
import { pollDelay } from "./poll-pace.ts";

test("who talks is asked for every second, who does not less and less often", () => {
  const seconds = (quiet: number) => pollDelay(quiet * 1_000) / 1_000;
  expect([0, 14, 15, 59, 60, 179, 180, 599, 600, 100_000].map(seconds)).toEqual([1, 1, 2, 2, 5, 5, 15, 15, 30, 30]);
});
