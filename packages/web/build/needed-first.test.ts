import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { enGuest } from "../src/i18n/en-guest.ts";
import { enLater } from "../src/i18n/en-later.ts";
import { isNeededFirst } from "./needed-first.ts";

const SOURCES = fileURLToPath(new URL("../src", import.meta.url));

const files = globSync("**/*.{ts,tsx}", { cwd: SOURCES })
  .filter((file) => !/i18n|\.test\./.test(file))
  .map((file) => join(SOURCES, file));

/** Where one of these texts is used. */
function usesOf(texts: object, among: readonly string[]): string[] {
  const used = new RegExp(`["'](?:${Object.keys(texts).join("|")})["']`);
  return among.flatMap((file) => {
    const found = used.exec(readFileSync(file, "utf8"));
    return found ? [`${file} uses ${found[0]}`] : [];
  });
}

it("needs no text at first that is loaded later", () => {
  const first = files.filter(isNeededFirst);
  expect(first.length).toBeGreaterThan(20);
  expect(usesOf({ ...enLater, ...enGuest }, first)).toEqual([]);
});

it("shows guests no text that their page does not have", () => {
  const page = files.filter((file) => /src\/(?:features\/)?guest[./]/.test(file));
  expect(page.length).toBeGreaterThan(5);
  expect(usesOf(enLater, page)).toEqual([]);
});
