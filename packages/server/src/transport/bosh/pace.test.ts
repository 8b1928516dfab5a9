import { describe, expect, test } from "vitest";
import { Pace, type Poll } from "./pace.ts";

const POLLING = { polling: 1, requests: 1, hold: 0 };
const HOLDING = { polling: 1, requests: 2, hold: 1 };
const NOTHING: Poll = { unanswered: 1, hadPayload: false };

describe("a polling session (XEP-0124 §12)", () => {
  test("may ask again after the time agreed on, or a little less", () => {
    const pace = new Pace(POLLING);
    expect([0, 1_000, 1_900, 2_600].map((at) => pace.take(NOTHING, at))).toEqual([true, true, true, true]);
  });

  test("may not ask and ask", () => {
    const pace = new Pace(POLLING);
    expect([0, 100].map((at) => pace.take(NOTHING, at))).toEqual([true, false]);
  });

  test("may ask at once for more of what it got", () => {
    const pace = new Pace(POLLING);
    expect([pace.take(NOTHING, 0), pace.take({ unanswered: 1, hadPayload: true }, 10)]).toEqual([true, true]);
  });

  test("may say as much as it wants, and ask after that", () => {
    const pace = new Pace(POLLING);
    expect([pace.take(undefined, 0), pace.take(undefined, 1), pace.take(NOTHING, 2)]).toEqual([true, true, true]);
  });
});

describe("a session whose requests are held (XEP-0124 §11)", () => {
  test("may ask as soon as it was answered", () => {
    const pace = new Pace(HOLDING);
    expect([0, 10, 20].map((at) => pace.take(NOTHING, at))).toEqual([true, true, true]);
  });

  test("may not ask while it waits for an answer already", () => {
    const pace = new Pace(HOLDING);
    pace.take(NOTHING, 0);
    expect(pace.take({ unanswered: 2, hadPayload: false }, 10)).toBe(false);
  });

  test("may say something meanwhile", () => {
    const pace = new Pace(HOLDING);
    pace.take(NOTHING, 0);
    expect(pace.take(undefined, 10)).toBe(true);
  });
});
