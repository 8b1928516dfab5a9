import { afterAll, beforeAll, describe, test } from "vitest";
import { play, type Stage } from "../conformance/play.ts";
import type { Script } from "../conformance/script.ts";
import { allAccounts, CONFIGURATION, componentPort, runOf, scripts, TRANSPORTS } from "../conformance/scripts.ts";
import { type Cluster, missingForCluster, startCluster } from "../support/cluster.ts";
import { named } from "../support/programs.ts";

const missing = missingForCluster();
let cluster: Cluster;

beforeAll(async () => {
  if (missing) return;
  cluster = await startCluster({ env: CONFIGURATION });
  await cluster.users(allAccounts());
});

afterAll(() => cluster?.stop());

describe.each(TRANSPORTS)("on three nodes over %s", (transport) => {
  for (const { file, index, script } of scripts) {
    const nodes = nodesOf(script);
    const stage: Stage = ({ secret }, client) => {
      const node = cluster.node(nodes[client] ?? 0);
      return secret === undefined ? node.address(transport) : { transport: "tcp", port: componentPort(node.output()) };
    };
    test.skipIf(missing)(named(`${file}: ${script.title}`, missing), () =>
      play(script, runOf(transport, index), stage),
    );
  }
});

/** Each client's node, counted from 0: its own if the script says so, else another than that of the client before, and of the same user's others. */
function nodesOf({ clients }: Script): number[] {
  const nodes: number[] = [];
  const user = (jid: string): string | undefined => jid.split("/")[0];
  for (const [index, { jid, node }] of clients.entries()) {
    const others = nodes.filter((_, earlier) => user(clients[earlier]?.jid ?? "") === user(jid));
    const free = [index, index + 1, index + 2].map((it) => it % 3).find((it) => !others.includes(it));
    nodes.push(node === undefined ? (free ?? index % 3) : node - 1);
  }
  return nodes;
}
