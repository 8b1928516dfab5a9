import { expect, test } from "vitest";
import { ordeal } from "../faults/ordeal.ts";
import { missingForCluster } from "../support/cluster.ts";
import { named } from "../support/programs.ts";

const missing = missingForCluster({ clocks: true });
/** Three minutes in all. */
const LENGTH = 90_000;
/** `npm run test:faults` goes on for longer, and takes any seed again. */
const seeds = [1, Math.floor(Math.random() * 1e6)];

// At the same time: each waits most of the time.
test.skipIf(missing).each(seeds)(
  named("whatever goes wrong for a while, nothing acknowledged is lost, doubled or out of order, seed %i", missing),
  { concurrent: true, timeout: 3 * LENGTH },
  async (seed) => {
    const happened: string[] = [];
    const { faults, written, twice, convergedMs, complaints } = await ordeal({
      seed,
      ms: LENGTH,
      note: (what) => happened.push(what),
    });
    console.log(
      `seed ${seed}: ${faults.length} faults, ${written} messages, ${twice} handed over twice, all there ${Math.round(convergedMs)} ms after the last`,
    );
    expect(complaints, happened.join("\n")).toEqual([]);
  },
);
