import { type ChildProcess, execFileSync } from "node:child_process";
import { chownSync, existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { endChild, exit, memoryFolder, startChild, temporaryFolder } from "../../../../../test/support/children.ts";
import { freePorts } from "../../../../../test/support/free-ports.ts";
import { childrenOf, isRunning, type RunAs, signalAll, unlessRoot } from "../../../../../test/support/processes.ts";
import { missingPrograms } from "../../../../../test/support/programs.ts";

const versions = "/usr/lib/postgresql"; // Debian keeps each version in a folder of its own
const newest = existsSync(versions)
  ? readdirSync(versions)
      .sort((a, b) => Number(a) - Number(b))
      .at(-1)
  : undefined;
const programs = join(versions, newest ?? "15", "bin");

/** A reason for a test's name when there is no PostgreSQL to test with. */
export const missingPostgres = missingPrograms(join(programs, "postgres")) && "needs postgresql";

export interface PostgresServer {
  readonly port: number;
  readonly pid: number;
  /** Of the database that is there from the start, empty. */
  readonly url: string;
  /** A new, empty database; tells its address. */
  createDatabase(): Promise<string>;
  /** Where nothing outlives a power cut, what a test is done with makes room for the next ones. */
  leaveDatabase(url: string): Promise<void>;
  /** In order: clients are told. */
  stop(): Promise<void>;
  /** For good, with all that it kept, which may be hundreds of megabytes. */
  end(): Promise<void>;
  /** Like kill -9: nobody is told, nothing is written down. */
  kill(): Promise<void>;
  /** After `stop` or `kill`, on the same port. */
  restart(): Promise<void>;
  /** It answers nothing any more, and refuses nothing. */
  pause(): void;
  resume(): void;
}

/** A real server on a free port of the loopback interface, ended with the tests. Trusts everyone. `settings`: more of its configuration. */
export async function startPostgres(settings: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
  const isForNow = settings.fsync === "off";
  const folder = isForNow ? memoryFolder("postgres") : temporaryFolder("postgres");
  const runAs = unlessRoot("postgres");
  if (runAs.uid !== undefined && runAs.gid !== undefined) chownSync(folder, runAs.uid, runAs.gid);
  const data = join(folder, "data");
  const initdb = ["-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"];
  execFileSync(join(programs, "initdb"), initdb, { ...runAs, cwd: folder, stdio: "pipe" });
  const [port = 0] = await freePorts(1);
  const url = (database: string) => `postgres://postgres@127.0.0.1:${port}/${database}`;
  const start = () => startServer({ data, folder, port, runAs, url: url("postgres"), settings });
  let child = await start();
  let databases = 0;
  return {
    port,
    get pid() {
      return child.pid ?? 0;
    },
    url: url("postgres"),
    async createDatabase() {
      databases += 1;
      await execute(url("postgres"), `CREATE DATABASE test_${databases}`);
      return url(`test_${databases}`);
    },
    async leaveDatabase(left) {
      if (isForNow) await execute(url("postgres"), `DROP DATABASE ${left.split("/").at(-1)} WITH (FORCE)`);
    },
    async stop() {
      await endChild(child, "SIGINT");
    },
    async kill() {
      const all = [child.pid ?? 0, ...childrenOf(child.pid ?? 0)];
      signalAll(all, "SIGKILL");
      await exit(child);
      while (all.some(isRunning)) await delay(5);
    },
    async end() {
      await endChild(child, "SIGQUIT");
      rmSync(folder, { recursive: true, force: true });
    },
    async restart() {
      child = await start();
    },
    pause() {
      signalAll([child.pid ?? 0], "SIGSTOP");
      signalAll(childrenOf(child.pid ?? 0), "SIGSTOP");
    },
    resume() {
      signalAll([child.pid ?? 0, ...childrenOf(child.pid ?? 0)], "SIGCONT");
    },
  };
}

/** Runs one statement on a connection of its own. */
export async function execute(url: string, sql: string): Promise<readonly Record<string, unknown>[]> {
  const client = new Client(url);
  client.on("error", () => undefined); // its end is told by the statement
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

interface Plan {
  readonly data: string;
  readonly folder: string;
  readonly port: number;
  readonly runAs: RunAs;
  readonly url: string;
  readonly settings: Readonly<Record<string, string>>;
}

async function startServer({ data, folder, port, runAs, url, settings }: Plan): Promise<ChildProcess> {
  const all = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: folder,
    max_connections: 200,
    log_min_messages: "panic",
    ...settings,
  };
  const args = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const child = startChild(join(programs, "postgres"), ["-D", data, ...args], {
    ...runAs,
    cwd: folder,
    stdio: "ignore",
  });
  const ended = exit(child).then((code) => {
    throw new Error(`postgres ended with ${code}`);
  });
  await Promise.race([answering(url), ended]);
  ended.catch(() => undefined);
  return child;
}

async function answering(url: string): Promise<void> {
  for (;;) {
    const isThere = await execute(url, "SELECT 1").then(
      () => true,
      () => false,
    );
    if (isThere) return;
    await delay(20);
  }
}
