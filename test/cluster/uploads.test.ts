import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { temporaryFolder } from "../support/children.ts";
import { type Cluster, missingForCluster, startCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";
import { at, begin, comeIn, goOn, put, slotsFor } from "../support/uploader.ts";

const missing = missingForCluster();
const account = { username: "alice", password: "correct horse" };
let cluster: Cluster;
let folder: string;

beforeAll(async () => {
  if (missing) return;
  folder = temporaryFolder("uploads");
  cluster = await startCluster({ env: { YONDER_UPLOAD_FOLDER: folder } });
  await cluster.users([{ name: "alice", password: "correct horse" }]);
});
afterAll(() => cluster?.stop());

describe.skipIf(missing)(named("a file", missing), () => {
  const content = randomBytes(3_000_000);
  let address = "";

  test("is put to one node, with a slot from another, and is there on all", async () => {
    const [slot] = await slotsFor({ ...account, ...cluster.node(0).address("tcp") }, content.length);
    expect(await put(at(cluster.node(1).origin, slot?.put ?? ""), content)).toBe(201);
    address = slot?.get ?? "";
    for (const { origin } of cluster.nodes) {
      const answer = await fetch(at(origin, address));
      expect([answer.status, Buffer.from(await answer.arrayBuffer()).equals(content)]).toEqual([200, true]);
    }
  });

  test("is put to one node only, of those that are tried at once", async () => {
    const [slot] = await slotsFor({ ...account, ...cluster.node(0).address("tcp") }, content.length);
    const tries = cluster.nodes.map(({ origin }) => put(at(origin, slot?.put ?? ""), content));
    expect((await Promise.all(tries)).toSorted()).toEqual([201, 403, 403]);
  });

  test("is there after the node that took it has gone, and goes on where that left it", async () => {
    const [slot] = await slotsFor({ ...account, ...cluster.node(0).address("tcp") }, content.length);
    const half = content.length / 2;
    begin(at(cluster.node(1).origin, slot?.put ?? ""), content.subarray(0, half), content.length);
    await until("half of it has come", () => comeIn(folder) === half);
    await cluster.node(1).kill();
    expect((await fetch(at(cluster.node(2).origin, address), { method: "HEAD" })).status).toBe(200);
    await cluster.node(1).restart();
    const part = await fetch(at(cluster.node(1).origin, address), { headers: { range: "bytes=1000000-1000009" } });
    expect(Buffer.from(await part.arrayBuffer()).equals(content.subarray(1_000_000, 1_000_010))).toBe(true);
    const asked = await fetch(at(cluster.node(2).origin, slot?.put ?? ""), { method: "HEAD" });
    expect([asked.status, asked.headers.get("upload-offset")]).toEqual([204, `${half}`]);
    expect(await goOn(at(cluster.node(1).origin, slot?.put ?? ""), content.subarray(half), half)).toBe(201);
    const whole = await fetch(at(cluster.node(0).origin, slot?.get ?? ""));
    expect(Buffer.from(await whole.arrayBuffer()).equals(content)).toBe(true);
  });

  test("goes with its owner", async () => {
    await cluster.node(2).run("user", "remove", "alice@localhost");
    for (const { origin } of cluster.nodes) expect((await fetch(at(origin, address))).status).toBe(404);
  });
});
