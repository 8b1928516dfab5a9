import { setTimeout as delay } from "node:timers/promises";
import { seededRandom } from "../crash/seeded-random.ts";
import { type Cluster, startCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { Crowd, names, PASSWORD } from "./crowd.ts";
import { type Fault, nextFault } from "./fault.ts";
import { History } from "./history.ts";

export interface OrdealOptions {
  readonly seed: number;
  /** How long things go wrong. */
  readonly ms: number;
  readonly perSecond?: number;
  /** Part of the names of those faults that happen; all of them unless told. */
  readonly only?: string;
  readonly note?: (what: string) => void;
}

export interface Verdict {
  readonly faults: readonly string[];
  readonly written: number;
  /** What is wrong; nothing is what should be here. */
  readonly complaints: readonly string[];
  /** Handed over to a device that had it, before it dropped it by its id. */
  readonly twice: number;
  /** How long it took, when all was mended, until a message from everybody was shown by all. */
  readonly convergedMs: number;
}

/** Time between two faults, at most. */
const LONGEST_PEACE = 2_500;
/** All that was written is acknowledged so long after the last fault at the latest, or never. */
const SETTLING = 60_000;

/** Three nodes, people who write to each other, and one fault after the other, sometimes two at a time; then what became of it all. */
export async function ordeal(options: OrdealOptions): Promise<Verdict> {
  const cluster = await startCluster({ nodes: 3, proxies: true, clocks: true, env: { YONDER_LOG_LEVEL: "info" } });
  try {
    await cluster.users(names.map((name) => ({ name, password: PASSWORD })));
    return await under(cluster, options);
  } finally {
    await cluster.stop();
  }
}

async function under(
  cluster: Cluster,
  { seed, ms, only, perSecond = 40, note = () => undefined }: OrdealOptions,
): Promise<Verdict> {
  const random = seededRandom(seed);
  const history = new History();
  const crowd = new Crowd(cluster, history, seededRandom(seed + 1), note);
  crowd.talk(perSecond);
  await delay(1_000);
  const faults = await misfortune(cluster, () => nextFault(random, cluster.nodes.length, only), random, ms, note);
  crowd.silence();
  note("all is mended");
  const mended = performance.now();
  crowd.writeAll();
  await crowd.settled(SETTLING);
  await until("every device shows all", async () => (await crowd.judgeDevices()).length === 0, {
    timeout: 20_000,
    every: 250,
  }).catch(() => undefined);
  const convergedMs = performance.now() - mended;
  const complaints = [...(await crowd.judgeDevices()), ...(await crowd.judgeArchives())];
  await crowd.quit();
  return { faults, written: history.written, complaints, twice: crowd.twice, convergedMs };
}

async function misfortune(
  cluster: Cluster,
  next: () => Fault,
  random: () => number,
  ms: number,
  note: (what: string) => void,
): Promise<string[]> {
  const faults: string[] = [];
  const end = performance.now() + ms;
  const happen = async (): Promise<void> => {
    const fault = next();
    faults.push(fault.name);
    note(`── ${fault.name}`);
    await fault.happen(cluster);
    note(`── over: ${fault.name}`);
  };
  while (performance.now() < end) {
    // Two at a time may strike the same node, or two of three.
    const isDouble = random() < 0.2;
    await happen();
    if (isDouble) await happen();
    else await delay(random() * LONGEST_PEACE);
  }
  return faults;
}
