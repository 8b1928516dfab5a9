import { globSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { enLater } from "../src/i18n/en-later.ts";
import { isNeededFirst } from "./needed-first.ts";

it("needs no text at first that is loaded later", () => {
  const keys = Object.keys(enLater).join("|");
  const used = new RegExp(`["'](?:${keys})["']`);
  const files = globSync("packages/web/src/**/*.{ts,tsx}").filter((file) => !/i18n|\.test\./.test(file));
  const first = files.filter(isNeededFirst);
  expect(first.length).toBeGreaterThan(20);
  const wrong = first.flatMap((file) => {
    const found = used.exec(readFileSync(file, "utf8"));
    return found ? [`${file}: ${found[0]}`] : [];
  });
  expect(wrong).toEqual([]);
});
