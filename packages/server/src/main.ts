import "@yonder/protocol/strict";
import cluster from "node:cluster";
import process from "node:process";
import { runCommandLine } from "./commands/command-line.ts";
import type { MessageLine } from "./commands/processes/dialogue.ts";
import { runProcess } from "./commands/processes/one-process.ts";
import { readLine, readText } from "./commands/standard-input.ts";
import type { Fork, Terminal } from "./commands/terminal.ts";

// What people say to each other is kept: no other user of the machine reads a file of ours, wherever it is.
process.umask(0o077);

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
  fork,
};

/**
 * With node:cluster what several processes listen on is one socket, from which each takes connections itself. Handed out by this process in turn, one that
 * is on its way to a process that dies would stay open, and nobody would answer.
 */
function fork(): Fork {
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  cluster.setupPrimary({ exec: import.meta.filename, args: [], serialization: "advanced" });
  const worker = cluster.fork();
  // One that cannot be started says so in this way alone.
  worker.on("error", isGone);
  const child = worker.process;
  return {
    pid: child.pid,
    kill: () => void child.kill("SIGKILL"),
    ended: new Promise((resolve) => {
      child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
      child.once("error", (error) => child.pid === undefined && resolve(error.message));
    }),
    send: (message) => void child.send(message as object, isGone),
    onMessage: (listener) => void child.on("message", listener),
  };
}

const starter: MessageLine = {
  send: (message) => void process.send?.(message, undefined, undefined, isGone),
  onMessage: (listener) => void process.on("message", listener),
};

// What started it has the store: without that nothing can be done in order, nor must anything be waited for.
if (cluster.isWorker) process.prependListener("disconnect", () => process.kill(process.pid, "SIGKILL"));

/** Who has ended hears no more; that it has is told otherwise. */
function isGone(): void {}

// Whoever read our output has gone (`yonder user list | head`): nothing is left to do.
process.stdout.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? 0 : 1));

process.exit(cluster.isWorker ? await runProcess(terminal, starter) : await runCommandLine(terminal));
