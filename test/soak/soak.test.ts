import { expect, test } from "vitest";
import { soak } from "./soak.ts";

const MIB = 2 ** 20;
/** In so short a time all that fills is filling: what is left behind shows, and what waits. */
const BOUNDS = { slack: 64 * MIB, slope: 1_024 * MIB, canaryMs: 5_000 };

test("a node at which people come and go for a moment is as before", async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`soak with seed ${seed}`);
  const { verdict, done } = await soak({ seed, ms: 1_000, rate: 40, every: 250, bounds: BOUNDS });
  expect(verdict.complaints).toEqual([]);
  expect(Object.keys(done).length).toBeGreaterThan(5);
}, 120_000);
