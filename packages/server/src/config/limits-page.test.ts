import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { limitKeys } from "./limit-keys.ts";
import { limitGroups } from "./limit-rows.ts";
import { limitsPage } from "./limits-page.ts";

const root = join(import.meta.dirname, "../../../..");

test("docs/limits.md says what the configuration and the source say", async () => {
  await expect(limitsPage()).toMatchFileSnapshot(`${root}/docs/limits.md`);
});

test("every limit of the configuration is on the page, and is finite", () => {
  const named = limitGroups.flatMap(({ rows }) => rows.flatMap(({ source }) => ("key" in source ? [source.key] : [])));
  expect(named.toSorted()).toEqual(Object.keys(limitKeys).toSorted());
  for (const { default: value } of Object.values(limitKeys)) expect(Number.isFinite(value("localhost"))).toBe(true);
});

test("no bound in the source is endless", () => {
  const files = globSync("packages/{server,protocol}/src/**/*.ts", { cwd: root }).filter(
    (it) => !it.includes(".test."),
  );
  const endless = files.filter((file) =>
    /const (?:MAX|MOST|LONGEST|LARGEST)_\w+[^=;]*= (?:Number\.|Infinity)/.test(readFileSync(join(root, file), "utf8")),
  );
  expect(endless).toEqual([]);
});
