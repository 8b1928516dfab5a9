import type { Endpoint } from "../generator/link.ts";
import type { Pair } from "../generator/pair.ts";
import { cpuMicroseconds } from "../process-cost.ts";
import { connectPairs, endpointOf, pairOptions } from "./pairs.ts";
import { elapse, type Figures, type Scenario } from "./scenario.ts";

export interface WindowedOptions {
  readonly transport: Endpoint["transport"];
  readonly pairs: number;
  /** Messages that each pair keeps on their way; a new one leaves when one is done. */
  readonly inFlight: number;
  readonly recipientAcks?: boolean;
  readonly modes?: Scenario["modes"];
}

/** How much a server carries when its users write as fast as their messages arrive. */
export function windowed({
  transport,
  pairs,
  inFlight,
  recipientAcks = false,
  modes = ["none", "usual", "durable"],
}: WindowedOptions): Scenario {
  const name = `1:1, ${pairs} pairs × ${inFlight}, ${transport}${recipientAcks ? ", both ends acknowledge" : ""}`;
  return {
    name,
    accounts: () => 2 * pairs,
    modes,
    needsFreshServer: false,
    floor: "too",
    seconds: 8,
    run: async (peer, accounts, setting) => {
      const connected = await connectPairs(
        endpointOf(peer, transport),
        accounts,
        pairs,
        pairOptions(setting, recipientAcks),
      );
      for (const pair of connected) keepInFlight(pair, inFlight);
      await elapse(setting.isQuick ? 300 : 2000);
      const figures = await measurePairs(peer.pid, connected, setting.isQuick ? 700 : 5000);
      await Promise.all(connected.map((pair) => pair.close()));
      return figures;
    },
  };
}

/** From now on the pair has so many messages on their way. */
export function keepInFlight(pair: Pair, window: number): void {
  pair.onDone = () => {
    const free = window - (pair.sent - pair.done);
    if (free > 0) pair.send(free);
  };
  pair.send(window);
}

/** What they do in so long, and what that costs the server. */
export async function measurePairs(pid: number, pairs: readonly Pair[], milliseconds: number): Promise<Figures> {
  const before = sample(pid, pairs);
  await elapse(milliseconds);
  const after = sample(pid, pairs);
  const messages = after.done - before.done;
  const seconds = (after.at - before.at) / 1000;
  return {
    "messages/s": messages / seconds,
    "CPU µs/message": (after.cpu - before.cpu) / messages,
    "generator CPU µs/message": (after.ownCpu - before.ownCpu) / messages,
  };
}

function sample(pid: number, pairs: readonly Pair[]): { at: number; done: number; cpu: number; ownCpu: number } {
  const own = process.cpuUsage();
  const done = pairs.reduce((sum, pair) => sum + pair.done, 0);
  return { at: performance.now(), done, cpu: cpuMicroseconds(pid), ownCpu: own.user + own.system };
}
