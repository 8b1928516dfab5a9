import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const children = new Set<ChildProcess>();
const folders = new Set<string>();
const cleanUps = new Set<() => void>();

/** Linux ends a process that was started like this together with the one that started it, however that ends. */
const setpriv = "/usr/bin/setpriv";
const untilDeath = existsSync(setpriv) ? [setpriv, "--pdeathsig", "KILL"] : [];

process.once("exit", clearAway);
// Vitest ends its workers like this.
process.once("SIGTERM", () => {
  clearAway();
  process.kill(process.pid, "SIGTERM");
});

/** Starts a process that does not outlive the tests, even if they are killed. */
export function startChild(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const [program, ...rest] = [...untilDeath, command, ...args] as [string, ...string[]];
  const child = spawn(program, rest, options);
  children.add(child);
  child.once("exit", () => children.delete(child));
  return child;
}

/** Sends the signal and resolves with the exit code, or the signal that ended it; SIGKILL follows after half a minute. */
export async function endChild(
  child: ChildProcess,
  signal: NodeJS.Signals = "SIGTERM",
): Promise<number | NodeJS.Signals> {
  const ended = exit(child);
  child.kill(signal);
  const impatience = setTimeout(() => child.kill("SIGKILL"), 30_000);
  return ended.finally(() => clearTimeout(impatience));
}

/** Resolves with the exit code or the ending signal, at once if the process has ended already. */
export function exit(child: ChildProcess): Promise<number | NodeJS.Signals> {
  if (child.exitCode !== null) return Promise.resolve(child.exitCode);
  if (child.signalCode !== null) return Promise.resolve(child.signalCode);
  return new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal ?? 0)));
}

/** A new folder that is gone when the tests end. */
export function temporaryFolder(name: string, place = tmpdir()): string {
  const folder = mkdtempSync(join(place, `yonder-${name}-`));
  folders.add(folder);
  return folder;
}

/** Where files are kept in memory, on Linux. */
const memory = "/dev/shm";
const ENOUGH = 2 ** 30;

/** One in memory where there is enough of it, for what need not outlive a power cut: no disk is waited for. */
export function memoryFolder(name: string): string {
  return temporaryFolder(name, hasMemory() ? memory : tmpdir());
}

function hasMemory(): boolean {
  if (!existsSync(memory)) return false;
  const { bavail, bsize } = statfsSync(memory);
  return bavail * bsize > ENOUGH;
}

/** For what is no child of ours, such as a mount or a daemon that a child started: done at the latest when the tests end. */
export function atExit(cleanUp: () => void): () => void {
  const once = (): void => {
    if (cleanUps.delete(once)) cleanUp();
  };
  cleanUps.add(once);
  return once;
}

function clearAway(): void {
  for (const child of children) child.kill("SIGKILL");
  for (const cleanUp of cleanUps) cleanUp();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
