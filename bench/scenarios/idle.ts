import type { Endpoint } from "../generator/link.ts";
import { loginAll } from "../generator/login.ts";
import { memoryBytes } from "../process-cost.ts";
import { endpointOf } from "./pairs.ts";
import { elapse, type Figures, type Scenario } from "./scenario.ts";

const first = 100;

/** What a logged-in user who does nothing costs in memory: the difference between 100 and all of them. */
export function idle(transport: Endpoint["transport"], connections = 5000): Scenario {
  return {
    name: `${connections} idle connections, ${transport}`,
    accounts: (isQuick) => (isQuick ? 300 : connections),
    modes: ["none"],
    needsFreshServer: true,
    floor: "too",
    seconds: 45,
    run: async (peer, everybody, { isQuick }) => {
      const endpoint = endpointOf(peer, transport);
      const accounts = everybody.slice(0, isQuick ? 300 : connections);
      const links = await loginAll(endpoint, accounts.slice(0, first));
      const before = await settledMemory(peer.pid, isQuick);
      links.push(...(await loginAll(endpoint, accounts.slice(first))));
      const after = await settledMemory(peer.pid, isQuick);
      for (const link of links) link.close();
      return perConnection(before, after, accounts.length - first);
    },
  };
}

/** Memory once it has changed by less than half a percent for two seconds, or after twenty. */
async function settledMemory(pid: number, isQuick: boolean): Promise<{ rss: number; pss: number }> {
  const samples = [memoryBytes(pid)];
  while (samples.length < (isQuick ? 2 : 40)) {
    await elapse(500);
    samples.unshift(memoryBytes(pid));
    const recent = samples.slice(0, 5).map((sample) => sample.rss);
    if (recent.length === 5 && Math.max(...recent) / Math.min(...recent) < 1.005) break;
  }
  return samples[0] ?? { rss: 0, pss: 0 };
}

function perConnection(
  before: { rss: number; pss: number },
  after: { rss: number; pss: number },
  count: number,
): Figures {
  return {
    "RSS KiB/connection": (after.rss - before.rss) / count / 1024,
    "PSS KiB/connection": (after.pss - before.pss) / count / 1024,
    "RSS MiB in all": after.rss / 1024 / 1024,
  };
}
