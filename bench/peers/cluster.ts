import { type ChildProcess, execFileSync } from "node:child_process";
import { join } from "node:path";
import { startRedis } from "../../packages/server/src/redis/redis-server.fixture.ts";
import { startPostgres } from "../../packages/server/src/store/postgres/postgres-server.fixture.ts";
import { childrenOf } from "../../test/support/processes.ts";
import type { Endpoint } from "../generator/link.ts";
import type { Credentials } from "../generator/login.ts";
import { freePort, spawnPinned, stopChild, untilServing, workFolder } from "./peer.ts";
import { importAccounts, main } from "./yonder.ts";

/** Two nodes with a Redis and a PostgreSQL of their own, all on the first core. */
export interface RunningCluster {
  readonly endpoints: readonly [Endpoint, Endpoint];
  /** Their processes. */
  readonly nodes: readonly number[];
  readonly redis: number;
  readonly postgres: number;
  stop(): Promise<void>;
}

interface RunningNode {
  readonly child: ChildProcess;
  readonly endpoint: Endpoint;
  stop(): Promise<void>;
}

/** What PostgreSQL commits is on disk, as it comes; and its buffers hold what a run writes. BENCH_NODE_OPTIONS goes to each node. */
export async function startCluster(accounts: readonly Credentials[]): Promise<RunningCluster> {
  const [redis, postgres] = await Promise.all([startRedis(), startPostgres({ shared_buffers: "256MB" })]);
  for (const pid of [redis.pid, postgres.pid]) pin(pid);
  const shared = { YONDER_REDIS_URL: redis.url, YONDER_DATABASE_URL: postgres.url, YONDER_RATE_LIMITS: "off" };
  const first = await startNode("node-1", shared, accounts);
  const second = await startNode("node-2", shared, []);
  return {
    endpoints: [first.endpoint, second.endpoint],
    nodes: [first, second].map(({ child }) => child.pid ?? 0),
    redis: redis.pid,
    postgres: postgres.pid,
    stop: async () => {
      await Promise.all([first.stop(), second.stop()]);
      await Promise.all([redis.stop(), postgres.end()]);
    },
  };
}

/** To the first core, with the children that it has; later ones follow by themselves. */
function pin(pid: number): void {
  for (const one of [pid, ...childrenOf(pid)]) execFileSync("taskset", ["-a", "-p", "-c", "0", String(one)]);
}

async function startNode(
  name: string,
  shared: NodeJS.ProcessEnv,
  accounts: readonly Credentials[],
): Promise<RunningNode> {
  const folder = workFolder(name);
  const port = await freePort();
  const env = {
    ...shared,
    YONDER_NODE_ID: name,
    YONDER_DATA: join(folder, "data"),
    YONDER_C2S_PORT: String(port),
    YONDER_C2S_TLS_PORT: "0",
    YONDER_HTTP_PORT: "0",
  };
  if (accounts.length > 0) importAccounts(folder, accounts, env);
  const options = process.env.BENCH_NODE_OPTIONS?.split(" ") ?? [];
  const child = spawnPinned(process.execPath, [...options, main, "start"], folder, env);
  await untilServing(child, port);
  return { child, endpoint: { transport: "tcp", port }, stop: () => stopChild(child, folder) };
}
