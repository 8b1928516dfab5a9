import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { named } from "../../../../test/support/programs.ts";
import { missingRedis, type RedisServer, startRedis } from "../redis/redis-server.fixture.ts";
import { TestCluster, type TestNode } from "./cluster.fixture.ts";
import { placementContract } from "./placement.contract.ts";
import { memoryPlacement, type Placement } from "./placement.ts";
import { redisPlacement } from "./redis-placement.ts";

let redis: RedisServer;
let cluster: TestCluster;

beforeEach(async () => {
  if (missingRedis) return;
  redis = await startRedis();
  cluster = new TestCluster(redis);
});
afterEach(async () => {
  await cluster?.close();
  await redis?.stop();
});

function placementOf({ link, directory }: TestNode, node: string): Placement {
  const epoch = directory.nodes().find((status) => status.node === node)?.epoch ?? "";
  return redisPlacement({ link, domain: "localhost", node, epoch });
}

async function openNode(name: string) {
  const node = await cluster.node(name);
  return { node, placement: placementOf(node, name) };
}

describe("placement of a single node", () => placementContract(async (node) => memoryPlacement(node)));

describe.skipIf(missingRedis)(named("placement in Redis", missingRedis), () => {
  placementContract(async (name) => (await openNode(name)).placement);

  test("one node keeps a room, whoever asks", async () => {
    const [n1, n2] = [await openNode("n1"), await openNode("n2")];
    const answers = await Promise.all([n1.placement.claim("coven"), n2.placement.claim("coven")]);
    expect(new Set(answers).size).toBe(1);
    expect(await n2.placement.claim("coven")).toBe(answers[0]);
  });

  test("nobody lets go what another one keeps", async () => {
    const [n1, n2] = [await openNode("n1"), await openNode("n2")];
    await n1.placement.claim("coven");
    await n2.placement.release("coven");
    expect(await n2.placement.claim("coven")).toBe("n1");
  });

  test("what a dead node kept is free once its lease has run out", async () => {
    const [n1, n2] = [await openNode("n1"), await openNode("n2")];
    await n1.placement.claim("coven");
    await n1.node.die();
    expect(await n2.placement.claim("coven")).toBe("n1");
    await vi.waitFor(async () => expect(await n2.placement.claim("coven")).toBe("n2"), { timeout: 10_000 });
  });

  test("another life of a node does not keep what the former one kept", async () => {
    const [n1, n2] = [await openNode("n1"), await openNode("n2")];
    await n1.placement.claim("coven");
    await n1.node.die();
    const again = await openNode("n1");
    expect(await again.placement.claim("heath")).toBe("n1");
    expect(await n2.placement.claim("coven")).toBe("n2");
  });
});
