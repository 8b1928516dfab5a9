import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { Random, seedOf } from "./random.ts";
import { shrunk } from "./shrink.ts";
import { MOST_MS, type Target, Violation } from "./target.ts";

export interface Finding {
  readonly target: string;
  /** With the seed, the case can be made again. */
  readonly index: number;
  readonly why: string;
  /** As small as it became. */
  readonly input: unknown;
}

export interface Report {
  readonly target: string;
  readonly seed: number;
  readonly cases: number;
  readonly inputs: number;
  readonly seconds: number;
  /** The longest that an input took, in milliseconds by the clock on the wall. */
  readonly slowestMs: number;
  /** What the heap has grown by after garbage collection, from a tenth of the time on, in bytes; 0 when the time was too short to tell. */
  readonly heapGrowth: number;
  readonly findings: readonly Finding[];
}

export interface Plan {
  readonly seed: number;
  readonly ms: number;
  /** Cases at most. */
  readonly cases?: number;
  /** Called before each case. */
  onCase?(index: number): void;
}

/** More findings of one target tell nothing new. */
const MOST_FINDINGS = 5;
/** Bytes by which the heap may grow while strangers send what they like: caches fill, and code is compiled. */
const MOST_GROWTH = 12 * 1024 * 1024;

/** Milliseconds after which it makes sense to look how the heap grows. */
const WARM = 1_000;

/** Feeds one target with one case after another, until the time is over. */
export async function fuzz(
  target: Target,
  { seed, ms, cases = Number.POSITIVE_INFINITY, onCase }: Plan,
): Promise<Report> {
  const watch = new LapWatch();
  const findings: Finding[] = [];
  const start = performance.now();
  let [index, inputs, elapsed, heapBefore] = [0, 0, 0, 0];
  for (; index < cases && elapsed < ms && findings.length < MOST_FINDINGS; index++) {
    onCase?.(index);
    const input = target.make(new Random(seedOf(seed, target.name, index)));
    const why = await complaintOf(target, input, watch);
    inputs += target.sizeOf?.(input) ?? 1;
    if (why !== undefined)
      findings.push({ target: target.name, index, why, input: await smallest(target, input, why) });
    elapsed = performance.now() - start;
    if (heapBefore === 0 && elapsed > Math.max(ms / 10, WARM)) heapBefore = await heapUsed();
  }
  const heapGrowth = heapBefore === 0 ? 0 : (await heapUsed()) - heapBefore;
  if (heapGrowth > MOST_GROWTH)
    findings.push({ target: target.name, index, why: `the heap grew by ${heapGrowth} bytes`, input: null });
  const seconds = Number((elapsed / 1_000).toFixed(2));
  const slowestMs = Number(watch.slowest.toFixed(1));
  return { target: target.name, seed, cases: index, inputs, seconds, slowestMs, heapGrowth, findings };
}

/** What does not hold for a case; undefined: all does. */
export async function complaintOf(target: Target, input: unknown, watch = new LapWatch()): Promise<string | undefined> {
  watch.begin();
  try {
    const done = target.check(input, watch.lap);
    if (done !== undefined) await done;
    watch.lap();
    const ms = watch.isSlow ? await leastCpu(target, input) : 0;
    return ms > MOST_MS ? `an input took ${ms.toFixed(0)} ms of CPU` : undefined;
  } catch (error) {
    return error instanceof Violation ? error.message : `threw ${(error as Error)?.stack ?? error}`;
  }
}

/** The most that an input of a case takes, in milliseconds of this thread's CPU: the least of three times, as others use the machine too. */
async function leastCpu(target: Target, input: unknown): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 3 && least > MOST_MS; round++) {
    let [last, most] = [cpuMs(), 0];
    const lap = (): void => {
      const now = cpuMs();
      most = Math.max(most, now - last);
      last = now;
    };
    await target.check(input, lap);
    lap();
    least = Math.min(least, most);
  }
  return least;
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

/** Still fails in the same way, whatever the details. */
async function smallest(target: Target, input: unknown, why: string): Promise<unknown> {
  const words = (text: string | undefined): string | undefined => text?.split(":", 1)[0];
  return shrunk(input, async (smaller) => words(await complaintOf(target, smaller)) === words(why));
}

/** Looks at the clock after each input. */
class LapWatch {
  slowest = 0;
  isSlow = false;
  #last = 0;

  begin(): void {
    this.isSlow = false;
    this.#last = performance.now();
  }

  readonly lap = (): void => {
    const now = performance.now();
    const ms = now - this.#last;
    this.#last = now;
    if (ms > this.slowest) this.slowest = ms;
    if (ms > MOST_MS) this.isSlow = true;
  };
}

async function heapUsed(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  for (let n = 0; n < 3; n++) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  return process.memoryUsage().heapUsed;
}
