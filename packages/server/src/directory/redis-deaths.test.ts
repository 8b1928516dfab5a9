import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { named } from "../../../../test/support/programs.ts";
import { missingRedis, type RedisServer, startRedis } from "../redis/redis-server.fixture.ts";
import { available, TestCluster, type TestNode, withOther } from "./cluster.fixture.ts";

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
const patience = { timeout: 15_000 };

describe.skipIf(missingRedis)(named("a node that dies", missingRedis), () => {
  test("has no sessions any more, and one of the others alone is told which they were", async () => {
    const [n1, n2, n3] = [await cluster.node("n1"), await cluster.node("n2"), await cluster.node("n3")];
    for (let i = 0; i < 450; i += 1) await n1.directory.register(`user${i}@localhost`, "phone", available);
    await n2.directory.register("user7@localhost", "desk", available);
    const gaps = [n2.gaps, n3.gaps];
    await n1.die();
    await vi.waitFor(() => expect(n2.lost.length + n3.lost.length).toBe(450), patience);
    await vi.waitFor(async () => expect(await n2.link.command("SMEMBERS", "yonder:{localhost}:lives")).toHaveLength(2));
    const lost = [...n2.lost, ...n3.lost];
    expect(new Set(lost.map(({ user }) => user)).size).toBe(450);
    expect(lost[0]).toMatchObject({ resource: "phone", node: "n1", epoch: "e1", presence: available });
    expect(await n3.find("user7@localhost")).toEqual(["n2/desk"]);
    expect([n2.gaps, n3.gaps]).toEqual(gaps.map((before) => before + 1));
    expect(await n2.link.command("KEYS", "*:users:*")).toEqual(["yonder:{localhost}:users:n2:e2"]);
  });

  test("is forgotten even where its sessions were known", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    await n1.directory.register(bob, "phone", available);
    expect(await n2.find(bob)).toEqual(["n1/phone"]);
    await n1.die();
    await vi.waitFor(async () => expect(await n2.find(bob)).toEqual([]), patience);
  });

  test("is swept to the end by another when the one who swept dies too", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    await n1.directory.register(bob, "phone", available);
    await n2.link.command("SET", "yonder:{localhost}:sweeper:n1:e1", "e9 n9", "PX", 2500);
    await n1.die();
    await vi.waitFor(() => expect(n2.gaps).toBeGreaterThan(0), patience);
    expect(n2.lost).toEqual([]);
    await vi.waitFor(() => expect(n2.lost).toMatchObject([{ user: bob, node: "n1" }]), patience);
  });

  test("and starts again has nothing left of its former life, which it sweeps itself", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    await n1.directory.register(bob, "phone", available);
    expect(await n2.find(bob)).toEqual(["n1/phone"]);
    await n1.die();
    const again = await cluster.node("n1");
    await again.directory.register(bob, "desk", available);
    await vi.waitFor(async () => expect(await n2.find(bob)).toEqual(["n1/desk"]), patience);
    await vi.waitFor(
      () => expect([...again.lost, ...n2.lost]).toMatchObject([{ resource: "phone", epoch: "e1" }]),
      patience,
    );
    await vi.waitFor(() => expect(n2.gaps).toBeGreaterThan(0), patience);
  });
});

describe.skipIf(missingRedis)(named("a node's own lease", missingRedis), () => {
  test("is known to be lost before others can take it for dead", async () => {
    let isCutOff = false;
    const silent = new Promise<never>(() => {});
    const n2 = await cluster.node("n2");
    const n1 = await cluster.create("n1", (link) =>
      withOther(link, { command: (name, ...args) => (isCutOff ? silent : link.command(name, ...args)) }),
    );
    const seen: string[][] = [];
    await n1.join(() => seen.push(nodesOf(n2)));
    await n1.directory.register(bob, "phone", available);
    await vi.waitFor(() => expect(nodesOf(n2)).toEqual(["n1", "n2"]), patience);
    isCutOff = true;
    await vi.waitFor(() => expect(n1.leases).toEqual([false]), patience);
    expect(seen).toEqual([["n1", "n2"]]);
    await expect(n1.directory.register(bob, "desk", available)).rejects.toMatchObject({ name: "RedisDown" });
    await vi.waitFor(() => expect(n2.lost).toMatchObject([{ user: bob, node: "n1" }]), patience);

    isCutOff = false;
    await vi.waitFor(() => expect(n1.leases).toEqual([false, true]), patience);
    expect(await n2.find(bob)).toEqual(["n1/phone"]);
    expect(n1.gaps).toBeGreaterThan(0);
  });

  test("counts as lost when the process was stopped for long, at the first thing that it does", async () => {
    const n1 = await cluster.node("n1");
    n1.ahead += 10_000;
    void n1.directory.lookUp(bob);
    expect(n1.leases).toEqual([false]);
    await vi.waitFor(() => expect(n1.leases).toEqual([false, true]), patience);
  });

  test("is lost to another process under the same name", async () => {
    const n1 = await cluster.node("n1");
    const other = await cluster.node("n1");
    await vi.waitFor(() => expect(n1.leases).toEqual([false]), patience);
    await expect(n1.directory.register(bob, "phone", available)).rejects.toMatchObject({ name: "RedisDown" });
    expect(await other.find(bob)).toEqual([]);
    expect(other.leases).toEqual([]);
  });

  test("waits until nobody sweeps after it", async () => {
    const n1 = await cluster.node("n1");
    const engine = await cluster.link();
    await engine.command("SET", "yonder:{localhost}:sweeper:n1:e1", "e9 n9");
    n1.ahead += 10_000;
    await vi.waitFor(() => expect(n1.leases).toEqual([false]), patience);
    await vi.waitFor(async () =>
      expect(await engine.command("PTTL", "yonder:{localhost}:lease:n1")).toBeGreaterThan(0),
    );
    expect(n1.leases).toEqual([false]);
    await engine.command("DEL", "yonder:{localhost}:sweeper:n1:e1");
    await vi.waitFor(() => expect(n1.leases).toEqual([false, true]), patience);
    await engine.close();
  });
});

