import { createECDH } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { type Element, NS, xml } from "@yonder/protocol";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { type Cluster, missingForCluster, startCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";
import { PASSWORD, Visitor } from "./visitor.ts";

const missing = missingForCluster();
let cluster: Cluster;

beforeAll(async () => {
  if (missing) return;
  cluster = await startCluster({ env: { YONDER_PASSWORD_ITERATIONS: "4096", YONDER_WEB_PUSH_PRIVATE: "on" } });
  await cluster.users(["alice", "bob", "carol"].map((name) => ({ name, password: PASSWORD })));
});

afterAll(() => cluster?.stop());

story(
  "who is blocked is so on every node from then on, where the user never was, and after that node has begun anew",
  async () => {
    const alice = await enter("alice", 0);
    const bobs = [await enter("bob", 1), await enter("bob", 2, "sofa")];
    for (const [index, bob] of bobs.entries()) bob.write("alice", `before ${index}`);
    await alice.untilItHas("before 0", "before 1");
    await alice.client.request(
      "set",
      xml("block", NS.blocking, null, xml("item", NS.blocking, { jid: "bob@localhost" })),
    );
    for (const bob of bobs) {
      bob.write("alice", "after");
      await until("bob is refused", () => bob.refusals.length === 1);
      expect(bob.refusals).toEqual(["service-unavailable"]);
      await bob.client.quit();
    }
    await cluster.node(1).kill();
    await cluster.node(1).restart();
    const again = await enter("bob", 1);
    again.write("alice", "once more");
    await until("bob is refused again", () => again.refusals.length === 1);
    await alice.client.request("set", xml("unblock", NS.blocking));
    again.write("alice", "at last");
    await alice.untilItHas("at last");
    expect(alice.bodies.toSorted()).toEqual(["at last", "before 0", "before 1"]);
  },
);

story("a closed browser is told once of a message, whichever node its user's page and the sender were at", async () => {
  const posted: string[] = [];
  const server = createServer((request, response) => {
    posted.push(request.url ?? "");
    response.writeHead(201).end();
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const browser = createECDH("prime256v1");
  browser.generateKeys();
  const page = await enter("carol", 0);
  const enable = (path: string): Element =>
    xml(
      "enable",
      NS.webPush,
      { endpoint: `http://127.0.0.1:${port}/${path}` },
      xml("p256dh", NS.webPush, null, browser.getPublicKey("base64url")),
      xml("auth", NS.webPush, null, "AAAAAAAAAAAAAAAAAAAAAA"),
    );
  await page.client.request("set", enable("one"));
  await page.client.request("set", enable("other"));
  await page.client.quit();
  const bob = await enter("bob", 2, "chair");
  bob.write("carol", "are you there?");
  await until("both endpoints are posted to", () => posted.length >= 2);
  await cluster.node(1).run("user", "list");
  expect(posted.toSorted()).toEqual(["/one", "/other"]);
});

function story(name: string, body: () => Promise<void>): void {
  test.skipIf(missing)(named(name, missing), body);
}

function enter(username: string, node: number, resource = "desk"): Promise<Visitor> {
  return Visitor.enter(cluster.node(node).address("tcp"), { username, resource });
}
