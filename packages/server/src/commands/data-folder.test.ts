import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { inspectDataFolder } from "./data-folder.ts";

const folder = mkdtempSync(join(tmpdir(), "yonder-data-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a folder that can be written to is right", async () => {
  expect(await inspectDataFolder(folder)).toEqual({ kind: "right", text: `data folder: ${folder}` });
});

test("one that is missing is made later, with those around it", async () => {
  const missing = join(folder, "a", "b");
  expect(await inspectDataFolder(missing)).toEqual({
    kind: "right",
    text: `data folder: ${missing}, made at the first start`,
  });
});

test("a file in its place is wrong", async () => {
  writeFileSync(join(folder, "file"), "");
  const inside = join(folder, "file", "data");
  expect(await inspectDataFolder(inside)).toEqual({
    kind: "wrong",
    text: `data folder ${inside} cannot be made: ${join(folder, "file")} is not a folder`,
  });
});
