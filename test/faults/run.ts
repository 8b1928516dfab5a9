// npm run test:faults -- --seed N --minutes M: one ordeal for each of the seeds from N on (--seeds K), M minutes each.
import { parseArgs } from "node:util";
import { ordeal } from "./ordeal.ts";

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: String(Math.floor(Math.random() * 1e6)) },
    seeds: { type: "string", default: "1" },
    minutes: { type: "string", default: "3" },
    only: { type: "string", default: "" },
    quiet: { type: "boolean", default: false },
  },
});

const first = Number(values.seed);
let [faults, written, wrong] = [0, 0, 0];
for (let seed = first; seed < first + Number(values.seeds); seed++) {
  const start = performance.now();
  const note = (what: string): void => {
    if (!values.quiet) console.log(`${((performance.now() - start) / 1_000).toFixed(3).padStart(8)} ${what}`);
  };
  const verdict = await ordeal({ seed, ms: Number(values.minutes) * 60_000, only: values.only, note });
  faults += verdict.faults.length;
  written += verdict.written;
  wrong += verdict.complaints.length;
  for (const complaint of verdict.complaints) console.log(`   ${complaint}`);
  console.log(
    `seed ${seed}: ${verdict.faults.length} faults, ${verdict.written} messages, ${verdict.twice} handed over twice, ` +
      `all there ${(verdict.convergedMs / 1_000).toFixed(1)} s after the last, ${verdict.complaints.length} complaints`,
  );
}
console.log(`${faults} faults, ${written} messages, ${wrong} complaints`);
process.exit(wrong === 0 ? 0 : 1);
