import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, openSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { type Endpoint, Link } from "../generator/link.ts";
import { type Credentials, openStream } from "../generator/login.ts";

/** `none`: no archive; `usual`: the server's default archive store; `durable`: the archive is synced to disk. */
export type ArchiveMode = "none" | "usual" | "durable";

/** A server to measure. */
export interface Peer {
  readonly name: string;
  readonly version: string;
  start(mode: ArchiveMode, accounts: readonly Credentials[]): Promise<RunningPeer>;
}

export interface RunningPeer {
  readonly pid: number;
  readonly tcp: Endpoint;
  readonly websocket: Endpoint;
  stop(): Promise<void>;
}

/** A new folder for one server's data and configuration; gone after `stop`. */
export function workFolder(name: string): string {
  return mkdtempSync(join("/tmp", `yonder-bench-${name}-`));
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

/** Starts a server bound to the first core; the generator has the second. Its output goes to `output.log` in the folder. */
export function spawnPinned(
  command: string,
  args: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  const log = openSync(join(folder, "output.log"), "a");
  return spawn("taskset", ["-c", "0", command, ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", log, log],
  });
}

/** Resolves once the server takes a stream on the port. */
export async function untilServing(child: ChildProcess, port: number): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline && child.exitCode === null) {
    if (await takesStream(port)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${child.spawnargs.join(" ")} did not start serving on port ${port}`);
}

/** Ends the child and removes its folder. */
export async function stopChild(child: ChildProcess, folder: string): Promise<void> {
  await endChild(child);
  removeFolder(folder);
}

/** Asks the child to end, makes it after ten seconds, and waits for it. */
export async function endChild(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  if (child.exitCode === null && child.kill("SIGTERM")) {
    const impatience = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await gone;
    clearTimeout(impatience);
  }
}

/** Removes a server's folder, unless BENCH_KEEP asks to keep it for a look at its logs. */
export function removeFolder(folder: string): void {
  if (!process.env.BENCH_KEEP) rmSync(folder, { recursive: true, force: true });
}

async function takesStream(port: number): Promise<boolean> {
  try {
    const link = await Link.connect({ transport: "tcp", port });
    await openStream(link);
    link.close();
    return true;
  } catch {
    return false;
  }
}
