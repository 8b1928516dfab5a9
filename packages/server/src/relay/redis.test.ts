import { describe, expect, test, vi } from "vitest";
import { named } from "../../../../test/support/programs.ts";
import { missingRedis } from "../redis/redis-server.fixture.ts";
import type { Frame } from "./frame.ts";
import { redisNodes, type Stranger } from "./redis-nodes.fixture.ts";
import { envelope, relayContract, turn } from "./relay.contract.ts";
import type { Envelope, Outcome, Receiver } from "./relay.ts";

const delivered: Outcome = { kind: "delivered", sessions: 1 };
const unknown: Outcome = { kind: "unknown", isCertain: false };

describe.skipIf(missingRedis)(named("relay over Redis", missingRedis), () => {
  const nodes = redisNodes();

  describe("to another node", () => {
    relayContract(async (receive) => ({
      source: await nodes.node("n1"),
      sourceNode: "n1",
      target: await nodes.node("n2", { receive }),
      targetNode: "n2",
    }));
  });

  describe("to the node itself", () => {
    relayContract(async (receive) => {
      const relay = await nodes.node("n1", { receive });
      return { source: relay, sourceNode: "n1", target: relay, targetNode: "n1" };
    });

    test("takes no turn", async () => {
      const received: Envelope[] = [];
      const relay = await nodes.node("n1", { receive: recording(received) });
      expect(relay.send("n1", envelope("a"))).toEqual(delivered);
      expect(received).toHaveLength(1);
    });
  });

  test("envelopes of one turn to one node travel in one frame", async () => {
    const source = await nodes.node("n1");
    const target = await nodes.stranger("n2");
    for (const id of ["a", "b", "c"]) void source.send("n2", envelope(id));
    await turn();
    void source.send("n2", envelope("d"));
    await vi.waitFor(() => expect(target.heard.map(({ frame }) => frame.envelopes?.length)).toEqual([3, 1]));
  });

  test("many long envelopes of one turn are spread over frames, in order", async () => {
    const received: Envelope[] = [];
    const source = await nodes.node("n1");
    const target = await nodes.stranger("n2");
    await nodes.node("n3", { receive: recording(received) });
    const ids = Array.from({ length: 30 }, (_, i) => `${i}-${"x".repeat(50_000)}`);
    for (const id of ids) void source.send("n2", envelope(id));
    await Promise.all(ids.map((id) => source.send("n3", envelope(id))));
    expect(received.map(({ stanza }) => stanza.attr("id"))).toEqual(ids);
    await vi.waitFor(() => expect(target.heard).toHaveLength(3));
    for (const { texts } of target.heard) expect(texts.length).toBeLessThan(512 * 1024);
  });

  test("outcomes of all frames that came in one turn go back in one", async () => {
    await nodes.node("n1");
    const source = await nodes.stranger("n2");
    await Promise.all([1, 2, 3].map(() => source.say("n1", oneEnvelope, "<presence/>")));
    await vi.waitFor(() =>
      expect(source.heard.map(outcomesIn)).toEqual([[1, 2, 3].map((seq) => ({ life: source.life, seq, codes: [1] }))]),
    );
  });

  test("ten thousand envelopes of both directions arrive in order, each with its outcome", async () => {
    const [atOne, atTwo]: Envelope[][] = [[], []];
    const one = await nodes.node("n1", { receive: recording(atOne ?? []) });
    const two = await nodes.node("n2", { receive: recording(atTwo ?? []) });
    const ids = Array.from({ length: 10_000 }, (_, i) => String(i));
    const outcomes: (Outcome | Promise<Outcome>)[] = [];
    for (const id of ids) {
      outcomes.push(one.send("n2", envelope(id)), two.send("n1", envelope(id)));
      if (outcomes.length % 500 === 0) await turn();
    }
    expect(new Set((await Promise.all(outcomes)).map(({ kind }) => kind))).toEqual(new Set(["delivered"]));
    for (const received of [atOne, atTwo]) expect(received?.map(({ stanza }) => stanza.attr("id"))).toEqual(ids);
  });

  test("a question comes after the envelopes that were sent before it", async () => {
    const received: Envelope[] = [];
    const source = await nodes.node("n1");
    const target = await nodes.node("n2", { receive: recording(received) });
    target.answer("how many", async () => String(received.length));
    for (let i = 0; i < 450; i++) void source.send("n2", envelope(String(i)));
    expect(await source.ask("n2", "how many", "", 10_000)).toBe("450");
  });

  test.each<[string, Receiver]>([
    ["throws", () => raise()],
    ["rejects", async () => raise()],
  ])("what becomes of an envelope is not known when the receiver %s", async (_, receive) => {
    const source = await nodes.node("n1", { receive });
    await nodes.node("n2", { receive });
    expect(await source.send("n2", envelope("a"))).toEqual(unknown);
    expect(await source.send("n1", envelope("b"))).toEqual(unknown);
  });

  describe("what a channel should not have", () => {
    test("is dropped, and what comes behind it arrives", async () => {
      const received: Envelope[] = [];
      await nodes.node("n1", { receive: recording(received) });
      const source = await nodes.stranger("n2");
      for (const bytes of ["", "garbage", '{"v":1}\n', "\0\xff\n"])
        await source.sayBytes("n1", Buffer.from(bytes, "latin1"));
      await source.say("n1", oneEnvelope, "<presence/>");
      await vi.waitFor(() => expect(received).toHaveLength(1));
      expect(nodes.logged.filter((line) => line.includes("is no frame"))).toHaveLength(4);
    });

    test("costs no other envelope of the frame, and is answered as not taken", async () => {
      const received: Envelope[] = [];
      await nodes.node("n1", { receive: recording(received) });
      const source = await nodes.stranger("n2");
      const [head] = oneEnvelope.envelopes;
      await source.say("n1", { envelopes: [head, head, head] }, "<presence/><presence>/<presence/>");
      await vi.waitFor(() => expect(codesIn(source)).toEqual([1, -2, 1]));
      expect(received).toHaveLength(2);
    });

    test("such as a frame that comes late or again, is not taken", async () => {
      const received: Envelope[] = [];
      await nodes.node("n1", { receive: recording(received) });
      const source = await nodes.stranger("n2");
      for (const seq of [5, 5, 4, 6]) await source.say("n1", { ...oneEnvelope, seq }, "<presence/>");
      await vi.waitFor(() => expect(source.heard.flatMap(outcomesIn).map((it) => it?.seq)).toEqual([5, 6]));
      expect(received).toHaveLength(2);
    });
  });

  describe("a node that speaks another version", () => {
    test("is told that its frames are not taken, and that is logged once", async () => {
      const received: Envelope[] = [];
      await nodes.node("n1", { receive: recording(received) });
      const source = await nodes.stranger("n2");
      await source.say("n1", { ...oneEnvelope, v: 2 }, "<presence/>");
      await source.say("n1", { v: 2, envelopes: "otherwise" });
      const refused = [1, 2].map((seq) => ({ life: source.life, seq }));
      await vi.waitFor(() => expect(source.heard.map(({ frame }) => frame.refused)).toEqual(refused));
      expect(received).toEqual([]);
      expect(nodes.logged.filter((line) => line.includes("another version"))).toHaveLength(1);
    });

    test("refuses what it cannot read: envelopes are certainly not taken, questions have no answer", async () => {
      const source = await nodes.node("n1");
      const target = await nodes.stranger("n2");
      const outcome = source.send("n2", envelope("a"));
      const answer = source.ask("n2", "topic", "?", 60_000);
      await vi.waitFor(() => expect(target.heard).toHaveLength(2));
      for (const { frame } of target.heard)
        await target.say("n1", { v: 2, refused: { life: frame.life, seq: frame.seq } });
      expect(await outcome).toEqual({ kind: "unknown", isCertain: true });
      expect(await answer).toBeUndefined();
      expect(target.heard).toHaveLength(2);
    });
  });
});

const oneEnvelope = { envelopes: [{ to: "bob@localhost", deliveries: [], size: 11 }] };

function recording(received: Envelope[]): Receiver {
  return (it) => {
    received.push(it);
    return delivered;
  };
}

function outcomesIn({ frame }: { readonly frame: Frame }): Frame["outcomes"] {
  return frame.outcomes;
}

function codesIn({ heard }: Stranger): unknown[] {
  return heard.flatMap(({ frame }) => frame.outcomes ?? []).flatMap(({ codes }) => codes);
}

function raise(): never {
  throw new Error("no");
}
