/** Runs that come at such a distance, ms, are a flood; it rests so long at most. */
const CLOSE = 50;

/**
 * Runs the action at the end of the turn, however often it was called. In a flood of news it rests thrice as long as it took, and then does all at once: it may take a
 * fourth of the time.
 */
export function oncePerTurn(action: () => void): () => void {
  let isDue = false;
  let ended = Number.NEGATIVE_INFINITY;
  let restsUntil = 0;
  const run = () => {
    isDue = false;
    const begun = performance.now();
    const isFlood = begun - ended < CLOSE;
    action();
    ended = performance.now();
    restsUntil = isFlood ? ended + Math.min(CLOSE, 3 * (ended - begun)) : 0;
  };
  return () => {
    if (isDue) return;
    isDue = true;
    const rest = restsUntil - performance.now();
    if (rest > 1) setTimeout(run, rest);
    else queueMicrotask(run);
  };
}
