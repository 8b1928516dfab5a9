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
  /** It archives whatever it is not told to leave out, so that mode `none` needs the no-store hint (XEP-0334). */
  readonly isAlwaysArchiving?: boolean;
  start(mode: ArchiveMode, accounts: readonly Credentials[]): Promise<RunningPeer>;
}

export interface RunningPeer {
  /** Of the process that runs now. */
  readonly pid: number;
  readonly tcp: Endpoint;
  readonly tls: Endpoint;
  readonly websocket: Endpoint;
  /** Where whatever anyone sends goes to all, without a room. */
  readonly fanOut?: Endpoint;
  /** Where a login is answered, whoever it is, and nothing is checked or kept. */
  readonly script?: Endpoint;
  /** Ends it and starts it again, on the same data and ports. */
  restart(): Promise<void>;
  /** Starts it again with a durable archive full of messages, put there behind its back. */
  fillArchive?(filling: Filling): Promise<void>;
  /** Its folder is gone then, unless BENCH_KEEP asks to keep it for a look at its logs. */
  stop(): Promise<void>;
}

/** Accounts in twos, `user0` and `user1` being the first, of whom one has written so many messages to the other. */
export interface Filling {
  readonly pairs: number;
  readonly messagesEach: number;
}

export interface Ports {
  readonly c2s: number;
  readonly tls: number;
  readonly http: number;
}

/** A server process in a folder of its own, which may be started again as it was. */
export class Server {
  readonly #folder: string;
  readonly #begin: () => ChildProcess;
  readonly #untilServing: (child: ChildProcess) => Promise<void>;
  #child: ChildProcess;

  private constructor(folder: string, begin: () => ChildProcess, until: (child: ChildProcess) => Promise<void>) {
    this.#folder = folder;
    this.#begin = begin;
    this.#untilServing = until;
    this.#child = begin();
  }

  /** Resolves once it serves. */
  static async start(
    folder: string,
    begin: () => ChildProcess,
    until: (child: ChildProcess) => Promise<void>,
  ): Promise<Server> {
    const server = new Server(folder, begin, until);
    await until(server.#child);
    return server;
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** `fill` puts messages into its archive while it is not running. */
  asPeer({ c2s, tls, http }: Ports, path: string, fill: (filling: Filling) => void): RunningPeer {
    const pid = (): number => this.pid;
    return {
      get pid() {
        return pid();
      },
      tcp: { transport: "tcp", port: c2s },
      tls: { transport: "tls", port: tls },
      websocket: { transport: "websocket", port: http, path },
      restart: () => this.restart(),
      fillArchive: (filling) => this.restart(() => fill(filling)),
      stop: () => this.stop(),
    };
  }

  async stop(): Promise<void> {
    await stopChild(this.#child, this.#folder);
  }

  /** `meanwhile` nobody has its files open. */
  async restart(meanwhile?: () => void): Promise<void> {
    await endChild(this.#child);
    meanwhile?.();
    this.#child = this.#begin();
    await this.#untilServing(this.#child);
  }
}

export async function freePorts(): Promise<Ports> {
  return { c2s: await freePort(), tls: await freePort(), http: await freePort() };
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

/** Starts a server bound to the first core; the generator has the second. */
export function spawnPinned(
  command: string,
  args: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  return spawnFree("taskset", ["-c", "0", command, ...args], folder, env);
}

/** Starts a server on any core. Its output goes to `output.log` in the folder. */
export function spawnFree(
  command: string,
  args: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv = {},
): ChildProcess {
  const log = openSync(join(folder, "output.log"), "a");
  const child = spawn(command, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ["ignore", log, log],
  });
  endWithUs(child);
  return child;
}

/** A benchmark that is stopped leaves no server behind. */
function endWithUs(child: ChildProcess): void {
  const kill = (): void => void child.kill("SIGKILL");
  process.once("exit", kill);
  child.once("exit", () => process.off("exit", kill));
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

/** Removes a server's folder, unless BENCH_KEEP asks to keep it for a look at its logs. */
export function removeFolder(folder: string): void {
  if (!process.env.BENCH_KEEP) rmSync(folder, { recursive: true, force: true });
}

/** Asks the child to end, makes it after ten seconds, and waits for it. */
async function endChild(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once("exit", resolve));
  if (child.exitCode === null && child.kill("SIGTERM")) {
    const impatience = setTimeout(() => child.kill("SIGKILL"), 10_000);
    await gone;
    clearTimeout(impatience);
  }
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
