import { describe, expect, it } from "vitest";
import { formatDateTime, parseDateTime } from "./datetime.ts";

describe("a date and time (XEP-0082)", () => {
  it.each([
    ["1969-07-21T02:56:15Z", "1969-07-21T02:56:15.000Z"],
    ["1969-07-20T21:56:15-05:00", "1969-07-21T02:56:15.000Z"],
    ["2026-03-01T00:30:00+01:00", "2026-02-28T23:30:00.000Z"],
    ["2024-02-29T12:00:00.5Z", "2024-02-29T12:00:00.500Z"],
    ["2024-02-29T12:00:00.123456789Z", "2024-02-29T12:00:00.123Z"],
  ])("%s is %s", (text, expected) => {
    expect(parseDateTime(text)?.toISOString()).toBe(expected);
  });

  it.each([
    "",
    "2026-02-29T12:00:00Z",
    "2026-04-31T12:00:00Z",
    "2026-13-01T12:00:00Z",
    "2026-01-01T25:00:00Z",
    "2026-01-01T12:60:00Z",
    "2026-01-01T12:00:00",
    "2026-01-01 12:00:00Z",
    "2026-01-01",
    "20260101T12:00:00",
    "2026-01-01T12:00:00+99:00",
    " 2026-01-01T12:00:00Z",
    "now",
  ])("%j is none", (text) => {
    expect(parseDateTime(text)).toBeUndefined();
  });

  it("is written in UTC, with milliseconds when there are any", () => {
    expect(formatDateTime(new Date(Date.UTC(2026, 0, 2, 3, 4, 5)))).toBe("2026-01-02T03:04:05Z");
    expect(formatDateTime(new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 60)))).toBe("2026-01-02T03:04:05.060Z");
  });
});
