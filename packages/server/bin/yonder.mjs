#!/usr/bin/env node
// Runs the command line on the pinned Node, whatever the version of the Node that was asked to run this file.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
const node = pinnedNode() ?? (Number(process.versions.node.split(".")[0]) >= 24 ? process.execPath : undefined);

if (node === undefined) {
  console.error(`yonder: needs Node 24 or newer, this is ${process.versions.node}; run npm ci in the checkout first`);
  process.exit(1);
}

// It starts in two thirds of the time when Node finds what it compiled before. Where nothing can be written, nothing is kept.
const NODE_COMPILE_CACHE = fileURLToPath(new URL("../../../node_modules/.cache/node", import.meta.url));
const child = spawn(node, [main, ...process.argv.slice(2)], {
  stdio: "inherit",
  env: { NODE_COMPILE_CACHE, ...process.env },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));

function pinnedNode() {
  const path = fileURLToPath(new URL("../../../node_modules/.bin/node", import.meta.url));
  return existsSync(path) ? path : undefined;
}
