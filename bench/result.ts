import type { ArchiveMode } from "./peers/peer.ts";
import type { Figures } from "./scenarios/scenario.ts";

/** All runs of one scenario on one server. */
export interface Result {
  readonly server: string;
  readonly version: string;
  readonly scenario: string;
  readonly mode: ArchiveMode;
  readonly runs: readonly Figures[];
  readonly error?: string;
}

export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** The median of a figure over the runs, with its extremes. */
export function spread(result: Result, figure: string): Spread | undefined {
  return spreadOf(result.runs, figure);
}

export function spreadOf(runs: readonly Figures[], figure: string): Spread | undefined {
  const values = runs.flatMap((run) => run[figure] ?? []).toSorted((a, b) => a - b);
  const [lowest, highest, median] = [values[0], values.at(-1), values[Math.floor(values.length / 2)]];
  return lowest === undefined || highest === undefined || median === undefined
    ? undefined
    : { median, lowest, highest };
}
