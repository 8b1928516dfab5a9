import { Jid, NS, originId, receipt, xml } from "@yonder/protocol";
import type { Directory, NodeStatus, Registration } from "../directory/directory.ts";
import { memoryDirectory } from "../directory/memory.ts";
import { loopbackRelay } from "../relay/loopback.ts";
import type { Answerer, Relay } from "../relay/relay.ts";
import { Trace } from "./trace.ts";
import { TraceSearch } from "./trace-search.ts";

const START = Date.UTC(2026, 10, 22, 12, 0, 1, 234);

/** Two nodes with recorders, whose clocks stand still unless told; `search` asks from the first one. */
export function tracedNodes() {
  const time = { now: 0 };
  const clock = { now: () => time.now, offset: () => START };
  const answerers = new Map<string, Answerer>();
  const silent = new Set<string>();
  const asked: string[] = [];
  const [source, target] = ["node-1", "node-2"].map((node) => new Trace(node, clock));
  if (!source || !target) throw new Error("two nodes");
  const searchOn = (nodeId: string, trace: Trace) =>
    new TraceSearch({
      nodeId,
      trace,
      directory: directory(nodeId),
      relay: relay(nodeId, { answerers, silent, asked }),
    });
  searchOn("node-2", target);
  return {
    source,
    target,
    silent,
    /** Who was asked, once for each question. */
    asked,
    search: searchOn("node-1", source),
    /** So many microseconds pass. */
    passes(micros: number) {
      time.now += micros / 1_000;
    },
  };
}

/** Alice, on the first node, writes to Bob on the second, whose client sends a receipt. */
export function conversation({ source, target, passes }: ReturnType<typeof tracedNodes>): void {
  const delivered = { kind: "delivered", sessions: 1 } as const;
  const mark = source.received(alice, xml("message", NS.client, { id: "m1" }, originId("o1")), "bob@localhost");
  passes(780);
  source.accepted(mark, 1_000_000);
  passes(3);
  source.lookedUp(
    1_000_000,
    "bob@localhost",
    [registered("bob@localhost", "desk", "node-2")],
    source.now() - 0.003,
    true,
  );
  const sent = source.now();
  passes(500);
  target.taken(1_000_000, "node-1");
  target.handed(1_000_000, bob, "live");
  passes(600);
  source.relayed(1_000_000, "node-2", [{ kind: "deliver", resource: "desk" }], delivered, sent);
  source.settled(mark, 1_000_000, 1, true);
  passes(200);
  target.acknowledged(1_000_000, bob);
  passes(500);
  source.reached(1_000_000);
  passes(2_000);
  target.accepted(
    target.received(bob, xml("message", NS.client, { id: "r1" }, receipt("m1")), "alice@localhost"),
    1_000_064,
  );
  passes(1_000);
  source.handed(1_000_064, alice, "live");
}

const alice = { jid: Jid.parse("alice@localhost/web"), transport: "websocket" } as const;
const bob = { jid: Jid.parse("bob@localhost/desk"), transport: "tcp" } as const;

function registered(user: string, resource: string, node: string): Registration {
  const presence = { isAvailable: true, priority: 0, hasCarbons: false, isInterested: false };
  return { user, resource, node, epoch: "e", presence };
}

function directory(nodeId: string): Directory {
  const status = (node: string): NodeStatus => ({
    node,
    epoch: "e",
    webUrl: undefined,
    c2sAddress: undefined,
    sessions: 1,
    load: 0,
    isDraining: false,
  });
  return { ...memoryDirectory(nodeId, "e"), nodes: () => ["node-1", "node-2"].map(status) };
}

function relay(
  nodeId: string,
  { answerers, silent, asked }: { answerers: Map<string, Answerer>; silent: ReadonlySet<string>; asked: string[] },
): Relay {
  return {
    ...loopbackRelay(nodeId, () => ({ kind: "none-here" })),
    answer: (topic, answerer) => void answerers.set(`${nodeId} ${topic}`, answerer),
    async ask(node, topic, question) {
      asked.push(node);
      return silent.has(node) ? undefined : answerers.get(`${node} ${topic}`)?.(question, nodeId);
    },
  };
}
