import { enableOutcomes, NS, receipt, xml } from "@yonder/protocol";
import { expect, test } from "vitest";
import { missingForCluster, startCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";
import { RawClient } from "../support/raw-client.ts";
import { environment, runYonder } from "../support/yonder.ts";

const missing = missingForCluster();

test.skipIf(missing)(named("any node tells what all of them did with a message", missing), async () => {
  const cluster = await startCluster();
  await cluster.users(["alice", "bob"].map((name) => ({ name, password: "sesame" })));
  const login = (username: string, number: number, transport: "tcp" | "websocket") =>
    RawClient.login({
      ...cluster.node(number).address(transport),
      username,
      password: "sesame",
      resource: "desk",
      hasStreamManagement: true,
    });
  const alice = await login("alice", 0, "websocket");
  const bob = await login("bob", 1, "tcp");
  const arrived: (string | undefined)[] = [];
  bob.onStanza = (stanza) => arrived.push(stanza.attr("id"));
  for (const client of [alice, bob]) client.announce();
  await alice.request("set", enableOutcomes());
  alice.send(
    xml("message", NS.client, { id: "m1", to: "bob@localhost", type: "chat" }, xml("body", NS.client, null, "hi")),
  );
  await until("the message arrives", () => arrived.includes("m1"));
  bob.send(xml("message", NS.client, { id: "r1", to: "alice@localhost" }, receipt("m1")));

  const told = await until("all of its way is told", async () => {
    const text = await runYonder(["trace", "m1"], environment(cluster.node(2).dataDir));
    return /receipt.*acknowledged by alice/s.test(text) ? text : undefined;
  });
  const steps = told.split("\n").map((line) => line.slice(14, 34).trim().replace(/ +/, " "));
  expect(steps).toEqual(
    expect.arrayContaining([
      "node-1 received",
      "node-1 accepted",
      "node-1 looked up",
      "node-1 relayed",
      "node-2 taken",
      "node-2 handed",
      "node-2 acknowledged",
      "node-1 reached",
      "node-2 receipt",
      "node-1 receipt",
    ]),
  );
  await cluster.stop();
});
