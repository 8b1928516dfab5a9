// Running other programs, for the scripts in this folder. They are plain JavaScript: they run before anything is installed, on Node 20.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

/** The pinned Node, else this one when it is new enough to run TypeScript as it stands. */
export function nodePath() {
  const pinned = `${root}node_modules/.bin/node`;
  if (existsSync(pinned)) return pinned;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  throw new Error(
    `needs Node 24 or newer, this is ${process.versions.node}, and none could be installed for this machine`,
  );
}

/** This environment, in which Node finds what it compiled before: Yonder starts in two thirds of the time. */
export function compiledBefore() {
  return { NODE_COMPILE_CACHE: `${root}node_modules/.cache/node`, ...process.env };
}

/** Runs a program to its end; resolves with its exit code and, when `isQuiet`, with all that it printed. */
export function run(command, args, { cwd = root, env = process.env, isQuiet = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, stdio: isQuiet ? ["ignore", "pipe", "pipe"] : "inherit" });
    const output = [];
    child.stdout?.on("data", (chunk) => output.push(chunk));
    child.stderr?.on("data", (chunk) => output.push(chunk));
    const stop = forwardSignals(child);
    child.on("error", reject);
    child.on("close", (code, signal) => {
      stop();
      resolve({ code: code ?? 128 + constants.signals[signal], output: Buffer.concat(output).toString() });
    });
  });
}

/** Runs a program quietly; throws with what it printed when it fails. */
export async function must(command, args, options = {}) {
  const { code, output } = await run(command, args, { ...options, isQuiet: true });
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed\n${output}`);
}

function forwardSignals(child) {
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  const forward = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  return () => {
    for (const signal of signals) process.off(signal, forward);
  };
}
