import { expect, test } from "vitest";
import { millisecondsText, spanText, timeText } from "./travel-times.ts";

test.each([
  [0.06, "0.1 ms"],
  [10.58, "10.6 ms"],
  [999, "999 ms"],
  [2_440, "2.4 sec"],
  [300_000, "5 min"],
  [3 * 3_600_000, "3 hr"],
  [50 * 3_600_000, "2 days"],
])("%d ms is %s", (value, text) => {
  expect(timeText(value, "en").replace("\u00a0", " ")).toBe(text);
});

test.each([
  [20_000, "20 sec"],
  [192 * 60_000, "3 hr 12 min"],
  [7_200_000, "2 hr"],
  [90_000, "1 min"],
])("%d ms have passed: %s", (value, text) => {
  expect(spanText(value, "en")).toBe(text);
});

test("where there is little room the number is enough", () => {
  expect(millisecondsText(10.58, "de")).toBe("10,6");
  expect(millisecondsText(1_500, "en")).toBe("1.5 sec");
});
