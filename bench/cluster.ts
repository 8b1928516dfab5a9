// What a message costs within a node and from node to node: two nodes on one core, with Redis and PostgreSQL beside them; the generator has the other core.
import { execFileSync } from "node:child_process";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Endpoint } from "./generator/link.ts";
import type { Credentials } from "./generator/login.ts";
import type { Pair } from "./generator/pair.ts";
import { type RunningCluster, startCluster } from "./peers/cluster.ts";
import { cpuMicroseconds } from "./process-cost.ts";
import { hotSpots, profileNodes } from "./profile.ts";
import { record } from "./record.ts";
import { sendSteadily } from "./scenarios/paced.ts";
import { connectPairs } from "./scenarios/pairs.ts";
import { elapse, type Figures } from "./scenarios/scenario.ts";
import { keepInFlight } from "./scenarios/windowed.ts";

const { values: options } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    scenario: { type: "string", default: "" },
    runs: { type: "string", default: "3" },
    profile: { type: "boolean", default: false },
  },
});
const isQuick = options.quick;
const runs = isQuick ? 1 : Number(options.runs);
const pairCount = 20;
const accounts: readonly Credentials[] = Array.from({ length: 2 * pairCount }, (_, index) => ({
  username: `user${index}`,
  password: "correct horse",
}));

const profileFolder = join(import.meta.dirname, ".work", "profile");
if (options.profile) profileNodes(profileFolder);
execFileSync("taskset", ["-a", "-p", "-c", String(Math.min(1, cpus().length - 1)), String(process.pid)]);
const cluster = await startCluster(accounts);
const results: Record<string, Figures[]> = {};
try {
  for (let run = 0; run < runs; run++) {
    for (const [place, across] of [
      ["within a node", cluster.endpoints[0]],
      ["across nodes", cluster.endpoints[1]],
    ] as const) {
      for (const inFlight of [10, 1])
        await measure(`${pairCount} pairs × ${inFlight}, ${place}`, () => windowed(inFlight, across));
      for (const rate of [500, 2000]) await measure(`latency at ${rate}/s, ${place}`, () => paced(rate, across));
    }
  }
} finally {
  await cluster.stop();
}
if (options.profile) console.log(hotSpots(profileFolder, 40).join("\n"));
else {
  for (const [name, figures] of Object.entries(results)) console.log(name, JSON.stringify(medians(figures)));
  if (!isQuick) record("cluster", { results });
}

async function measure(name: string, run: () => Promise<Figures>): Promise<void> {
  if (!name.includes(options.scenario)) return;
  const figures = await run();
  console.log(`${name} · ${JSON.stringify(figures)}`);
  results[name] = [...(results[name] ?? []), figures];
}

async function windowed(inFlight: number, across: Endpoint): Promise<Figures> {
  const pairs = await connect(across);
  for (const pair of pairs) keepInFlight(pair, inFlight);
  await elapse(isQuick ? 300 : 2_000);
  const before = sample(cluster, pairs);
  await elapse(isQuick ? 1_000 : 5_000);
  const after = sample(cluster, pairs);
  await Promise.all(pairs.map((pair) => pair.close()));
  const messages = after.done - before.done;
  return { "messages/s": (messages * 1_000) / (after.at - before.at), ...costs(before, after, messages) };
}

async function paced(rate: number, across: Endpoint): Promise<Figures> {
  const pairs = await connect(across);
  await sendSteadily(pairs, rate, isQuick ? 300 : 2_000);
  const before = sample(cluster, pairs);
  const latencies = (await sendSteadily(pairs, rate, isQuick ? 1_000 : 5_000)).toSorted((a, b) => a - b);
  const after = sample(cluster, pairs);
  await Promise.all(pairs.map((pair) => pair.close()));
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  return { "p50 ms": at(0.5), "p99 ms": at(0.99), ...costs(before, after, latencies.length) };
}

function connect(across: Endpoint): Promise<Pair[]> {
  const options = { wantsAcks: true, recipientAcks: true, isNoStore: false };
  return connectPairs(cluster.endpoints[0], accounts, pairCount, options, across);
}

interface Sample {
  readonly at: number;
  readonly done: number;
  readonly nodes: number;
  readonly redis: number;
  readonly postgres: number;
}

function sample({ nodes, redis, postgres }: RunningCluster, pairs: readonly Pair[]): Sample {
  const cpu = (pids: readonly number[]): number => pids.reduce((sum, pid) => sum + cpuMicroseconds(pid), 0);
  const done = pairs.reduce((sum, pair) => sum + pair.done, 0);
  return { at: performance.now(), done, nodes: cpu(nodes), redis: cpu([redis]), postgres: cpu([postgres]) };
}

function costs(before: Sample, after: Sample, messages: number): Figures {
  const cost = (part: "nodes" | "redis" | "postgres"): number => (after[part] - before[part]) / messages;
  return {
    "nodes' CPU µs/message": cost("nodes"),
    "Redis CPU µs/message": cost("redis"),
    "PostgreSQL CPU µs/message": cost("postgres"),
  };
}

function medians(figures: readonly Figures[]): Figures {
  const names = Object.keys(figures[0] ?? {});
  const median = (name: string): number => {
    const values = figures.map((run) => run[name] ?? 0).toSorted((a, b) => a - b);
    return Number((values[Math.floor(values.length / 2)] ?? 0).toPrecision(4));
  };
  return Object.fromEntries(names.map((name) => [name, median(name)]));
}
