import { closeSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { memoryFolder } from "../../../../test/support/children.ts";
import { nodeLog } from "./node-log.ts";

const log = (path: string) => {
  const fd = openSync(path, "a");
  return { log: nodeLog({ level: "info", node: "node-1" }, fd), close: () => closeSync(fd) };
};

test("a node says what it does in lines of JSON, at once", () => {
  const file = join(memoryFolder("log"), "node.log");
  const { log: it, close } = log(file);
  it.info({ port: 1 }, "listening");
  it.debug("nothing of note");
  it.fatal({ err: new Error("no") }, "crashed");
  const lines = readFileSync(file, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(lines).toMatchObject([
    { node: "node-1", port: 1, msg: "listening" },
    { msg: "crashed", err: { message: "no" } },
  ]);
  close();
});

test("it goes on when nothing can be written", () => {
  const { log: it, close } = log("/dev/full");
  for (let i = 0; i < 3_000; i++) it.info({ text: "x".repeat(1_000) }, "listening");
  it.fatal({ err: new Error("no") }, "crashed");
  close();
});
