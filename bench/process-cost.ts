import { readdirSync, readFileSync } from "node:fs";

/** The process and all that descend from it. */
function processTree(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const pid of readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)) {
    const parent = Number(statFields(pid)?.[1] ?? -1);
    children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const reach = (pid: number): number[] => [pid, ...(children.get(pid) ?? []).flatMap(reach)];
  return reach(root);
}

/** Processor time of the process tree so far, user and system, all threads, in microseconds; steps of 10 ms. */
export function cpuMicroseconds(root: number): number {
  const ticks = processTree(root).map((pid) => {
    const fields = statFields(pid);
    return Number(fields?.[11] ?? 0) + Number(fields?.[12] ?? 0);
  });
  return ticks.reduce((sum, tick) => sum + tick, 0) * 10_000;
}

/** Memory of the process tree in bytes: resident, and with shared pages divided among those who share them. */
export function memoryBytes(root: number): { rss: number; pss: number } {
  const sum = { rss: 0, pss: 0 };
  for (const pid of processTree(root)) {
    const rollup = readOrEmpty(`/proc/${pid}/smaps_rollup`);
    sum.rss += kibibytes(rollup, "Rss") * 1024;
    sum.pss += kibibytes(rollup, "Pss") * 1024;
  }
  return sum;
}

/** /proc/PID/stat after the command's name (proc(5)): [0] is the state, [1] the parent, [11] and [12] user and system time. */
function statFields(pid: number): string[] | undefined {
  const stat = readOrEmpty(`/proc/${pid}/stat`);
  return stat === "" ? undefined : stat.slice(stat.lastIndexOf(")") + 2).split(" ");
}

function kibibytes(rollup: string, field: string): number {
  return Number(new RegExp(`^${field}:\\s+(\\d+)`, "m").exec(rollup)?.[1] ?? 0);
}

/** Processes come and go while the list is read; one that is gone costs nothing. */
function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return "";
  }
}
