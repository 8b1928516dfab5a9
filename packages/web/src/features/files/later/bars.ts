/** Bars of a waveform. */
export const BARS = 44;

/** As many bars as are shown, each as high as the loudest of its stretch, and the loudest of all at the top. */
export function resample(levels: readonly number[], bars: number): number[] {
  const most = Math.max(0.02, ...levels);
  return Array.from({ length: bars }, (_, i) => {
    const from = Math.floor((i * levels.length) / bars);
    const to = Math.max(from + 1, Math.floor(((i + 1) * levels.length) / bars));
    return Math.max(0, ...levels.slice(from, to)) / most;
  });
}
