/** Milliseconds, with fractions, that never run back; and what to add to have the time of day. */
export interface TraceClock {
  now(): number;
  offset(): number;
}

/** Beyond so many milliseconds the clock of the machine was set. */
const DRIFT = 10;

/** This machine's. */
export const systemClock: TraceClock = {
  now: () => performance.now(),
  offset() {
    const offset = Date.now() - performance.now();
    return Math.abs(offset - performance.timeOrigin) < DRIFT ? performance.timeOrigin : offset;
  },
};
