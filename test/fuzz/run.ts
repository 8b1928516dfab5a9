// npm run fuzz -- --minutes N [--seed S] [--only NAME]: feeds all that takes what strangers send with what nobody should send.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import type { Finding, Report } from "./fuzz.ts";
import { targets } from "./targets.ts";
import type { Work } from "./worker.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "5" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
    only: { type: "string", default: "" },
  },
});

/** Milliseconds of CPU that a case may take before it counts as one that never ends. */
const HANGS_AFTER = 20_000;

const seed = Number(values.seed);
const chosen = targets.filter(({ name }) => name.startsWith(values.only));
const ms = (Number(values.minutes) * 60_000) / chosen.length;
console.log(`seed ${seed}, ${chosen.length} targets, ${(ms / 1_000).toFixed(0)} s each`);

const reports: Report[] = [];
for (const { name } of chosen) {
  const report = await inThread(name);
  const { inputs, seconds, slowestMs, heapGrowth, findings } = report;
  const rate = `${(inputs / seconds / 1_000).toFixed(1)}k/s`;
  const memory = `${(heapGrowth / 2 ** 20).toFixed(1)} MiB`;
  console.log(
    `${name.padEnd(18)} ${inputs} inputs, ${seconds} s, ${rate}, slowest ${slowestMs} ms, heap ${memory}, ${findings.length} found`,
  );
  for (const finding of findings) keep(finding);
  reports.push(report);
}

const inputs = reports.reduce((sum, it) => sum + it.inputs, 0);
const found = reports.flatMap(({ findings }) => findings.map(described));
const folder = join(import.meta.dirname, "reports");
mkdirSync(folder, { recursive: true });
const at = new Date().toISOString().slice(0, 16).replace(":", "");
writeFileSync(join(folder, `${at}-seed-${seed}.json`), `${JSON.stringify(recorded(), null, 1)}\n`);
console.log(`seed ${seed}: ${inputs} inputs, ${found.length} found`);
process.exitCode = found.length === 0 ? 0 : 1;

/** Without what is kept in the corpus. */
function recorded() {
  const targets = reports.map(({ findings, ...report }) => ({ ...report, found: findings.map(described) }));
  return { at, seed, inputs, targets };
}

function described({ index, why }: Finding): string {
  return `#${index}: ${why.split("\n")[0]?.slice(0, 200)}`;
}

/** Runs a target in a thread, and ends that if a case never ends. */
function inThread(name: string): Promise<Report> {
  const present = new SharedArrayBuffer(4);
  const workerData: Work = { name, seed, ms, present };
  const worker = new Worker(join(import.meta.dirname, "worker.ts"), { workerData });
  return new Promise((resolve) => {
    const end = (report: Report): void => {
      clearInterval(watch);
      void worker.terminate();
      resolve(report);
    };
    const broken = (why: string): Report => {
      const index = new Int32Array(present)[0] ?? 0;
      const finding = { target: name, index, why, input: null };
      return {
        target: name,
        seed,
        cases: index,
        inputs: index,
        seconds: 1,
        slowestMs: 0,
        heapGrowth: 0,
        findings: [finding],
      };
    };
    const watch = watchOver(worker, new Int32Array(present), () => end(broken("a case never ends")));
    worker.once("message", (report: Report) => end(report));
    worker.once("error", (error) => end(broken(`the thread ended with ${(error as Error)?.stack ?? error}`)));
  });
}

/** Calls back when the thread has worked for long on one case. */
function watchOver(worker: Worker, present: Int32Array, onHang: () => void): NodeJS.Timeout {
  let [index, since] = [-1, 0];
  return setInterval(async () => {
    // It may have ended meanwhile.
    const { user, system } = await worker.cpuUsage().catch(() => ({ user: 0, system: 0 }));
    const now = (user + system) / 1_000;
    if (present[0] !== index) [index, since] = [present[0] ?? 0, now];
    else if (now - since > HANGS_AFTER) onHang();
  }, 2_000);
}

/** Found cases are replayed by fuzz.test.ts from then on. */
function keep({ target, index, why, input }: Finding): void {
  console.log(`   seed ${seed} #${index}: ${why}\n   ${JSON.stringify(input)?.slice(0, 600)}`);
  if (input === null) return;
  const folder = join(import.meta.dirname, "corpus", target);
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, `seed-${seed}-${index}.json`),
    `${JSON.stringify({ why: why.split("\n")[0], input }, null, 2)}\n`,
  );
}
