import { setTimeout as delay } from "node:timers/promises";
import { NS } from "@yonder/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Crowd, names } from "../faults/crowd.ts";
import { History } from "../faults/history.ts";
import { type Cluster, type ClusterNode, missingForCluster, startCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";
import { archiveOf, numbered, PASSWORD, Visitor } from "./visitor.ts";

const missing = missingForCluster({ clocks: true });
/** Within which everybody is back, and has everything, once the engines are there again. */
const RECOVERY = 10_000;
const HOURS = 3_600_000;

let cluster: Cluster;
let crowd: Crowd;
const history = new History();

beforeAll(async () => {
  if (missing) return;
  cluster = await startCluster({ clocks: true, env: { YONDER_PASSWORD_ITERATIONS: "4096" } });
  await cluster.users([...names, "zoe"].map((name) => ({ name, password: PASSWORD })));
  crowd = new Crowd(cluster, history, Math.random, () => undefined);
});

afterAll(async () => {
  await crowd?.quit();
  await cluster?.stop();
});

story("Redis is killed, and is back when every node has dropped its people", async () => {
  await cluster.redis.kill();
  await delay(6_000);
  await cluster.redis.restart();
});

story("PostgreSQL is restarted", async () => {
  await cluster.database.stop();
  await cluster.database.restart();
});

story("PostgreSQL is killed", async () => {
  await cluster.database.kill();
  await cluster.database.restart();
});

story("the clocks of two nodes go four hours apart", async () => {
  cluster.node(0).jumpClock(2 * HOURS);
  cluster.node(1).jumpClock(-2 * HOURS);
  const hours = async () => (await timeAt(cluster.node(0))) - (await timeAt(cluster.node(1)));
  await until("it is later here than there", async () => (await hours()) > 3 * HOURS);
});

test.skipIf(missing)(
  named("an archive is asked for what came after a message, whose node's clock is wrong", missing),
  async () => {
    const bodies = numbered("by another clock", 6);
    const ids: string[] = [];
    for (const [index, body] of bodies.entries()) {
      const zoe = await Visitor.enter(cluster.node(index).address("tcp"), { username: "zoe" });
      zoe.write("zoe", body);
      await zoe.untilItHas(body);
      const message = zoe.stanzas.find((stanza) => stanza.childText("body") === body);
      ids.push(message?.child("stanza-id", NS.sid)?.attr("id") ?? "");
      await zoe.client.quit();
    }
    for (const [index, id] of ids.entries())
      expect(await archiveOf(cluster.node(index + 1).address("tcp"), "zoe", id)).toEqual(bodies.slice(index + 1));
  },
);

test.skipIf(missing)(named("after all that the archives have each message once, and in order", missing), async () => {
  expect(await crowd.judgeArchives()).toEqual([]);
});

/** Something happens while people write to each other; then each of them has all that was acknowledged, once and in order. */
function story(name: string, happen: () => Promise<void>): void {
  test.skipIf(missing)(named(name, missing), async () => {
    crowd.talk(40);
    await delay(1_000);
    await happen();
    await delay(1_000);
    crowd.silence();
    crowd.writeAll();
    await crowd.settled(RECOVERY);
    const hasAll = async () => (await crowd.judgeDevices()).length === 0;
    const state = async () => (await crowd.judgeDevices()).join("\n");
    await until("every device shows all", hasAll, { timeout: RECOVERY, every: 250, state });
  });
}

async function timeAt({ origin }: ClusterNode): Promise<number> {
  return Date.parse((await fetch(`${origin}/health/live`)).headers.get("date") ?? "");
}