describe.skipIf(missingRedis)(named("an engine that goes away", missingRedis), () => {
  test("and loses its memory knows all sessions again soon after, and nobody is taken for dead", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    await n1.directory.register(bob, "phone", available);
    await n1.directory.register(bob, "old", { ...available, isAvailable: false });
    await n2.directory.register(bob, "desk", available);
    await redis.kill();
    await vi.waitFor(() => expect([n1.leases, n2.leases]).toEqual([[false], [false]]), patience);
    await n1.directory.unregister(bob, "old");
    expect(await n1.directory.update(bob, "phone", { ...available, priority: 3 })).toBe(true);
    const gaps = n1.gaps;

    await redis.restart();
    await vi.waitFor(
      () =>
        expect([n1.leases, n2.leases]).toEqual([
          [false, true],
          [false, true],
        ]),
      patience,
    );
    await vi.waitFor(async () => expect(await n2.find(bob)).toEqual(["n1/phone", "n2/desk"]), patience);
    expect(await n1.find(bob)).toEqual(["n1/phone", "n2/desk"]);
    expect((await n2.directory.lookUp(bob)).map(({ presence }) => presence.priority).sort()).toEqual([0, 3]);
    await vi.waitFor(() => expect(n1.gaps).toBeGreaterThan(gaps));
    expect([n1.lost, n2.lost]).toEqual([[], []]);
    expect(nodesOf(n1)).toEqual(["n1", "n2"]);
  });

  test("takes nobody's farewell with it: whose session ended meanwhile is told as gone when all are back", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    for (const resource of ["phone", "desk", "tablet"]) await n1.directory.register(bob, resource, available);
    await redis.kill();
    await vi.waitFor(() => expect(n1.link.isUp).toBe(false), patience);
    await n1.directory.unregister(bob, "phone");
    await n1.directory.update(bob, "desk", { ...available, isAvailable: false });
    await n1.directory.update(bob, "tablet", { ...available, priority: 3 });
    await redis.restart();
    await vi.waitFor(() => expect(n1.lost).toMatchObject([{ resource: "phone" }, { resource: "desk" }]), patience);
    expect(await n2.find(bob)).toEqual(["n1/desk", "n1/tablet"]);
    expect(n2.lost).toEqual([]);
  });

  test("for a moment only costs nobody a lease", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    await n1.directory.register(bob, "phone", available);
    await redis.kill();
    await redis.restart();
    await vi.waitFor(async () => expect(await n2.find(bob)).toEqual(["n1/phone"]), patience);
    expect([n1.leases, n2.leases, n1.lost, n2.lost]).toEqual([[], [], [], []]);
  });

  test("leaves each node its own sessions, at once", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    await n1.directory.register(bob, "phone", available);
    await n2.directory.register(bob, "desk", available);
    await redis.kill();
    await vi.waitFor(() => expect(n1.link.isUp).toBe(false), patience);
    expect(n1.directory.lookUp(bob)).toMatchObject([{ node: "n1", resource: "phone" }]);
    await expect(n1.directory.register(bob, "more", available)).rejects.toMatchObject({ name: "RedisDown" });
    expect(await n1.find(bob)).toEqual(["n1/phone"]);
  });

  test("without a word is noticed in time: the lease is given up, and taken again", async () => {
    const n1 = await cluster.node("n1");
    await n1.directory.register(bob, "phone", available);
    redis.pause();
    const asked = n1.find("somebody@localhost");
    await vi.waitFor(() => expect(n1.leases).toEqual([false]), patience);
    expect(await asked).toEqual([]);
    redis.resume();
    await vi.waitFor(() => expect(n1.leases).toEqual([false, true]), patience);
    const n2 = await cluster.node("n2");
    expect(await n2.find(bob)).toEqual(["n1/phone"]);
    expect(n1.lost).toEqual([]);
  });

  test("or is emptied under way gets everything back, and nobody is taken for dead", async () => {
    const [n1, n2] = [await cluster.node("n1"), await cluster.node("n2")];
    await n1.directory.register(bob, "phone", available);
    await vi.waitFor(() => expect(nodesOf(n2)).toEqual(["n1", "n2"]), patience);
    await n2.link.command("FLUSHALL");
    await vi.waitFor(async () => expect(await n2.find(bob)).toEqual(["n1/phone"]), patience);
    expect([n1.leases, n2.leases, n1.lost, n2.lost]).toEqual([[], [], [], []]);
    expect(nodesOf(n2)).toEqual(["n1", "n2"]);
  });
});

function nodesOf({ directory }: TestNode): string[] {
  return directory
    .nodes()
    .map(({ node }) => node)
    .sort();
}
