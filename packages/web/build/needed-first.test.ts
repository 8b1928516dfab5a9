import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { enLater } from "../src/i18n/en-later.ts";
import { isNeededFirst } from "./needed-first.ts";

const SOURCES = fileURLToPath(new URL("../src", import.meta.url));

it("needs no text at first that is loaded later", () => {
  const keys = Object.keys(enLater).join("|");
  const used = new RegExp(`["'](?:${keys})["']`);
  const files = globSync("**/*.{ts,tsx}", { cwd: SOURCES }).filter((file) => !/i18n|\.test\./.test(file));
  const first = files.filter((file) => isNeededFirst(join(SOURCES, file)));
  expect(first.length).toBeGreaterThan(20);
  const wrong = first.flatMap((file) => {
    const found = used.exec(readFileSync(join(SOURCES, file), "utf8"));
    return found ? [`${file}: ${found[0]}`] : [];
  });
  expect(wrong).toEqual([]);
});
