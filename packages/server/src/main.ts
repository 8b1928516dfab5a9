import "@yonder/protocol/strict";
import process from "node:process";
import { runCommandLine } from "./commands/command-line.ts";
import { readLine, readText } from "./commands/standard-input.ts";
import type { Terminal } from "./commands/terminal.ts";

const terminal: Terminal = {
  args: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  out: (line) => void process.stdout.write(`${line}\n`),
  err: (line) => void process.stderr.write(`${line}\n`),
  readPassword: (prompt) => readLine(process.stdin, process.stderr, prompt),
  readInput: () => readText(process.stdin),
  onSignal(signal, listener) {
    process.on(signal, listener);
    return () => void process.off(signal, listener);
  },
  onCrash(listener) {
    process.on("uncaughtException", (error) => {
      listener(error);
      process.exit(1);
    });
  },
};

// Whoever read our output has gone (`yonder user list | head`): nothing is left to do.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

process.exit(await runCommandLine(terminal));
