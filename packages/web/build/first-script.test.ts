import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { enGuest } from "../src/i18n/en-guest.ts";
import { enLater } from "../src/i18n/en-later.ts";

const WEB = fileURLToPath(new URL("../src", import.meta.url));
const CLIENT = fileURLToPath(new URL("../../client/src", import.meta.url));

/** What a file takes in, and what that does, without waiting: all of it is one script. */
function scriptOf(file: string, script = new Set<string>()): Set<string> {
  if (script.has(file)) return script;
  script.add(file);
  for (const [, path = ""] of readFileSync(file, "utf8").matchAll(
    /^(?:import|export)(?! type)(?:[^;"]* from)? "([^"]+)";/gm,
  )) {
    if (path === "@yonder/client") scriptOf(join(CLIENT, "index.ts"), script);
    if (path.startsWith(".")) scriptOf(join(dirname(file), path), script);
  }
  return script;
}

/** Where one of these texts is used. */
function usesOf(texts: object, among: readonly string[]): string[] {
  const used = new RegExp(`["'](?:${Object.keys(texts).join("|")})["']`);
  return among.flatMap((file) => {
    const found = used.exec(readFileSync(file, "utf8"));
    return found ? [`${file} uses ${found[0]}`] : [];
  });
}

const first = [...scriptOf(join(WEB, "main.tsx"))];
const screens = (files: readonly string[]) => files.filter((file) => file.startsWith(WEB) && !file.includes("i18n"));

it("leaves out of the first script what is meant for later", () => {
  expect(first.length).toBeGreaterThan(100);
  expect(first.filter((file) => file.includes("/later/"))).toEqual([]);
});

it("needs no text at first that is loaded later", () => {
  expect(usesOf({ ...enLater, ...enGuest }, screens(first))).toEqual([]);
});

it("shows guests no text that their page does not have", () => {
  const page = globSync("{guest.tsx,features/guest/*.tsx}", { cwd: WEB }).map((file) => join(WEB, file));
  expect(page.length).toBeGreaterThan(5);
  expect(usesOf(enLater, page)).toEqual([]);
});
