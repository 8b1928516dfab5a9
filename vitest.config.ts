import { join } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

// Nodes, the command line and stores' threads start in half the time when Node finds what it compiled before.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, "node_modules/.cache/node");

/** Tests that start processes, by folder in test/. */
const stories = ["conformance", "hostile", "crash", "cluster", "start", "clients", "heavy-clients", "browser"];

/** Those that wait most of the time, for other programs and people's paces: two files at a time. */
const waiting = ["hostile", "cluster", "start", "clients", "browser"];

/** Files that take long, begun before all others: none of them runs alone at the end. */
const longest = ["test/cluster/ordeal", "/store/sqlite/open-store", "/store/", "/commands/users"];

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const place = longest.findIndex((part) => moduleId.includes(part));
      return place < 0 ? longest.length : place;
    };
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b));
  }
}

const unit = {
  // Bounds a test that hangs, on a machine that is busy with others too.
  testTimeout: 30_000,
  hookTimeout: 30_000,
  // Some wait for disks and engines most of the time.
  maxWorkers: 3,
};

/** Each kind of test is a project of its own: `vitest run --project browser`. */
export default defineConfig({
  test: {
    passWithNoTests: true,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: "unit-server",
          include: [
            "packages/{protocol,server}/**/*.test.ts",
            "bench/**/*.test.ts",
            "scripts/**/*.test.ts",
            "test/{fuzz,soak}/**/*.test.ts",
          ],
          // To load what a store needs takes longer than most files run. They leave nothing behind that another one would find.
          isolate: false,
          ...unit,
        },
      },
      {
        // Signals that nobody follows are what Solid has for servers: tests follow them.
        resolve: {
          alias: [
            { find: /^solid-js$/, replacement: join(import.meta.dirname, "node_modules/solid-js/dist/solid.js") },
          ],
        },
        // What browsers have is stubbed for a whole file.
        test: { name: "unit-browser", include: ["packages/{client,web}/**/*.test.{ts,tsx}"], ...unit },
      },
      ...stories.map(story),
    ],
  },
});

/** One file at a time has the machine to itself, unless it would leave it idle. */
function story(name: string) {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      testTimeout: 120_000,
      hookTimeout: 120_000,
      maxWorkers: waiting.includes(name) ? 2 : 1,
    },
  };
}
