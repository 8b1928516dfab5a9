import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const page = join(root, "docs/security.md");

/** `[file](path) "title", "title"` */
const NAMED = /\]\((\.\.\/[^)]+)\)((?: "[^"]+",?)+)/g;

test("every test that docs/security.md names is there", () => {
  const named = [...readFileSync(page, "utf8").matchAll(NAMED)].flatMap(([, path = "", titles = ""]) => {
    const text = readFileSync(join(dirname(page), path), "utf8");
    return [...titles.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => ({
      path,
      title,
      isThere: text.includes(`"${title}"`),
    }));
  });
  expect(named.length).toBeGreaterThan(60);
  expect(named.filter(({ isThere }) => !isThere)).toEqual([]);
});

test("every threat of docs/security.md names what it is seen by", () => {
  const lines = readFileSync(page, "utf8").split("\n");
  const threats = lines.filter((line) => /^\| (?!---|May |Bad )/.test(line) && line.split("|").length === 5);
  expect(threats.length).toBeGreaterThan(30);
  expect(threats.filter((line) => !/\]\([^)]+\) "/.test(line))).toEqual([]);
});

test("docs/security.md knows how many hostile cases there are", { timeout: 120_000 }, () => {
  const vitest = join(root, "node_modules/vitest/vitest.mjs");
  const args = [vitest, "list", "--project", "hostile", "--no-static-parse"];
  const list = execFileSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  const cases = list.split("\n").filter((line) => line.includes(" > ")).length;
  expect(readFileSync(page, "utf8")).toContain(`${cases} cases in all.`);
});
