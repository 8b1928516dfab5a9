import { memoryBytes } from "../process-cost.ts";
import { connectPairs, pairOptions } from "./pairs.ts";
import type { Figures, Scenario } from "./scenario.ts";
import { keepInFlight, measurePairs } from "./windowed.ts";

const pairs = 20;
const minutes = 10;

/** Whether memory or cost grow while a server does all it can for a while. */
export const endurance: Scenario = {
  name: `${minutes} minutes at full load`,
  accounts: () => 2 * pairs,
  modes: ["durable"],
  needsFreshServer: true,
  isOnce: true,
  seconds: minutes * 60 + 10,
  run: async (peer, accounts, setting) => {
    const connected = await connectPairs(peer.tcp, accounts, pairs, pairOptions(setting, true));
    for (const pair of connected) keepInFlight(pair, 10);
    const figures: Record<string, number> = {};
    const costs: Figures[] = [];
    for (let minute = 1; minute <= minutes; minute++) {
      costs.push(await measurePairs(peer.pid, connected, setting.isQuick ? 150 : 60_000));
      figures[`RSS MiB after ${minute} min`] = memoryBytes(peer.pid).rss / 1024 / 1024;
    }
    await Promise.all(connected.map((pair) => pair.close()));
    figures["CPU µs/message, first minute"] = costs[0]?.["CPU µs/message"] ?? Number.NaN;
    figures["CPU µs/message, last minute"] = costs.at(-1)?.["CPU µs/message"] ?? Number.NaN;
    figures["messages in all"] = connected.reduce((sum, pair) => sum + pair.done, 0);
    return figures;
  },
};
