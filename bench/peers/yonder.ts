import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Credentials } from "../generator/login.ts";
import { writeCertificate } from "./certificate.ts";
import { fillYonder } from "./fill-yonder.ts";
import {
  freePorts,
  type Peer,
  type RunningPeer,
  Server,
  spawnFree,
  spawnPinned,
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
  isAlwaysArchiving: true,
  start: (_mode, accounts) => start(accounts, spawnPinned),
};

/** Several processes of it, on any cores. */
export function startProcesses(count: number, accounts: readonly Credentials[]): Promise<RunningPeer> {
  return start(accounts, spawnFree, { YONDER_PROCESSES: String(count) });
}

async function start(
  accounts: readonly Credentials[],
  spawnServer: typeof spawnPinned,
  more: NodeJS.ProcessEnv = {},
): Promise<RunningPeer> {
  const folder = workFolder("yonder");
  const ports = await freePorts();
  const certificate = await writeCertificate(folder);
  const env = {
    YONDER_DATA: join(folder, "data"),
    YONDER_C2S_PORT: String(ports.c2s),
    YONDER_C2S_TLS_PORT: String(ports.tls),
    YONDER_HTTP_PORT: String(ports.http),
    YONDER_TLS_CERT: certificate.cert,
    YONDER_TLS_KEY: certificate.key,
    YONDER_RATE_LIMITS: "off",
    ...more,
  };
  importAccounts(folder, accounts, env);
  const options = process.env.BENCH_NODE_OPTIONS?.split(" ") ?? [];
  const server = await Server.start(
    folder,
    () => spawnServer(process.execPath, [...options, main, "start"], folder, env),
    (child) => untilServing(child, ports.c2s),
  );
  return server.asPeer(ports, "/xmpp-websocket", (filling) => fillYonder(join(folder, "data", "yonder.db"), filling));
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
