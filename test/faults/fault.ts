import { setTimeout as delay } from "node:timers/promises";
import type { Cluster, ClusterNode } from "../support/cluster.ts";

/** Something that goes wrong, and is right again when the promise resolves. */
export interface Fault {
  readonly name: string;
  readonly happen: (cluster: Cluster) => Promise<void>;
}

type Random = () => number;
type Maker = (random: Random, node: number) => Fault;

/** What can go wrong; a kind that stands here more often happens more often. */
const kinds: readonly Maker[] = [
  (random, node) =>
    onNode("kill -9", node, lasting(random, 0.2, 3), async (it, ms) => {
      await it.kill();
      await delay(ms);
      await it.restart();
    }),
  (random, node) =>
    onNode("kill -9", node, lasting(random, 4, 9), async (it, ms) => {
      await it.kill();
      await delay(ms);
      await it.restart();
    }),
  (random, node) =>
    onNode("SIGSTOP", node, lasting(random, 1, 20), async (it, ms) => {
      it.freeze();
      await delay(ms);
      it.thaw();
    }),
  (random, node) =>
    onNode("SIGSTOP", node, lasting(random, 1, 6), async (it, ms) => {
      it.freeze();
      await delay(ms);
      it.thaw();
    }),
  (random, node) =>
    onNode("restart", node, lasting(random, 0, 1), async (it, ms) => {
      await it.stop();
      await delay(ms);
      await it.restart();
    }),
  (random, node) => onLines(["redis"], random, node, 12),
  (random, node) => onLines(["database"], random, node, 12),
  (random, node) => onLines(["http", "c2s"], random, node, 8),
  (random, node) => onLines(["redis", "database"], random, node, 8),
  (random) => {
    const ms = lasting(random, 0.1, 8);
    return {
      name: `Redis killed with its memory for ${seconds(ms)}`,
      happen: async ({ redis }) => {
        await redis.kill();
        await delay(ms);
        await redis.restart();
      },
    };
  },
  (random) => {
    const ms = lasting(random, 0.1, 6);
    return {
      name: `PostgreSQL killed for ${seconds(ms)}`,
      happen: async ({ database }) => {
        await database.kill();
        await delay(ms);
        await database.restart();
      },
    };
  },
  (random, node) => {
    const ms = Math.round((random() - 0.5) * 2 * 7_200_000);
    return {
      name: `the clock of node ${node + 1} jumps by ${seconds(ms)}`,
      happen: async (cluster) => cluster.node(node).jumpClock(ms),
    };
  },
];

/** The next fault of a seed; `only`: what its name must contain. */
export function nextFault(random: Random, nodes: number, only = ""): Fault {
  for (;;) {
    const make = kinds[Math.floor(random() * kinds.length)] as Maker;
    const fault = make(random, Math.floor(random() * nodes));
    if (fault.name.includes(only)) return fault;
  }
}

function onNode(what: string, node: number, ms: number, act: (node: ClusterNode, ms: number) => Promise<void>): Fault {
  return { name: `${what} of node ${node + 1} for ${seconds(ms)}`, happen: (cluster) => act(cluster.node(node), ms) };
}

/** Half of them are noticed at once, the others are silence. */
function onLines(
  names: readonly Parameters<ClusterNode["line"]>[0][],
  random: Random,
  node: number,
  most: number,
): Fault {
  const [ms, isSilent] = [lasting(random, 0.5, most), random() < 0.5];
  return {
    name: `node ${node + 1} ${isSilent ? "hears nothing from" : "is cut off from"} ${names.join(" and ")} for ${seconds(ms)}`,
    happen: async (cluster) => {
      const lines = names.map((name) => cluster.node(node).line(name));
      for (const line of lines) isSilent ? line.stall() : line.cut();
      await delay(ms);
      for (const line of lines) line.mend();
    },
  };
}

function lasting(random: Random, least: number, most: number): number {
  return Math.round((least + random() * (most - least)) * 1_000);
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
