import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Credentials } from "../generator/login.ts";
import {
  type ArchiveMode,
  freePort,
  type Peer,
  type RunningPeer,
  spawnPinned,
  stopChild,
  untilServing,
  workFolder,
} from "./peer.ts";

const repository = join(import.meta.dirname, "..", "..");
export const main = join(repository, "packages/server/src/main.ts");

/** This repository's server, its archive always on and always durable. BENCH_NODE_OPTIONS goes to its Node, as for profiles. */
export const yonder: Peer = {
  name: "Yonder",
  get version() {
    const { version } = JSON.parse(readFileSync(join(repository, "packages/server/package.json"), "utf8")) as {
      version: string;
    };
    return `${version} ${execFileSync("git", ["-C", repository, "rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim()}`;
  },
  start,
};

async function start(_mode: ArchiveMode, accounts: readonly Credentials[]): Promise<RunningPeer> {
  const folder = workFolder("yonder");
  const [c2s, http] = [await freePort(), await freePort()];
  const env = environment(folder, c2s, http);
  importAccounts(folder, accounts, env);
  const options = process.env.BENCH_NODE_OPTIONS?.split(" ") ?? [];
  const child = spawnPinned(process.execPath, [...options, main, "start"], folder, env);
  await untilServing(child, c2s);
  return {
    pid: child.pid ?? 0,
    tcp: { transport: "tcp", port: c2s },
    websocket: { transport: "websocket", port: http, path: "/xmpp-websocket" },
    stop: () => stopChild(child, folder),
  };
}

function environment(folder: string, c2s: number, http: number): NodeJS.ProcessEnv {
  return {
    YONDER_DATA: join(folder, "data"),
    YONDER_C2S_PORT: String(c2s),
    YONDER_C2S_TLS_PORT: "0",
    YONDER_HTTP_PORT: String(http),
    YONDER_RATE_LIMITS: "off",
  };
}

/** Makes the accounts by the command line. */
export function importAccounts(folder: string, accounts: readonly Credentials[], env: NodeJS.ProcessEnv): void {
  const file = join(folder, "accounts.csv");
  writeFileSync(file, accounts.map(({ username, password }) => `${username}@localhost,${password}\n`).join(""));
  execFileSync(process.execPath, [main, "user", "import", file], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: "pipe",
  });
}
