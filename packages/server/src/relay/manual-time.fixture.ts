import type { Timers } from "../store/timers.ts";

/** Time that passes when a test says so. */
export interface ManualTime {
  readonly timers: Timers;
  elapsed(): number;
  advance(ms: number): void;
}

interface Due {
  at: number;
  readonly every: number | undefined;
  readonly run: () => void;
}

export function manualTime(): ManualTime {
  let now = 0;
  const waiting = new Set<Due>();
  const add = (due: Due): (() => void) => {
    waiting.add(due);
    return () => waiting.delete(due);
  };
  const next = (until: number): Due | undefined =>
    [...waiting].filter(({ at }) => at <= until).sort((a, b) => a.at - b.at)[0];
  return {
    timers: {
      after: (ms, run) => add({ at: now + ms, every: undefined, run }),
      every: (ms, run) => add({ at: now + ms, every: ms, run }),
    },
    elapsed: () => now,
    advance(ms) {
      const until = now + ms;
      for (let due = next(until); due; due = next(until)) {
        now = due.at;
        if (due.every === undefined) waiting.delete(due);
        else due.at += due.every;
        due.run();
      }
      now = until;
    },
  };
}
