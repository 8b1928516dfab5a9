const SECOND = 1_000;

/** How long it has been quiet, and how often to ask until then, ms. */
const STEPS = [
  [15 * SECOND, SECOND],
  [60 * SECOND, 2 * SECOND],
  [180 * SECOND, 5 * SECOND],
  [600 * SECOND, 15 * SECOND],
] as const;
const QUIET = 30 * SECOND;

/** How soon to ask again where the network lets nobody wait for an answer: often while people talk, and seldom when they do not. */
export function pollDelay(quietMs: number): number {
  return STEPS.find(([until]) => quietMs < until)?.[1] ?? QUIET;
}
