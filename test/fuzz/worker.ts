// One target in a thread of its own, so that whoever looks on notices when it hangs.
import { parentPort, workerData } from "node:worker_threads";
import { fuzz } from "./fuzz.ts";
import { targets } from "./targets.ts";

export interface Work {
  readonly name: string;
  readonly seed: number;
  readonly ms: number;
  /** Where the index of the present case stands. */
  readonly present: SharedArrayBuffer;
}

const { name, seed, ms, present } = workerData as Work;
const place = new Int32Array(present);
const target = targets.find((it) => it.name === name);
if (!target) throw new Error(`no target ${name}`);
const stray: string[] = [];
process.on("unhandledRejection", (reason) => stray.push(`unhandled: ${(reason as Error)?.stack ?? reason}`));
const report = await fuzz(target, { seed, ms, onCase: (index) => Atomics.store(place, 0, index) });
await target.close?.();
const strayFindings = stray.slice(0, 3).map((why) => ({ target: name, index: -1, why, input: null }));
parentPort?.postMessage({ ...report, findings: [...report.findings, ...strayFindings] });
