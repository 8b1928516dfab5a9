import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Jid, NS, xml } from "@yonder/protocol";
import pino from "pino";
import { expect, onTestFinished, test } from "vitest";
import { Trace } from "../router/trace.ts";
import { SpanExporter } from "./span-exporter.ts";

interface Post {
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: {
    resourceSpans: { resource: { attributes: object[] }; scopeSpans: { spans: { name: string }[] }[] }[];
  };
}

/** A collector, and an exporter that sends to it. */
async function exporter(ratio = 1) {
  const posts: Post[] = [];
  const collector = { posts, status: 200, node: "node-1" };
  const server = createServer(async (request, response) => {
    posts.push({ url: request.url, headers: request.headers, body: JSON.parse(await text(request)) });
    response.writeHead(collector.status).end("{}");
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const lines: string[] = [];
  const log = pino({ level: "info" }, { write: (line: string) => void lines.push(JSON.parse(line).msg) });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const spans = new SpanExporter({ endpoint, ratio, node: "node-1", version: "1.2.3", log });
  onTestFinished(() => spans.stop());
  const trace = new Trace("node-1");
  trace.listen(spans);
  return { collector, spans, trace, lines, server };
}

const alice = { jid: Jid.parse("alice@localhost/web"), transport: "websocket" } as const;
const bob = { jid: Jid.parse("bob@localhost/desk") };

function send(trace: Trace, archiveId: number): void {
  const mark = trace.received(
    alice,
    xml("message", NS.client, { id: "m1" }, xml("body", NS.client, null, "secret")),
    "bob@localhost",
  );
  trace.accepted(mark, archiveId);
  trace.taken(archiveId, "node-1");
  trace.handed(archiveId, bob, "live");
  trace.relayed(
    archiveId,
    "node-1",
    [{ kind: "deliver", resource: "desk" }],
    { kind: "delivered", sessions: 1 },
    trace.now(),
  );
  trace.settled(mark, archiveId, 1, false);
  trace.acknowledged(archiveId, bob);
}

test("a collector is sent what a message did, as OTLP over HTTP in JSON", async () => {
  const { collector, spans, trace } = await exporter();
  send(trace, 4_711);
  await spans.flush();
  const [post] = collector.posts;
  expect(post).toMatchObject({ url: "/v1/traces", headers: { "content-type": "application/json" } });
  const [resource] = post?.body.resourceSpans ?? [];
  expect(resource?.resource.attributes).toContainEqual({ key: "service.name", value: { stringValue: "yonder" } });
  expect(resource?.resource.attributes).toContainEqual({
    key: "service.instance.id",
    value: { stringValue: "node-1" },
  });
  expect(resource?.scopeSpans[0]?.spans.map(({ name }) => name)).toEqual(["message", "accept", "relay", "deliver"]);
  expect(JSON.stringify(post?.body)).not.toContain("secret");
});

test("nothing is sent when there is nothing to tell", async () => {
  const { collector, spans, trace } = await exporter(0);
  send(trace, 4_711);
  await spans.flush();
  expect(collector.posts).toEqual([]);
});

test("a collector that fails costs the spans, and one line in the log until it works again", async () => {
  const { collector, spans, trace, lines } = await exporter();
  collector.status = 503;
  for (let i = 1; i <= 3; i += 1) {
    send(trace, i);
    await spans.flush();
  }
  collector.status = 200;
  send(trace, 4);
  await spans.flush();
  expect(lines).toEqual(["traces are not taken by the collector", "traces are taken by the collector again"]);
  expect(collector.posts.at(-1)?.body.resourceSpans[0]?.scopeSpans[0]?.spans).toHaveLength(4);
});

test("what waits for the collector is bounded", async () => {
  const { collector, spans, trace } = await exporter();
  for (let i = 1; i <= 5_000; i += 1) send(trace, i);
  await spans.flush();
  expect(collector.posts[0]?.body.resourceSpans[0]?.scopeSpans[0]?.spans.length).toBeLessThanOrEqual(4_096);
});

test("what is left is sent at the end", async () => {
  const { collector, spans, trace } = await exporter();
  send(trace, 4_711);
  await spans.stop();
  expect(collector.posts).toHaveLength(1);
});
