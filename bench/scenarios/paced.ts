import type { Pair } from "../generator/pair.ts";
import { cpuMicroseconds } from "../process-cost.ts";
import { connectPairs, pairOptions } from "./pairs.ts";
import { percentiles } from "./percentiles.ts";
import { elapse, type Figures, type Scenario } from "./scenario.ts";

const pairCount = 20;

/** How long a message takes from the sender's socket to the recipient's at a steady rate a second. */
export function paced(rate: number): Scenario {
  return {
    name: `latency at ${rate}/s`,
    accounts: () => 2 * pairCount,
    modes: ["none", "durable"],
    needsFreshServer: false,
    floor: "too",
    seconds: 10,
    run: async (peer, accounts, setting) => {
      const pairs = await connectPairs(peer.tcp, accounts, pairCount, pairOptions(setting));
      await sendSteadily(pairs, rate, setting.isQuick ? 300 : 2000);
      const before = cpuMicroseconds(peer.pid);
      const latencies = await sendSteadily(pairs, rate, setting.isQuick ? 700 : 5000);
      const cpu = cpuMicroseconds(peer.pid) - before;
      await Promise.all(pairs.map((pair) => pair.close()));
      return summary(latencies, cpu);
    },
  };
}

/** Sends so many messages a second for so long, or until it is over, then waits up to five seconds for the last to arrive. Latencies in milliseconds. */
export async function sendSteadily(
  pairs: readonly Pair[],
  rate: number,
  milliseconds: number,
  isOver = () => false,
): Promise<number[]> {
  const latencies: number[] = [];
  const start = performance.now();
  const inboxes = pairs.map((pair) => collectLatencies(pair, latencies));
  let sent = 0;
  while (performance.now() - start < milliseconds && !isOver()) {
    const due = Math.floor(((performance.now() - start) * rate) / 1000);
    for (; sent < due; sent++) inboxes[sent % pairs.length]?.();
    await elapse(1);
  }
  const deadline = performance.now() + 5000;
  while (latencies.length < sent && performance.now() < deadline) await elapse(5);
  if (latencies.length < sent) latencies.push(...Array<number>(sent - latencies.length).fill(5000));
  return latencies;
}

/** Messages of a pair arrive in order: the oldest sending time belongs to the next arrival. Returns a function that sends one. */
function collectLatencies(pair: Pair, latencies: number[]): () => void {
  const underway: number[] = [];
  pair.onDelivered = (count) => {
    const now = performance.now();
    for (const at of underway.splice(0, count)) latencies.push(now - at);
  };
  return () => {
    underway.push(performance.now());
    pair.send(1);
  };
}

function summary(latencies: number[], cpu: number): Figures {
  return { ...percentiles(latencies), "CPU µs/message": cpu / latencies.length };
}
