import type { Sample } from "./sample.ts";

/** What a soak found, and what of it is wrong. */
export interface Verdict {
  /** Bytes an hour by which the heap grows, once warm. */
  readonly heapSlope: number;
  readonly worstCanaryMs: number;
  readonly complaints: readonly string[];
}

export interface Bounds {
  /** Bytes by which what is used may differ, whatever the time: caches fill, code is compiled. */
  readonly slack: number;
  /** Bytes an hour. */
  readonly slope: number;
  readonly canaryMs: number;
}

/**
 * Whether all is as before. `clean`: samples after garbage collection, with the churn going on; `before`: when nobody was there but the canaries;
 * `after`: when all others are gone again, and time enough has passed.
 */
export function judge(clean: readonly Sample[], before: Sample, after: Sample, bounds: Bounds): Verdict {
  const warm = clean.slice(Math.floor(clean.length / 3));
  const heapSlope = slopeOf(warm.map(({ at, heap, external }) => [at / 3_600, heap + external]));
  const worstCanaryMs = Math.max(...clean.map(({ canaryMs }) => canaryMs));
  const grown = Math.max(0, heapSlope) * (((warm.at(-1)?.at ?? 0) - (warm[0]?.at ?? 0)) / 3_600);
  const complaints = [
    grown > bounds.slack && heapSlope > bounds.slope && `the heap grows by ${mebibytes(heapSlope)} an hour`,
    worstCanaryMs > bounds.canaryMs && `a canary waited for ${worstCanaryMs.toFixed(0)} ms`,
  ];
  return {
    heapSlope,
    worstCanaryMs,
    complaints: [...complaints.filter((it) => it !== false), ...leftBehind(before, after)],
  };
}

/** What there is now, and was not before. */
export function leftBehind(before: Sample, after: Sample): string[] {
  const counts = Object.entries(after.counts).filter(([name, count]) => count > (before.counts[name] ?? 0));
  return [
    after.fds > before.fds + FEW ? `descriptors are left open: ${JSON.stringify([before.files, after.files])}` : "",
    handlesOf(after) > handlesOf(before) + FEW
      ? `handles are left: ${JSON.stringify([before.handles, after.handles])}`
      : "",
    ...counts.map(([name, count]) => `${name} is ${count}, and was ${before.counts[name] ?? 0}`),
  ].filter(Boolean);
}

/** Files and sockets of the store, and of who looks on. */
const FEW = 4;

function handlesOf({ handles }: Sample): number {
  return Object.entries(handles).reduce(
    (sum, [kind, count]) => (kind === "Timeout" || kind === "Immediate" ? sum : sum + count),
    0,
  );
}

/** Of the line that goes through the points best (least squares); 0 for fewer than two. */
export function slopeOf(points: readonly (readonly [number, number])[]): number {
  const mean = (of: 0 | 1): number => points.reduce((sum, point) => sum + point[of], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  return spread > 0 ? points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0) / spread : 0;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(2)} MiB`;
}
