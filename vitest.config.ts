import { defineConfig } from "vitest/config";

/** Each kind of test is a project of its own: `vitest run --project unit`. Those that start processes run one file at a time. */
export default defineConfig({
  test: {
    passWithNoTests: true,
    projects: [
      { test: { name: "unit", include: ["packages/*/**/*.test.{ts,tsx}", "bench/**/*.test.ts", "scripts/**/*.test.ts"] } },
      story("conformance", 30_000),
      story("hostile", 60_000),
      story("cluster", 60_000),
      story("clients", 60_000),
      story("browser", 60_000),
    ],
  },
});

function story(name: string, timeout: number) {
  return {
    test: {
      name,
      include: [`test/${name}/**/*.test.ts`],
      testTimeout: timeout,
      hookTimeout: timeout,
      fileParallelism: false,
    },
  };
}
