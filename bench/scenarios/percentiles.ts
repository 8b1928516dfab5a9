import type { Figures } from "./scenario.ts";

/** The median and the 99th of a hundred. */
export function percentiles(milliseconds: readonly number[]): Figures {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { "p50 ms": at(0.5), "p99 ms": at(0.99) };
}
