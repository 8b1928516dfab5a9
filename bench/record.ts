import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { yonder } from "./peers/yonder.ts";
import { writeReport } from "./report/write-report.ts";

const folder = join(import.meta.dirname, "results");

/** Keeps what was measured, with when, what and where, in bench/results, and writes docs/performance.md anew. */
export function record(name: string, measured: object): void {
  const file = keep(name, measured, new Date());
  console.log(`Recorded in ${file}`);
  writeReport();
}

/** Keeps it alone. Done again with the same time it takes the place of what was kept before. */
export function keep(name: string, measured: object, time: Date): string {
  mkdirSync(folder, { recursive: true });
  const at = time.toISOString();
  const machine = { model: cpus()[0]?.model, cores: cpus().length, loadAverageAtEnd: loadavg() };
  const file = join(folder, `${at.slice(0, 16).replaceAll(":", "")}-${name}.json`);
  writeFileSync(file, `${JSON.stringify({ at, version: yonder.version, machine, ...measured }, null, 2)}\n`);
  return file;
}
