import { afterEach, expect, test } from "vitest";
import { type Cluster, type ClusterNode, missingForCluster, startCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";
import { environment, runYonder, tryYonder } from "../support/yonder.ts";
import { Phone, Tab } from "./travellers.ts";

const missing = missingForCluster();
const password = "correct horse";
let cluster: Cluster | undefined;

afterEach(() => cluster?.stop());

async function readiness({ origin }: ClusterNode): Promise<number> {
  return (await fetch(`${origin}/health/ready`)).status;
}

/** Whom it recommends is a matter of chance, but never one that drains. */
async function recommendsNever(node: ClusterNode, other: ClusterNode): Promise<boolean> {
  const asked = Array.from({ length: 20 }, async () => (await fetch(`${node.origin}/.well-known/host-meta`)).text());
  return (await Promise.all(asked)).every((answer) => !answer.includes(`:${other.ports.http}/`));
}

/** All that a stream hears over WebSocket until it is closed. */
function heardAt(node: ClusterNode): Promise<string> {
  const socket = new WebSocket(`${node.origin.replace("http", "ws")}/xmpp-websocket`, "xmpp");
  return new Promise((resolve) => {
    let text = "";
    socket.onopen = () =>
      socket.send("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='localhost' version='1.0'/>");
    socket.onmessage = ({ data }) => {
      text += data;
    };
    socket.onclose = () => resolve(text);
  });
}

test.skipIf(missing)(
  named("yonder drain sends everybody to another node, and the process goes on without them", missing),
  async () => {
    cluster = await startCluster({ nodes: 2, dispatches: true });
    const [first, second] = [cluster.node(0), cluster.node(1)];
    await cluster.users(["phil", "tom"].map((name) => ({ name, password })));
    const phone = new Phone({ username: "phil", password, ports: [first.ports.c2s] });
    const tab = new Tab({ username: "tom", password, origin: first.origin });
    const running = [phone.run(), tab.run()];
    await until("both are in", () => phone.port !== undefined && tab.port !== undefined);

    expect(await runYonder(["drain"], environment(first.dataDir))).toMatch(
      /^[12] sessions? went on at other nodes; it took /,
    );
    expect([phone.port, tab.port]).toEqual([second.ports.c2s, second.ports.http]);
    expect([...phone.troubles, ...tab.troubles]).toEqual([]);

    // It takes nobody any more, and says where to go.
    expect(await readiness(first)).toBe(503);
    expect(await readiness(second)).toBe(200);
    expect(await heardAt(first)).toContain(`see-other-uri='ws://localhost:${second.ports.http}/xmpp-websocket'`);

    // The last one keeps its sessions.
    await until("the second recommends the first no more", () => recommendsNever(second, first));
    const refused = await tryYonder(["drain"], environment(second.dataDir));
    expect(refused.stderr).toContain("this is the only node");
    expect([phone.port, tab.port]).toEqual([second.ports.c2s, second.ports.http]);
    await Promise.all([phone.quit(), tab.quit()]);
    await Promise.all(running);
  },
  120_000,
);
