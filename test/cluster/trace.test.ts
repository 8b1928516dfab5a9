import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { enableOutcomes, NS, receipt, xml } from "@yonder/protocol";
import { expect, onTestFinished, test } from "vitest";
import { missingForCluster, startCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";
import { RawClient } from "../support/raw-client.ts";
import { environment, runYonder } from "../support/yonder.ts";

const missing = missingForCluster();

test.skipIf(missing)(named("any node, and a collector, learns a message's whole way", missing), async () => {
  const collector = await startCollector();
  const cluster = await startCluster({ env: { YONDER_OTLP_ENDPOINT: collector.endpoint, YONDER_OTLP_RATIO: "1" } });
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
    const printed = await runYonder(["trace", "m1"], environment(cluster.node(2).dataDir));
    return /receipt.*acknowledged by alice/s.test(printed) ? printed : undefined;
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
  expect(await runYonder(["drain"], environment(cluster.node(2).dataDir))).toMatch(/^0 sessions went on/);
  await cluster.stop();

  const message = collector.spans.find(({ name, node }) => name === "message" && node === "node-1");
  const ofMessage = collector.spans.filter(({ traceId }) => traceId === message?.traceId);
  const relay = ofMessage.find(({ name }) => name === "relay");
  const deliver = ofMessage.find(({ name }) => name === "deliver");
  expect(deliver).toMatchObject({ node: "node-2", parentSpanId: relay?.spanId });
});

interface ToldSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
}

/** An OpenTelemetry collector that remembers which node told it what. */
async function startCollector() {
  const spans: (ToldSpan & { readonly node: string })[] = [];
  const server = createServer(async (request, response) => {
    const { resourceSpans } = JSON.parse(await text(request));
    for (const { resource, scopeSpans } of resourceSpans) {
      const node = resource.attributes.find(({ key }: { key: string }) => key === "service.instance.id").value
        .stringValue;
      spans.push(...scopeSpans[0].spans.map((span: ToldSpan) => ({ ...span, node })));
    }
    response.end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { spans, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
