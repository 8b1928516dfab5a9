import { readdirSync, readFileSync, rmSync } from "node:fs";
import { basename, join } from "node:path";

interface CpuProfile {
  readonly nodes: readonly { id: number; callFrame: { functionName: string; url: string; lineNumber: number } }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** Has each Node of ours write there where its threads spend their time; the figures of such a run are not recorded. */
export function profileNodes(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  process.env.BENCH_NODE_OPTIONS = `--cpu-prof --cpu-prof-dir=${folder}`;
}

/** The functions in which each thread of a profiled server spent most of its time, as lines of text. */
export function hotSpots(folder: string, count = 20): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".cpuprofile"));
  return files.flatMap((file) => {
    const profile = JSON.parse(readFileSync(join(folder, file), "utf8")) as CpuProfile;
    return [file, ...hottest(profile, count)];
  });
}

function hottest({ nodes, samples, timeDeltas }: CpuProfile, count: number): string[] {
  const names = new Map(nodes.map(({ id, callFrame }) => [id, describe(callFrame)]));
  const times = new Map<string, number>();
  for (const [index, id] of samples.entries()) {
    const name = names.get(id) ?? "?";
    if (name !== "(idle)") times.set(name, (times.get(name) ?? 0) + (timeDeltas[index] ?? 0));
  }
  const busy = [...times.values()].reduce((sum, time) => sum + time, 0);
  const sorted = [...times].toSorted(([, a], [, b]) => b - a).slice(0, count);
  return sorted.map(([name, time]) => `${((100 * time) / busy).toFixed(1).padStart(6)} %  ${name}`);
}

function describe({ functionName, url, lineNumber }: CpuProfile["nodes"][number]["callFrame"]): string {
  const place = url === "" ? "" : ` ${basename(url)}:${lineNumber + 1}`;
  return `${functionName || "(anonymous)"}${place}`;
}
