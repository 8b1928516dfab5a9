import { join } from "node:path";
import { missingRedis, type RedisServer, startRedis } from "../../packages/server/src/redis/redis-server.fixture.ts";
import {
  missingPostgres,
  type PostgresServer,
  startPostgres,
} from "../../packages/server/src/store/postgres/postgres-server.fixture.ts";
import { temporaryFolder } from "./children.ts";
import { type Clock, missingClocks, settableClock } from "./clock.ts";
import { type CuttableProxy, openProxy } from "./cuttable-proxy.ts";
import { freePorts } from "./free-ports.ts";
import type { Address } from "./wire.ts";
import { type Ports, portVariables, startYonder, type Yonder } from "./yonder.ts";

export interface ClusterOptions {
  readonly nodes?: number;
  /** More configuration of every node, as YONDER_… variables. */
  readonly env?: Readonly<Record<string, string>>;
  /** Every line of a node can be cut. */
  readonly proxies?: boolean;
  /** Each node's time of day can be set. */
  readonly clocks?: boolean;
  /** The nodes tell browsers and clients where else to go; else everybody stays where they came. */
  readonly dispatches?: boolean;
}

/** A node of a cluster, in a process of its own. */
export interface ClusterNode extends Yonder {
  readonly name: string;
  /** Where a client finds it: through its line, if it has one. */
  address(transport: Address["transport"]): Address;
  /** One of its lines, in a cluster with proxies. */
  line(name: keyof Lines): CuttableProxy;
  /** From now on it is so many milliseconds later, or earlier, for it, in a cluster with clocks. */
  jumpClock(ms: number): void;
}

interface Lines {
  readonly redis: CuttableProxy;
  readonly database: CuttableProxy;
  readonly http: CuttableProxy;
  readonly c2s: CuttableProxy;
}

/** Nodes with one Redis and one PostgreSQL, all real. */
export interface Cluster {
  readonly nodes: readonly ClusterNode[];
  readonly redis: RedisServer;
  readonly database: PostgresServer;
  /** The node of that number, counted from 0, round and round. */
  node(number: number): ClusterNode;
  /** Makes accounts by the command line. */
  users(accounts: readonly { name: string; password: string }[]): Promise<void>;
  stop(): Promise<void>;
}

/** What is not installed of that which a cluster needs, as a reason for a test's name. */
export function missingForCluster({ clocks = false }: ClusterOptions = {}): string | undefined {
  return missingRedis ?? missingPostgres ?? (clocks ? missingClocks() : undefined);
}

/** Starts it all on free ports of the loopback interface and resolves once the nodes listen. */
export async function startCluster(options: ClusterOptions = {}): Promise<Cluster> {
  const [redis, database] = await Promise.all([startRedis(), startPostgres()]);
  const plans = await Promise.all(Array.from({ length: options.nodes ?? 3 }, (_, index) => planOf(index, options)));
  const shared = {
    YONDER_ORIGINS: plans.map(({ webUrl }) => webUrl).join(","),
    YONDER_UPLOAD_FOLDER: temporaryFolder("uploads"),
    ...options.env,
  };
  const nodes = await Promise.all(
    plans.map((plan) => {
      leadLines(plan, redis, database);
      return startNode(plan, { ...shared, ...variablesOf(plan, redis, database, options) });
    }),
  );
  const node = (number: number): ClusterNode => nodes[number % nodes.length] as ClusterNode;
  return {
    nodes,
    redis,
    database,
    node,
    users: (accounts) => node(0).users(accounts),
    stop: async () => {
      for (const one of nodes) one.thaw();
      redis.resume();
      database.resume();
      await Promise.all(nodes.map((one) => one.stop()));
      for (const { lines } of plans) for (const line of Object.values(lines ?? {})) line.close();
      await Promise.all([redis.stop(), database.end()]);
    },
  };
}

/** What is known of a node before it starts. */
interface Plan {
  readonly name: string;
  readonly ports: Ports;
  readonly lines: Lines | undefined;
  readonly clock: Clock | undefined;
  /** Where others find it. */
  readonly webUrl: string;
  readonly c2sAddress: string;
}

async function planOf(index: number, { proxies, clocks }: ClusterOptions): Promise<Plan> {
  const [http = 0, c2s = 0, c2sTls = 0] = await freePorts(3);
  const lines = proxies ? await openLines() : undefined;
  return {
    name: `node-${index + 1}`,
    ports: { http, c2s, c2sTls },
    lines,
    clock: clocks ? settableClock() : undefined,
    webUrl: `http://localhost:${lines?.http.port ?? http}`,
    c2sAddress: `localhost:${lines?.c2s.port ?? c2s}`,
  };
}

async function openLines(): Promise<Lines> {
  const [redis, database, http, c2s] = await Promise.all([openProxy(), openProxy(), openProxy(), openProxy()]);
  return { redis, database, http, c2s };
}

function leadLines({ lines, ports }: Plan, redis: RedisServer, database: PostgresServer): void {
  lines?.redis.leadTo(redis.port);
  lines?.database.leadTo(database.port);
  lines?.http.leadTo(ports.http);
  lines?.c2s.leadTo(ports.c2s);
}

function variablesOf(
  { name, ports, lines, clock, webUrl, c2sAddress }: Plan,
  redis: RedisServer,
  database: PostgresServer,
  { dispatches }: ClusterOptions,
): Record<string, string> {
  return {
    ...portVariables(ports),
    YONDER_NODE_ID: name,
    YONDER_REDIS_URL: through(lines?.redis, redis.url),
    YONDER_DATABASE_URL: through(lines?.database, database.url),
    ...(dispatches && { YONDER_NODE_URL: webUrl, YONDER_NODE_C2S_ADDRESS: c2sAddress }),
    ...clock?.env,
  };
}

function through(line: CuttableProxy | undefined, address: string): string {
  if (line === undefined) return address;
  const url = new URL(address);
  url.host = `127.0.0.1:${line.port}`;
  return url.href;
}

async function startNode(plan: Plan, env: Readonly<Record<string, string>>): Promise<ClusterNode> {
  const { name, ports, lines, clock, webUrl } = plan;
  const yonder = await startYonder({ dataDir: join(temporaryFolder(name), "data"), env });
  const entrances = { http: lines?.http.port ?? ports.http, c2s: lines?.c2s.port ?? ports.c2s };
  return Object.assign(yonder, {
    name,
    origin: webUrl,
    address: (transport: Address["transport"]) => ({
      transport,
      port: transport === "tcp" ? entrances.c2s : entrances.http,
    }),
    line: (which: keyof Lines) => lines?.[which] ?? missing("proxies"),
    jumpClock: (ms: number) => (clock ?? missing("clocks")).jump(ms),
  });
}

function missing(option: keyof ClusterOptions): never {
  throw new Error(`The cluster was started without ${option}`);
}
