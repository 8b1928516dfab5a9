import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { yonder } from "./peers/yonder.ts";
import { writeReport } from "./report/write-report.ts";

/** Keeps what was measured, with when, what and where, in bench/results, and writes docs/performance.md anew. */
export async function record(name: string, measured: object): Promise<void> {
  const folder = join(import.meta.dirname, "results");
  mkdirSync(folder, { recursive: true });
  const at = new Date().toISOString();
  const machine = { model: cpus()[0]?.model, cores: cpus().length, loadAverageAtEnd: loadavg() };
  const file = join(folder, `${at.slice(0, 16).replaceAll(":", "")}-${name}.json`);
  writeFileSync(file, `${JSON.stringify({ at, version: yonder.version, machine, ...measured }, null, 2)}\n`);
  console.log(`Recorded in ${file}`);
  await writeReport();
}
