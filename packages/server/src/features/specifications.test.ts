import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { compliance } from "./compliance.ts";
import { features } from "./index.ts";
import { doap, specificationsPage } from "./specification-pages.ts";
import { type Evidence, spoken } from "./specifications.ts";

const ROOT = join(import.meta.dirname, "../../../..");
const NONE: Evidence = { files: [], scripts: [] };
const OWN = /\/(specification|compliance|index)/;

/** The files of features, by the specifications that stand in their text, and the conformance scripts. */
function evidence(): Evidence {
  const paths = globSync("packages/server/src/{features,stream}/**/*.ts", { cwd: ROOT }).toSorted();
  const files = paths
    .filter((path) => !/\.(test|fixture)\.ts$/.test(path) && !OWN.test(path))
    .map((path) => ({ path, names: namesIn(readFileSync(join(ROOT, path), "utf8")) }))
    .filter(({ names }) => names.length > 0);
  return { files, scripts: globSync("test/conformance/*.scs", { cwd: ROOT }).toSorted() };
}

/** Those in the quotes of a list of a feature's specifications. */
function namesIn(text: string): string[] {
  return [...text.matchAll(/"((?:XEP-\d{4}|RFC \d+))"/g)].map(([, name = ""]) => name);
}

const all = spoken(features, evidence());

test("docs/xeps.md says what the features say", async () => {
  await expect(specificationsPage(all)).toMatchFileSnapshot(`${ROOT}/docs/xeps.md`);
});

test("docs/yonder.doap says what the features say", async () => {
  await expect(doap(all)).toMatchFileSnapshot(`${ROOT}/docs/yonder.doap`);
});

test("a specification without a title is noticed", () => {
  const feature = { name: "new", specification: "XEP-9999", start: () => ({}) } as const;
  expect(() => spoken([feature], NONE)).toThrow("XEP-9999");
});

test("what no script plays, or no file speaks, does not count as compliant", () => {
  const ping = { name: "carbons", specification: "XEP-0280", start: () => ({}) } as const;
  const isMet = (given: Evidence) =>
    compliance(spoken([ping], given)).find(({ feature }) => feature.startsWith("Outbound"))?.isMet;
  const files = [{ path: "features/carbons.ts", names: ["XEP-0280"] }];
  const scripts = ["test/conformance/xep-0280-carbons.scs"];
  expect([isMet({ files, scripts }), isMet({ files, scripts: [] }), isMet({ files: [], scripts })]).toEqual([
    true,
    false,
    false,
  ]);
});
