import { describe, expect, test } from "vitest";
import type { TraceStep } from "../router/trace-step.ts";
import { shareOf, spansOf } from "./message-spans.ts";

const AT = Date.UTC(2026, 10, 22, 12, 0, 0, 500);
const ID = 352_187_318_272_064;

const source: TraceStep[] = [
  {
    step: "received",
    from: "alice@localhost/web",
    to: "bob@localhost",
    transport: "tcp",
    id: "m1",
    ...at("node-1", 0),
  },
  { step: "accepted", micros: 800, ...at("node-1", 0.8) },
  {
    step: "looked-up",
    user: "bob@localhost",
    places: [{ node: "node-2", resource: "desk" }],
    isCached: true,
    micros: 3,
    ...at("node-1", 0.803),
  },
  {
    step: "relayed",
    to: "node-2",
    kind: "deliver",
    outcome: "unknown",
    sessions: 0,
    micros: 1_000,
    ...at("node-1", 1.803),
  },
  {
    step: "relayed",
    to: "node-2",
    kind: "deliver",
    outcome: "delivered",
    sessions: 1,
    micros: 600,
    ...at("node-1", 2.403),
  },
  { step: "settled", sessions: 1, isTold: true, ...at("node-1", 2.403) },
];
const target: TraceStep[] = [
  { step: "taken", from: "node-1", ...at("node-2", 1.4) },
  { step: "handed", how: "live", to: "bob@localhost/desk", ...at("node-2", 1.4) },
  { step: "acknowledged", transport: "tcp", by: "bob@localhost/desk", ...at("node-2", 3.4) },
];

function at(node: string, milliseconds: number) {
  return { node, at: AT + milliseconds, message: "3gu" };
}

describe("the spans of a message", () => {
  const spans = spansOf(ID, "source", source);
  const [root, accept, lookUp, relay, secondRelay] = spans;

  test("are one trace: its acceptance, the look-up and each try to relay it are parts of it", () => {
    expect(spans.map(({ name }) => name)).toEqual(["message", "accept", "look up", "relay", "relay"]);
    expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
    expect(root?.parentSpanId).toBeUndefined();
    for (const part of [accept, lookUp, relay, secondRelay]) expect(part?.parentSpanId).toBe(root?.spanId);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
  });

  test("have ids of the right form, and times in nanoseconds", () => {
    for (const { traceId, spanId } of spans) {
      expect(traceId).toMatch(/^[0-9a-f]{32}$/);
      expect(spanId).toMatch(/^[0-9a-f]{16}$/);
    }
    expect([root?.startTimeUnixNano, root?.endTimeUnixNano]).toEqual(["1795348800500000000", "1795348800502403000"]);
    expect([relay?.startTimeUnixNano, relay?.endTimeUnixNano]).toEqual(["1795348800500803000", "1795348800501803000"]);
  });

  test("say what is known, and which of them failed", () => {
    expect(root?.attributes).toContainEqual({ key: "messaging.system", value: { stringValue: "xmpp" } });
    expect(lookUp?.attributes).toContainEqual({ key: "yonder.cached", value: { boolValue: true } });
    expect(secondRelay?.attributes).toContainEqual({ key: "yonder.sessions", value: { intValue: "1" } });
    expect([relay?.status, secondRelay?.status]).toEqual([{ code: 2 }, undefined]);
  });

  test("on the target node belong to the same trace, under the source node's span of the relay", () => {
    const [deliver, ...rest] = spansOf(ID, "target", target);
    expect(rest).toEqual([]);
    expect(deliver).toMatchObject({ name: "deliver", traceId: root?.traceId, parentSpanId: relay?.spanId });
    expect(deliver?.startTimeUnixNano).toBe("1795348800501400000");
  });

  test("of one that was pending stand under the message itself, since nobody relayed it", () => {
    expect(spansOf(ID, "target", target.slice(1))[0]?.parentSpanId).toBe(root?.spanId);
  });

  test("tell nobody who wrote to whom", () => {
    const all = JSON.stringify([...spans, ...spansOf(ID, "target", target)]);
    for (const secret of ["alice", "bob", "desk"]) expect(all).not.toContain(secret);
  });

  test("are none where only part of the way is known", () => {
    expect(spansOf(ID, "source", source.slice(1))).toEqual([]);
    expect(spansOf(ID, "target", target.slice(2))).toEqual([]);
  });
});

test("the share of the messages that are told of is the ratio, whatever ids follow each other", () => {
  for (const step of [1, 64, 4_096, 4_096_000]) {
    const ids = Array.from({ length: 20_000 }, (_, i) => ID + i * step);
    const share = ids.filter((id) => shareOf(id) < 0.1).length / ids.length;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
  }
});
