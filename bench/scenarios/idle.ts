import type { Endpoint, Link } from "../generator/link.ts";
import { type Credentials, login } from "../generator/login.ts";
import { memoryBytes } from "../process-cost.ts";
import { endpointOf } from "./pairs.ts";
import { elapse, type Figures, type Scenario } from "./scenario.ts";

const first = 100;

/** What a logged-in user who does nothing costs in memory: the difference between 100 and all of them. */
export function idle(transport: Endpoint["transport"], connections = 5000): Scenario {
  return {
    name: `${connections} idle connections, ${transport}`,
    accounts: connections,
    modes: ["none"],
    needsFreshServer: true,
    run: async (peer, accounts, { isQuick }) => {
      const endpoint = endpointOf(peer, transport);
      const wanted = accounts.slice(0, isQuick ? 300 : connections);
      const links = await loginAll(endpoint, wanted.slice(0, first));
      const before = await settledMemory(peer.pid);
      links.push(...(await loginAll(endpoint, wanted.slice(first))));
      const after = await settledMemory(peer.pid);
      for (const link of links) link.close();
      return perConnection(before, after, wanted.length - first);
    },
  };
}

/** Sixteen at a time. */
async function loginAll(endpoint: Endpoint, accounts: readonly Credentials[]): Promise<Link[]> {
  const links: Link[] = [];
  const rest = accounts.values();
  const worker = async (): Promise<void> => {
    for (const account of rest) links.push(await login(endpoint, account));
  };
  await Promise.all(Array.from({ length: 16 }, worker));
  return links;
}

/** Memory once it has changed by less than half a percent for two seconds, or after twenty. */
async function settledMemory(pid: number): Promise<{ rss: number; pss: number }> {
  const samples = [memoryBytes(pid)];
  while (samples.length < 40) {
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
