import { Jid, NS, originId, parseElement, receipt, xml } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import { toText } from "../store/archive-id.ts";
import { EventRing } from "./event-ring.ts";
import { Trace, type TraceListener } from "./trace.ts";

const alice = { jid: Jid.parse("alice@localhost/web"), transport: "websocket" } as const;
const bob = { jid: Jid.parse("bob@localhost/desk"), transport: "tcp" } as const;
const message = (id: string, ...children: Parameters<typeof xml>[3][]) =>
  xml("message", NS.client, { id }, ...children);

/** A recorder whose clock moves on by a millisecond each time it is looked at. */
function recorder(capacity?: number) {
  let time = 0;
  const clock = { now: () => ++time, offset: () => 1_000 };
  return new Trace("node-1", clock, new EventRing(capacity));
}

/** Alice's message goes all its way on one node. */
function journey(trace: Trace, id: string, archiveId: number): void {
  const mark = trace.received(alice, message(id), "bob@localhost");
  trace.accepted(mark, archiveId);
  const registration = { user: "bob@localhost", resource: "desk", node: "node-1", epoch: "e", presence };
  trace.lookedUp(archiveId, "bob@localhost", [registration], trace.moment(archiveId), true);
  const since = trace.moment(archiveId);
  trace.taken(archiveId, "node-1");
  trace.handed(archiveId, bob, "live");
  const outcome = { kind: "delivered", sessions: 1 } as const;
  trace.relayed(archiveId, "node-1", [{ kind: "deliver", resource: "desk" }], outcome, since);
  trace.settled(mark, archiveId, 1, true);
  trace.acknowledged(archiveId, bob);
  trace.reached(archiveId);
}
const presence = { isAvailable: true, priority: 0, hasCarbons: false, isInterested: false };

describe("the trace of messages", () => {
  test("has every step in order, with its time and what is to be known of it", () => {
    const trace = recorder();
    journey(trace, "m1", 4_711);
    const at = { node: "node-1", message: "3mv" };
    expect(trace.steps(trace.find("m1"))).toEqual([
      {
        ...at,
        at: 1_001,
        step: "received",
        from: "alice@localhost/web",
        transport: "websocket",
        to: "bob@localhost",
        id: "m1",
      },
      { ...at, at: 1_002, step: "accepted", micros: 1_000 },
      {
        ...at,
        at: 1_002,
        step: "looked-up",
        user: "bob@localhost",
        places: [{ node: "node-1", resource: "desk" }],
        isCached: true,
        micros: 0,
      },
      { ...at, at: 1_003, step: "taken", from: "node-1" },
      { ...at, at: 1_003, step: "handed", how: "live", to: "bob@localhost/desk" },
      {
        ...at,
        at: 1_004,
        step: "relayed",
        to: "node-1",
        kind: "deliver",
        outcome: "delivered",
        sessions: 1,
        micros: 2_000,
      },
      { ...at, at: 1_004, step: "settled", sessions: 1, isTold: true },
      { ...at, at: 1_005, step: "acknowledged", by: "bob@localhost/desk", transport: "tcp" },
      { ...at, at: 1_006, step: "reached" },
    ]);
  });

  test("is found by the archive's id, the sender's and the origin-id, and by nothing else", () => {
    const trace = recorder();
    const mark = trace.received(alice, message("m1", originId("o1")), "bob@localhost");
    trace.accepted(mark, 4_711);
    for (const id of ["3mv", "m1", "o1"]) expect(trace.find(id)).toEqual(["3mv"]);
    for (const id of ["m", "m12", "alice@localhost/web", ""]) expect(trace.find(id)).toEqual([]);
  });

  test("finds every message under an id that clients chose alike", () => {
    const trace = recorder();
    journey(trace, "1", 10);
    journey(trace, "1", 20);
    expect(trace.find("1")).toEqual(["a", "k"]);
  });

  test("finds on the target node what only an archive id names", () => {
    const trace = recorder();
    trace.taken(4_711, "node-2");
    trace.handed(4_711, bob, "gap");
    expect(trace.find("3mv")).toEqual(["3mv"]);
    expect(trace.steps(["3mv"]).map(({ step }) => step)).toEqual(["taken", "handed"]);
  });

  test("has a message that was refused, and one that came again under the same origin-id", () => {
    const trace = recorder();
    trace.refused(trace.received(alice, message("m1"), "nobody@localhost"), "service-unavailable");
    const names = trace.find("m1");
    expect(names).toEqual(["node-1:1"]);
    expect(trace.steps(names).map(({ step, message }) => [step, message])).toEqual([
      ["received", "node-1:1"],
      ["refused", "node-1:1"],
    ]);
    expect(new Trace("node-2").steps(names)).toEqual([]);
    journey(trace, "m2", 4_711);
    trace.repeated(trace.received(alice, message("m2"), "bob@localhost"), 4_711);
    expect(trace.find("m2")).toEqual(["3mv"]);
    expect(trace.steps(["3mv"]).map(({ step }) => step)).toEqual(expect.arrayContaining(["repeated"]));
  });

  test("knows which messages refer to one, and how", () => {
    const trace = recorder();
    trace.accepted(trace.received(bob, message("r1", receipt("m1")), "alice@localhost"), 30);
    const reply = parseElement(
      "<message xmlns='jabber:client' id='r2'><reply xmlns='urn:xmpp:reply:0' id='m1'/></message>",
    );
    trace.accepted(trace.received(bob, reply, "alice@localhost"), 40);
    journey(trace, "m1", 20);
    expect(trace.findReferring("m1")).toEqual(["u", "14"]);
    expect(trace.steps(["u", "14"])).toMatchObject([
      { step: "received", about: { kind: "receipt", id: "m1" } },
      { step: "accepted" },
      { step: "received", about: { kind: "reply", id: "m1" } },
      { step: "accepted" },
    ]);
  });

  test("forgets the oldest, and never mixes up what took their place", () => {
    const trace = recorder(64);
    for (let i = 1; i <= 1_000; i += 1) journey(trace, `m${i}`, i);
    expect(trace.find("m1")).toEqual([]);
    expect(trace.find("m1000")).toEqual(["rs"]);
    expect(trace.steps(["rs"])).toHaveLength(9);
    expect(trace.size).toBeLessThanOrEqual(8);
  });

  test("bounds the text that a message may bring", () => {
    const trace = recorder(64);
    const long = "ä".repeat(2_000);
    const places = Array.from({ length: 100 }, (_, i) => ({
      user: "bob@localhost",
      resource: `${i}${long}`,
      node: "node-2",
      epoch: "e",
      presence,
    }));
    for (let i = 1; i <= 50; i += 1) {
      trace.accepted(trace.received(alice, message(`${i}${long}`), "bob@localhost"), i);
      trace.lookedUp(i, "bob@localhost", places, 0, false);
      expect(trace.steps([toText(i)])).toHaveLength(3);
    }
  });

  test("tells a listener of the messages it wants when each node's part is over", () => {
    const trace = recorder();
    const heard: unknown[] = [];
    const listener: TraceListener = {
      wants: (archiveId) => archiveId !== 20,
      onOver: (archiveId, side, steps) => heard.push([archiveId, side, steps.map(({ step }) => step)]),
    };
    trace.listen(listener);
    journey(trace, "m1", 10);
    journey(trace, "m2", 20);
    const sent = ["received", "accepted", "looked-up", "taken", "handed", "relayed", "settled"];
    expect(heard).toEqual([
      [10, "source", sent],
      [10, "target", ["taken", "handed", "relayed", "settled", "acknowledged"]],
    ]);
  });
});
