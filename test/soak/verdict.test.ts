import { describe, expect, test } from "vitest";
import type { Sample } from "./sample.ts";
import { judge, slopeOf } from "./verdict.ts";

const MIB = 2 ** 20;
const BOUNDS = { slack: 4 * MIB, slope: 8 * MIB, canaryMs: 500 };

function sample(change: Partial<Sample> = {}): Sample {
  const counts = { yonder_sessions: 2 };
  return {
    at: 0,
    heap: 20 * MIB,
    external: 0,
    rss: 0,
    handles: { Socket: 5, Timeout: 1 },
    delayP99: 1,
    delayMax: 1,
    fds: 40,
    files: { socket: 40 },
    canaryMs: 2,
    counts,
    ...change,
  };
}

const hour = (heapAt: (minute: number) => number): Sample[] =>
  Array.from({ length: 60 }, (_, minute) => sample({ at: minute * 60, heap: heapAt(minute) }));

describe("a soak", () => {
  test("is content with a heap that fills and then stays", () => {
    const clean = hour((minute) => (20 + Math.min(minute, 15) + (minute % 3)) * MIB);
    expect(judge(clean, sample(), sample(), BOUNDS).complaints).toEqual([]);
  });

  test("complains about a heap that goes on growing", () => {
    const verdict = judge(
      hour((minute) => (20 + minute / 4) * MIB),
      sample(),
      sample(),
      BOUNDS,
    );
    expect(verdict.heapSlope).toBeCloseTo(15 * MIB, 0);
    expect(verdict.complaints).toEqual(["the heap grows by 15.00 MiB an hour"]);
  });

  test("complains about what is left when all are gone", () => {
    const after = sample({ fds: 60, files: { socket: 60 }, handles: { Socket: 20 }, counts: { yonder_sessions: 3 } });
    expect(judge([sample()], sample(), after, BOUNDS).complaints).toEqual([
      'descriptors are left open: [{"socket":40},{"socket":60}]',
      'handles are left: [{"Socket":5,"Timeout":1},{"Socket":20}]',
      "yonder_sessions is 3, and was 2",
    ]);
  });

  test("complains about a canary that waits", () => {
    expect(judge([sample({ canaryMs: 900 })], sample(), sample(), BOUNDS).complaints).toEqual([
      "a canary waited for 900 ms",
    ]);
  });
});

test("the slope of a line is found through its noise", () => {
  expect(
    slopeOf([
      [0, 1],
      [1, 3],
      [2, 5],
    ]),
  ).toBeCloseTo(2);
  expect(slopeOf([[1, 7]])).toBe(0);
});
