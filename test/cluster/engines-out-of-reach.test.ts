import { setTimeout as delay } from "node:timers/promises";
import { type Element, NS } from "@yonder/protocol";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { faultsOf, none } from "../crash/faults.ts";
import { type Cluster, type ClusterNode, missingForCluster, startCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";
import { type Address, connectWire } from "../support/wire.ts";
import { resourcesOf } from "./status-directory.ts";
import { befriend, jidOf, numbered, PASSWORD, Visitor } from "./visitor.ts";

const missing = missingForCluster();
const NAMES = ["alice", "bob", "carol", "dan"];
/** Within which a node knows that it has lost its lease, and within which all is as it was once the engine is back. */
const [LEASE, RECOVERY] = [5_000, 10_000];

let cluster: Cluster;

beforeAll(async () => {
  if (missing) return;
  cluster = await startCluster({ proxies: true, env: { YONDER_PASSWORD_ITERATIONS: "4096" } });
  await cluster.users(NAMES.map((name) => ({ name, password: PASSWORD })));
});

afterAll(() => cluster?.stop());

afterEach(() => {
  for (const node of cluster?.nodes ?? []) for (const line of ["redis", "database"] as const) node.line(line).mend();
});

/** Cut: the connection breaks, and is refused. Stalled: it stays, and nothing comes. */
type Failure = "cut" | "stall";

test.skipIf(missing)(
  named("nodes that cannot reach Redis serve nobody, and serve again when they can", missing),
  async () => {
    const [carol, dan] = await Promise.all([enter("carol", 2), enter("dan", 2)]);
    await Promise.all([losesRedis("alice", 0, "cut"), losesRedis("bob", 1, "stall")]);
    carol.write("dan", "we went on");
    await dan.untilItHas("we went on");
    expect([carol.ended, dan.ended]).toEqual([undefined, undefined]);
    await quit(carol, dan);

    async function losesRedis(name: string, number: number, failure: Failure): Promise<void> {
      const node = cluster.node(number);
      const visitor = await enter(name, number);
      node.line("redis")[failure]();
      await until(`${name} is dropped`, () => visitor.ended, { timeout: LEASE });
      expect(await readiness(node)).toBe(503);
      for (const transport of ["tcp", "websocket"] as const) {
        const greeting = await greetingOf(node.address(transport));
        expect(greeting.child("resource-constraint", NS.streams), transport).toBeDefined();
      }
      carol.write(name, `for ${name}, later`);

      node.line("redis").mend();
      await until(`${node.name} is ready`, async () => (await readiness(node)) === 200, { timeout: RECOVERY });
      const back = await enter(name, number);
      await back.untilItHas(`for ${name}, later`);
      back.write("dan", `from ${name}`);
      await dan.untilItHas(`from ${name}`);
      await quit(back);
    }
  },
);

test.skipIf(missing)(
  named("nodes that cannot reach PostgreSQL acknowledge nothing, and go on when they can", missing),
  async () => {
    const carol = await enter("carol", 2);
    await Promise.all([losesPostgres("alice", 0, "cut"), losesPostgres("bob", 1, "stall")]);
    await quit(carol);

    async function losesPostgres(name: string, number: number, failure: Failure): Promise<void> {
      const line = cluster.node(number).line("database");
      const visitor = await enter(name, number);
      const [before, during] = [numbered(`${name} before`, 5), numbered(`${name} during`, 5)];
      visitor.write("carol", ...before);
      await until("they are acknowledged", () => visitor.acknowledged >= before.length);
      const { acknowledged } = visitor;
      line[failure]();

      visitor.write("carol", ...during);
      await expect(enter("dan", number)).rejects.toThrow("temporary-auth-failure");
      const isAnswered = () => visitor.ended || visitor.refusals.length === during.length;
      await until("they are refused, or left open", isAnswered);
      expect(visitor.refusals.every((condition) => condition === "internal-server-error")).toBe(true);
      expect(visitor.acknowledged - acknowledged).toBe(visitor.refusals.length);

      line.mend();
      const letIn = () => enter(name, number, "later").catch(() => undefined);
      const back = await until("it lets in", letIn, { timeout: RECOVERY });
      back.write("carol", ...during, `${name} after`);
      const written = [...before, ...during, `${name} after`];
      await carol.untilItHas(...written);
      const arrived = carol.bodies.filter((body) => body.startsWith(name));
      expect(faultsOf(arrived, written)).toEqual(none);
      await quit(visitor, back);
    }
  },
);

test.skipIf(missing)(
  named("Redis is away for less than a lease: nobody is dropped, and what is written arrives", missing),
  async () => {
    const [alice, bob] = await Promise.all([enter("alice", 0), enter("bob", 1)]);
    cluster.redis.pause();
    const bodies = numbered("while it is away", 5);
    alice.write("bob", ...bodies.slice(0, 3));
    await delay(3_000);
    alice.write("bob", ...bodies.slice(3));
    cluster.redis.resume();
    await bob.untilItHas(...bodies);
    expect(faultsOf(bob.bodies, bodies)).toEqual(none);
    expect([alice.ended, bob.ended]).toEqual([undefined, undefined]);
    await quit(alice, bob);
  },
);

test.skipIf(missing)(
  named("Redis loses all that it knew: everybody is registered again, and seen where they are", missing),
  async () => {
    const [alice, bob, carol] = await Promise.all([enter("alice", 0), enter("bob", 1), enter("carol", 2)]);
    await befriend(alice, bob);
    await cluster.redis.kill();
    await delay(1_000);
    await cluster.redis.restart();

    await until("all are registered again", async () => (await registered()).every((count) => count === 1), {
      timeout: RECOVERY,
    });
    carol.write("bob", "to the new place");
    bob.write("alice", "from the new place");
    await Promise.all([bob.untilItHas("to the new place"), alice.untilItHas("from the new place")]);
    const dan = await enter("dan", 2);
    await befriend(dan, alice);
    expect([alice.ended, bob.ended, carol.ended]).toEqual([undefined, undefined, undefined]);
    expect(alice.sees(jidOf(bob))).toBe("available");
    await quit(alice, bob, carol, dan);
  },
);

function enter(username: string, node: number, resource = "desk"): Promise<Visitor> {
  return Visitor.enter(cluster.node(node).address(node === 1 ? "websocket" : "tcp"), { username, resource });
}

async function quit(...visitors: Visitor[]): Promise<void> {
  await Promise.all(visitors.map(({ client }) => client.quit()));
}

async function registered(): Promise<number[]> {
  const resources = await Promise.all(["alice", "bob", "carol"].map((name) => resourcesOf(cluster, name)));
  return resources.map(({ length }) => length);
}

async function readiness({ origin }: ClusterNode): Promise<number> {
  return (await fetch(`${origin}/health/ready`)).status;
}

/** The first that a node says on a new stream: its features, or why there are none. */
async function greetingOf(address: Address): Promise<Element> {
  const wire = await connectWire(address);
  const greeting = new Promise<Element>((resolve) => {
    wire.onElement = resolve;
  });
  wire.open();
  return greeting.finally(() => wire.cut());
}
