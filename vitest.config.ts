import { join } from "node:path";
import { defineConfig } from "vitest/config";

// Nodes, the command line and stores' threads start in half the time when Node finds what it compiled before.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, "node_modules/.cache/node");

/** Tests that start processes, by folder in test/. */
const stories = ["conformance", "hostile", "crash", "cluster", "start", "clients", "heavy-clients", "browser"];

/** Each kind of test is a project of its own: `vitest run --project unit`. */
export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      {
        test: {
          name: "unit",
          include: ["packages/*/**/*.test.{ts,tsx}", "bench/**/*.test.ts", "scripts/**/*.test.ts"],
          // Bounds a test that hangs, on a machine that is busy with others too.
          testTimeout: 30_000,
          hookTimeout: 30_000,
          // Some wait for disks and engines most of the time.
          maxWorkers: 3,
        },
      },
      ...stories.map(story),
    ],
  },
});

/** One file at a time: each has the machine to itself. */
function story(name: string) {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      testTimeout: 120_000,
      hookTimeout: 120_000,
      fileParallelism: false,
    },
  };
}
