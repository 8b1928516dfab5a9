import { afterAll, beforeAll, expect, test } from "vitest";
import { type Cluster, missingForCluster, startCluster } from "../support/cluster.ts";
import { type CuttableProxy, openProxy } from "../support/cuttable-proxy.ts";
import { named } from "../support/programs.ts";
import { missingForBrowser, WebApp } from "./web-app.ts";

const missing = missingForBrowser() ?? missingForCluster();
const password = "correct horse";
let cluster: Cluster;
/** A load balancer, which leads to a node that runs. */
let front: CuttableProxy;

beforeAll(async () => {
  if (missing) return;
  front = await openProxy();
  cluster = await startCluster({ dispatches: true, env: { YONDER_PUBLIC_URL: publicUrl() } });
  front.leadTo(cluster.node(0).ports.http);
  await cluster.users(["alice", "bob"].map((name) => ({ name, password })));
});
afterAll(async () => {
  await cluster?.stop();
  front?.close();
});

function publicUrl(): string {
  return `http://localhost:${front.port}`;
}

/** From now on notes whatever the page says of its connection. */
async function watchLine({ page }: WebApp): Promise<() => Promise<string[]>> {
  await page.evaluate(`
    globalThis.seen = [];
    new MutationObserver(() => {
      const line = document.querySelector(".link-line")?.textContent;
      if (line && line !== seen.at(-1)) seen.push(line);
    }).observe(document.body, { childList: true, subtree: true });
  `);
  return () => page.evaluate<string[]>("seen");
}

test.skipIf(missing)(
  named("two open pages go on talking while all nodes are restarted one after the other", missing),
  { timeout: 120_000 },
  async () => {
    const [alice, bob] = [await WebApp.open(publicUrl()), await WebApp.open(publicUrl())];
    await alice.signIn("alice@localhost", password);
    await bob.signIn("bob@localhost", password);
    await alice.addContact("bob@localhost");
    await bob.acceptRequest();
    await alice.write("Before");
    await bob.openConversation("alice");
    await bob.shows("Before");
    const lines = [await watchLine(alice), await watchLine(bob)];

    for (const [number, node] of cluster.nodes.entries()) {
      front.leadTo(cluster.node(number + 1).ports.http);
      const stopping = node.stop();
      await alice.write(`While ${node.name} stops`);
      await bob.shows(`While ${node.name} stops`);
      await bob.write(`Seen by bob, ${node.name}`);
      await alice.shows(`Seen by bob, ${node.name}`);
      await stopping;
      await node.restart();
    }

    const names = cluster.nodes.flatMap(({ name }) => [`While ${name} stops`, `Seen by bob, ${name}`]);
    expect(await alice.texts()).toEqual(["Before", ...names]);
    expect(await bob.texts()).toEqual(["Before", ...names]);
    expect(await Promise.all(lines.map((seen) => seen()))).toEqual([[], []]);
    expect([...alice.complaints, ...bob.complaints]).toEqual([]);
    await Promise.all([alice.close(), bob.close()]);
  },
);
