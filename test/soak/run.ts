// npm run soak -- --minutes N [--seed S] [--rate R]: lets people come and go at a node, and looks whether it stays as it is.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chart } from "./chart.ts";
import { soak } from "./soak.ts";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "10" },
    seed: { type: "string", default: String(Math.floor(Math.random() * 2 ** 31)) },
    rate: { type: "string", default: "10" },
  },
});

const MIB = 2 ** 20;
const bounds = { slack: 6 * MIB, slope: 4 * MIB, canaryMs: 2_000 };
const [seed, rate, ms] = [Number(values.seed), Number(values.rate), Number(values.minutes) * 60_000];
console.log(`seed ${seed}, ${rate} a second`);
const report = await soak({ seed, rate, ms, every: 5_000, bounds, note: (text) => console.log(text) });
const folder = join(import.meta.dirname, "reports");
mkdirSync(folder, { recursive: true });
const name = join(folder, `${new Date().toISOString().slice(0, 16).replace(":", "")}-seed-${seed}`);
writeFileSync(`${name}.json`, `${JSON.stringify(report)}\n`);
writeFileSync(`${name}.svg`, chart(report));
const { heapSlope, complaints } = report.verdict;
console.log(
  `seed ${seed}: ${Object.values(report.done).reduce((sum, n) => sum + n, 0)} acts, heap ${(heapSlope / MIB).toFixed(2)} MiB an hour, ${complaints.length} complaints`,
);
for (const complaint of complaints) console.log(`   ${complaint}`);
process.exit(complaints.length === 0 ? 0 : 1);
