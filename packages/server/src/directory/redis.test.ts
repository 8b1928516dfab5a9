import { pino } from "pino";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { named } from "../../../../test/support/programs.ts";
import { connectRedis } from "../redis/redis-link.ts";
import { missingRedis, type RedisServer, startRedis } from "../redis/redis-server.fixture.ts";
import { available, TestCluster, type TestNode, withOther } from "./cluster.fixture.ts";
import { directoryContract } from "./directory.contract.ts";
import { redisDirectory } from "./redis.ts";

let redis: RedisServer;
let cluster: TestCluster;

beforeEach(async () => {
  if (missingRedis) return;
  redis = await startRedis();
  cluster = new TestCluster(redis);
});
afterEach(async () => {
  redis?.resume();
  await cluster?.close();
  await redis?.stop();
});

const bob = "bob@localhost";

describe.skipIf(missingRedis)(named("status directory in Redis", missingRedis), () =>
  directoryContract(async (node) => {
    const log = pino({ level: "silent" });
    const link = await connectRedis(redis.url, log);
    const directory = redisDirectory({ link, domain: "localhost", node, epoch: "e1", log });
    const stop = async (): Promise<void> => {
      await directory.stop();
      await link.close();
    };
    return new Proxy(directory, { get: (it, name) => (name === "stop" ? stop : bound(it, name)) });
  }),
);

describe.skipIf(missingRedis)(named("several nodes", missingRedis), () => {
  test("find each other's sessions, with every change", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    await n1.directory.register(bob, "phone", available);
    await n2.directory.register(bob, "desk", available);
    expect(await n1.find(bob)).toEqual(["n1/phone", "n2/desk"]);
    expect(await n2.find(bob)).toEqual(["n1/phone", "n2/desk"]);
    const presence = { isAvailable: false, priority: -5, hasCarbons: true, isInterested: false };
    await n1.directory.update(bob, "phone", presence);
    await vi.waitFor(async () =>
      expect(await n2.directory.lookUp(bob)).toContainEqual({
        user: bob,
        resource: "phone",
        node: "n1",
        epoch: "e1",
        presence,
      }),
    );
    await n1.directory.unregister(bob, "phone");
    await vi.waitFor(async () => expect(await n2.find(bob)).toEqual(["n2/desk"]));
  });

  test("answer what they know at once, until it changes", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    await n1.directory.register(bob, "phone", available);
    await n2.find(bob);
    await vi.waitFor(() => expect(n2.directory.lookUp(bob)).toHaveLength(1));
    await n1.directory.register(bob, "desk", available);
    await vi.waitFor(() => expect(n2.directory.lookUp(bob)).toBeInstanceOf(Promise));
    expect(await n2.find(bob)).toEqual(["n1/desk", "n1/phone"]);
  });

  test("who hears of a session from another node finds it", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    const found: Promise<string[]>[] = [];
    await n2.link.subscribe("n2", () => void found.push(n2.find(bob)));
    const expected: string[][] = [];
    for (let i = 0; i < 50; i += 1) {
      await n2.find(bob);
      await n1.directory.register(bob, `r${i}`, available);
      await n1.link.publish("n2", Buffer.from("he is here"));
      await vi.waitFor(() => expect(found).toHaveLength(i + 1), { interval: 1 });
      expected.push(await n1.find(bob));
    }
    expect(await Promise.all(found)).toEqual(expected);
  });

  test("never answer from what is older than the staleness, even if they were not told of a change", async () => {
    const n1 = await cluster.node("n1");
    const n2 = await cluster.node("n2", (link) => withOther(link, { onInvalidated() {} }));
    expect(await n2.find(bob)).toEqual([]);
    await n1.directory.register(bob, "phone", available);
    n2.ahead += n2.directory.staleness;
    expect(await n2.find(bob)).toEqual(["n1/phone"]);
  });

  test("know of each other, and of who left", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    await vi.waitFor(() => expect(nodesOf(n1)).toEqual(["n1", "n2"]), 5000);
    await n2.directory.register(bob, "phone", available);
    await n2.directory.stop();
    await vi.waitFor(() => expect(nodesOf(n1)).toEqual(["n1"]), 5000);
    expect(await n1.find(bob)).toEqual([]);
    expect(n1.lost).toEqual([]);
    expect(await n1.link.command("KEYS", "*:users:*")).toEqual([]);
  });
});

describe.skipIf(missingRedis)(named("a resource that two nodes want", missingRedis), () => {
  test("belongs to the last, and the former changes and removes nothing any more", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    await n1.directory.register(bob, "phone", available);
    expect(await n2.directory.register(bob, "phone", available)).toBe("n1");
    expect(await n1.directory.update(bob, "phone", { ...available, priority: 7 })).toBe(false);
    expect(await n1.find(bob)).toEqual(["n2/phone"]);
    await n1.directory.unregister(bob, "phone");
    expect(await n1.find(bob)).toEqual(["n2/phone"]);
    expect(await n2.directory.lookUp(bob)).toMatchObject([{ node: "n2", presence: available }]);
  });

  test("is given to both at once, and one of them is told", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    const told = await Promise.all([n1, n2].map((node) => node.directory.register(bob, "phone", available)));
    expect(told.filter((other) => other !== undefined)).toHaveLength(1);
    const winner = told[0] === undefined ? "n2" : "n1";
    expect(await n1.find(bob)).toEqual([`${winner}/phone`]);
    expect(await n2.find(bob)).toEqual([`${winner}/phone`]);
  });

  test("and that was taken is the other's even if the former has not been told, and leaves no ghost", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    await n1.directory.register(bob, "phone", available);
    await n2.directory.register(bob, "phone", available);
    expect(await n1.find(bob)).toEqual(["n2/phone"]);
    expect(n1.taken).toEqual(["bob@localhost/phone"]);
    await n2.directory.unregister(bob, "phone");
    await vi.waitFor(async () => expect(await n1.find(bob)).toEqual([]));
  });

  test("and that was taken while its node had lost its lease stays the other's", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    await n1.directory.register(bob, "phone", available);
    await n1.directory.register(bob, "car", available);
    await n2.directory.register(bob, "phone", available);
    n1.ahead += 10_000;
    await vi.waitFor(() => expect(n1.leases).toEqual([false, true]), 5000);
    expect(n1.taken).toEqual(["bob@localhost/phone"]);
    expect(await n2.find(bob)).toEqual(["n1/car", "n2/phone"]);
  });

  test("is nobody's when its node is dead", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    await n1.directory.register(bob, "phone", available);
    await n1.die();
    await vi.waitFor(() => expect(nodesOf(n2)).toEqual(["n2"]), 10_000);
    expect(await n2.directory.register(bob, "phone", available)).toBeUndefined();
  });
});

function nodesOf({ directory }: TestNode): string[] {
  return directory
    .nodes()
    .map(({ node }) => node)
    .sort();
}

function bound<T extends object>(it: T, name: string | symbol): unknown {
  const member: unknown = Reflect.get(it, name);
  return typeof member === "function" ? member.bind(it) : member;
}
