import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { complaintOf, fuzz } from "./fuzz.ts";
import { Random, seedOf } from "./random.ts";
import { shrunk } from "./shrink.ts";
import { must, type Target } from "./target.ts";
import { targets } from "./targets.ts";

/** Milliseconds for each target and seed: a taste of what `npm run fuzz` does for hours. */
const TASTE = 40;
const SEEDS = [20_261_123, Math.floor(Math.random() * 2 ** 31)];

describe.each(targets)("$name", (target) => {
  afterAll(() => target.close?.());

  test(`stands what is made with the seeds ${SEEDS}`, async () => {
    for (const seed of SEEDS) {
      const { inputs, findings } = await fuzz(target, { seed, ms: TASTE });
      expect(findings).toEqual([]);
      expect(inputs).toBeGreaterThan(0);
    }
  });

  test.each(keptFor(target.name))("stands what was found before: %s", async (_, input) => {
    expect(await complaintOf(target, input)).toBeUndefined();
  });
});

describe("fuzzing", () => {
  /** Breaks at a text that has a q behind a 7. */
  const weak: Target<string> = {
    name: "weak",
    make: (random) => random.some(0, 40, () => random.pick([..."abc7q"])).join(""),
    check: (text) => must(!/7.*q/.test(text), "a q behind a 7", text),
  };

  test("finds what breaks, and makes it small", async () => {
    const { findings } = await fuzz(weak, { seed: 1, ms: 5_000, cases: 100 });
    expect(findings[0]?.why).toMatch(/^a q behind a 7/);
    expect(findings[0]?.input).toBe("7q");
  });

  test("finds the same with the same seed", async () => {
    const [first, second] = [
      await fuzz(weak, { seed: 2, ms: 5_000, cases: 50 }),
      await fuzz(weak, { seed: 2, ms: 5_000, cases: 50 }),
    ];
    expect(first.findings).toEqual(second.findings);
  });

  test("takes an input for too slow by its CPU, not by the clock on the wall", async () => {
    const slow: Target<number> = {
      name: "slow",
      make: () => 0,
      check: async (cpu) => {
        const end = process.threadCpuUsage().user + cpu * 1_000;
        if (cpu === 0) await new Promise((resolve) => setTimeout(resolve, 150));
        while (process.threadCpuUsage().user < end);
      },
    };
    expect(await complaintOf(slow, 0)).toBeUndefined();
    expect(await complaintOf(slow, 120)).toMatch(/of CPU$/);
  });

  test("makes lists smaller, and what is in them", async () => {
    const found = { script: ["abc", "needle", "def"], seed: 3 };
    const small = await shrunk(found, async ({ script }) => script.some((line) => line.includes("ee")));
    expect(small).toEqual({ script: ["ee"], seed: 3 });
  });

  test("has a seed of its own for each case of each target", () => {
    const seeds = ["one", "two"].flatMap((name) =>
      [1, 2].flatMap((seed) => [0, 1, 2].map((at) => seedOf(seed, name, at))),
    );
    expect(new Set(seeds).size).toBe(seeds.length);
  });

  test("draws numbers evenly, the same for the same seed", () => {
    const draw = (seed: number): number[] => {
      const random = new Random(seed);
      return random.some(4_000, 4_000, () => random.below(4));
    };
    const drawn = draw(5);
    expect(draw(5)).toEqual(drawn);
    expect(draw(6)).not.toEqual(drawn);
    for (const value of [0, 1, 2, 3]) expect(drawn.filter((it) => it === value).length).toBeGreaterThan(900);
  });
});

function keptFor(name: string): [string, unknown][] {
  const folder = join(import.meta.dirname, "corpus", name);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((file) => [file, JSON.parse(readFileSync(join(folder, file), "utf8")).input]);
}
