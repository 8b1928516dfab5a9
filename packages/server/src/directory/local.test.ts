import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { startLocalEngine, type TestEngine } from "../redis/local-engine.fixture.ts";
import { available, TestCluster } from "./cluster.fixture.ts";
import { directoryContract } from "./directory.contract.ts";
import { localSteps } from "./local-steps.ts";
import { placementContract } from "./placement.contract.ts";
import { redisPlacement } from "./redis-placement.ts";

const bob = "bob@localhost";

let engine: TestEngine;
let cluster: TestCluster;

beforeEach(async () => {
  engine = await startLocalEngine({ steps: localSteps });
  cluster = new TestCluster(engine);
});
afterEach(async () => {
  await cluster.close();
  await engine.stop();
});

async function openPlacement(name: string) {
  const node = await cluster.node(name);
  const epoch = node.directory.nodes().find((status) => status.node === name)?.epoch ?? "";
  return { node, placement: redisPlacement({ link: node.link, domain: "localhost", node: name, epoch }) };
}

describe("status directory of one machine", () =>
  directoryContract(async (name) => (await cluster.create(name)).directory));

describe("placement on one machine", () => placementContract(async (name) => (await openPlacement(name)).placement));

test("processes find each other's sessions, with every change", async () => {
  const [one, other] = [await cluster.node("n1"), await cluster.node("n2")];
  await one.directory.register(bob, "phone", available);
  await other.directory.register(bob, "desk", available);
  expect(await one.find(bob)).toEqual(["n1/phone", "n2/desk"]);
  expect(await other.find(bob)).toEqual(["n1/phone", "n2/desk"]);
  await one.directory.unregister(bob, "phone");
  await vi.waitFor(async () => expect(await other.find(bob)).toEqual(["n2/desk"]));
});

test("a resource is on one of them: who has it no more is told", async () => {
  const [one, other] = [await cluster.node("n1"), await cluster.node("n2")];
  await one.directory.register(bob, "phone", available);
  expect(await other.directory.register(bob, "phone", available)).toBe("n1");
  expect(await one.directory.update(bob, "phone", available)).toBe(false);
  await one.directory.unregister(bob, "phone");
  expect(await other.find(bob)).toEqual(["n2/phone"]);
});

test("of a process that died another one tells that its sessions are gone", async () => {
  const [one, other] = [await cluster.node("n1"), await cluster.node("n2")];
  await one.directory.register(bob, "phone", available);
  expect(await other.find(bob)).toEqual(["n1/phone"]);
  await one.die();
  await vi.waitFor(
    () => expect(other.lost.map(({ node, resource }) => `${node}/${resource}`)).toEqual(["n1/phone"]),
    8_000,
  );
  expect(await other.find(bob)).toEqual([]);
});

test("a process that is started again under its name finds nothing of its former life", async () => {
  const one = await cluster.node("n1");
  await one.directory.register(bob, "phone", available);
  await one.die();
  const again = await cluster.node("n1");
  expect(await again.find(bob)).toEqual([]);
  await again.directory.register(bob, "phone", available);
  expect(await again.find(bob)).toEqual(["n1/phone"]);
});

test("a room is kept by one process, and by another one when that has left it", async () => {
  const [one, other] = [await openPlacement("n1"), await openPlacement("n2")];
  expect(await one.placement.claim("coven")).toBe("n1");
  expect(await other.placement.claim("coven")).toBe("n1");
  await other.placement.release("coven");
  expect(await other.placement.claim("coven")).toBe("n1");
  await one.node.directory.stop();
  expect(await other.placement.claim("coven")).toBe("n2");
});
