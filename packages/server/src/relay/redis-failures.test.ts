import { describe, expect, test, vi } from "vitest";
import { named } from "../../../../test/support/programs.ts";
import { missingRedis } from "../redis/redis-server.fixture.ts";
import { manualTime } from "./manual-time.fixture.ts";
import { redisNodes, type Stranger } from "./redis-nodes.fixture.ts";
import { envelope, turn } from "./relay.contract.ts";
import type { Envelope, Outcome, Relay } from "./relay.ts";

const delivered: Outcome = { kind: "delivered", sessions: 1 };
const unknown: Outcome = { kind: "unknown", isCertain: false };
const notTaken: Outcome = { kind: "unknown", isCertain: true };

describe.skipIf(missingRedis)(named("relay over Redis, when something fails", missingRedis), () => {
  const nodes = redisNodes();

  describe("an outcome that does not come", () => {
    test("is unknown after five seconds, and not before", async () => {
      const time = manualTime();
      const source = await nodes.node("n1", time);
      const target = await nodes.stranger("n2");
      const outcome = follow(source.send("n2", envelope("a")));
      await heard(target, 1);
      time.advance(4_999);
      await turn();
      expect(outcome.value).toBeUndefined();
      time.advance(1_000);
      await vi.waitFor(() => expect(outcome.value).toEqual(unknown));
    });

    test("is of no use when it comes later", async () => {
      const time = manualTime();
      const source = await nodes.node("n1", time);
      const target = await nodes.stranger("n2");
      const late = source.send("n2", envelope("a"));
      await heard(target, 1);
      time.advance(6_000);
      expect(await late).toEqual(unknown);
      const next = source.send("n2", envelope("b"));
      await heard(target, 2);
      await answer(target, 0, [3]);
      await answer(target, 1, [1]);
      expect(await next).toEqual(delivered);
    });

    test("does not keep those of the same frame that did come", async () => {
      const time = manualTime();
      const source = await nodes.node("n1", time);
      const target = await nodes.stranger("n2");
      const outcomes = ["a", "b", "c"].map((id) => source.send("n2", envelope(id)));
      await heard(target, 1);
      await answer(target, 0, [1, null, -1]);
      expect(await outcomes[0]).toEqual(delivered);
      expect(await outcomes[2]).toEqual({ kind: "none-here" });
      time.advance(6_000);
      expect(await outcomes[1]).toEqual(unknown);
    });
  });

  test("a node that is taken for dead takes nothing, and says so", async () => {
    const taken: string[] = [];
    let isDead = true;
    const receive = ({ stanza }: Envelope) => {
      taken.push(stanza.attr("id") ?? "");
      return delivered;
    };
    await nodes.node("n2", { receive, isDead: () => isDead });
    const source = await nodes.node("n1");
    expect(await source.send("n2", envelope("a"))).toEqual(notTaken);
    isDead = false;
    expect(await source.send("n2", envelope("b"))).toEqual(delivered);
    expect(taken).toEqual(["b"]);
  });

  test("what was said to a former life of the node is not taken for an answer to this one", async () => {
    const source = await nodes.node("n1", { life: "second" });
    const target = await nodes.stranger("n2");
    const outcome = source.send("n2", envelope("a"));
    const reply = source.ask("n2", "topic", "?", 60_000);
    await heard(target, 2);
    const [first, second] = target.heard.map(({ frame }) => frame.seq);
    for (const life of ["first", "second"]) {
      const isFormer = life === "first";
      await target.say("n1", { refused: { life: "first", seq: first } });
      await target.say("n1", { outcomes: [{ life, seq: first, codes: [isFormer ? 2 : 1] }] });
      await target.say("n1", { answer: { life, seq: second, isAnswered: true } }, isFormer ? "wrong" : "right");
    }
    expect(await outcome).toEqual(delivered);
    expect(await reply).toBe("right");
  });

  describe("a node that is too slow", () => {
    test("is sent no more than ten thousand envelopes without an outcome; others are sent theirs", async () => {
      const source = await nodes.node("n1");
      const target = await nodes.stranger("n2");
      await nodes.node("n3");
      const outcomes = Array.from({ length: 10_000 }, (_, i) => source.send("n2", envelope(String(i))));
      expect(source.send("n2", envelope("too many"))).toEqual(notTaken);
      expect(await source.send("n3", envelope("other"))).toEqual(delivered);
      await vi.waitFor(() => expect(countIn(target)).toBe(10_000));
      for (const [i, { frame }] of target.heard.entries())
        await answer(target, i, Array(frame.envelopes?.length).fill(1));
      expect(new Set((await Promise.all(outcomes)).map(({ kind }) => kind))).toEqual(new Set(["delivered"]));
      expect(source.send("n2", envelope("again"))).toBeInstanceOf(Promise);
    });

    test("is sent no more than eight mebibytes without an outcome", async () => {
      const source = await nodes.node("n1");
      await nodes.stranger("n2");
      const outcomes = Array.from({ length: 100 }, (_, i) =>
        source.send("n2", envelope(`${i}-${"x".repeat(100_000)}`)),
      );
      expect(outcomes.filter((it) => it instanceof Promise)).toHaveLength(84);
      expect(outcomes.filter((it) => !(it instanceof Promise))).toEqual(Array(16).fill(notTaken));
    });
  });

  describe("an engine that dies", () => {
    test("leaves no envelope without an outcome, none delivered twice, and order as it was", async () => {
      const received: string[] = [];
      const source = await nodes.node("n1");
      const receive = ({ stanza }: Envelope): Outcome => {
        received.push(stanza.attr("id") ?? "");
        return delivered;
      };
      await nodes.node("n2", { receive });
      const outcomes: Promise<[string, Outcome]>[] = [];
      let count = 0;
      const sendSome = async (turns: number): Promise<void> => {
        for (let i = 0; i < turns * 20; i++) {
          const id = String(count++);
          outcomes.push(Promise.resolve(source.send("n2", envelope(id))).then((it) => [id, it]));
          if (i % 20 === 19) await turn();
        }
      };
      await sendSome(50);
      const killed = nodes.engine.kill();
      await sendSome(100);
      await killed;
      await sendSome(5);
      await nodes.engine.restart();
      await vi.waitFor(async () => expect(await source.send("n2", envelope("probe"))).toEqual(delivered), 10_000);
      received.splice(received.indexOf("probe"), 1);
      await sendSome(5);
      const settled = await Promise.all(outcomes);
      expect(settled).toHaveLength(count);
      expect(new Set(received).size).toBe(received.length);
      expect(received).toEqual(received.toSorted((a, b) => Number(a) - Number(b)));
      const isReceived = new Set(received);
      for (const [id, outcome] of settled) {
        if (outcome.kind === "delivered") expect(isReceived).toContain(id);
        if (outcome.kind === "unknown" && outcome.isCertain) expect(isReceived).not.toContain(id);
      }
      expect(settled.at(-1)?.[1]).toEqual(delivered);
    });

    test("takes with it the outcomes and answers that were still to come", async () => {
      const source = await nodes.node("n1", manualTime());
      const target = await nodes.stranger("n2");
      const outcome = source.send("n2", envelope("a"));
      const reply = source.ask("n2", "topic", "?", 60_000);
      await heard(target, 2);
      await nodes.engine.kill();
      expect(await outcome).toEqual(unknown);
      expect(await reply).toBeUndefined();
      expect(source.send("n2", envelope("b"))).toEqual(notTaken);
      expect(await source.ask("n2", "topic", "?", 60_000)).toBeUndefined();
      await nodes.engine.restart();
    });
  });

  describe("a relay that stops", () => {
    test("waits for outcomes under way", async () => {
      const slow = Promise.withResolvers<Outcome>();
      const receive = vi.fn(() => slow.promise);
      const source = await nodes.node("n1");
      await nodes.node("n2", { receive });
      const outcome = source.send("n2", envelope("a"));
      await vi.waitFor(() => expect(receive).toHaveBeenCalled());
      const stopped = source.stop();
      slow.resolve(delivered);
      await stopped;
      expect(await outcome).toEqual(delivered);
    });

    test("still says what became of what it has received and been asked", async () => {
      const slow = Promise.withResolvers<string>();
      const receive = async (): Promise<Outcome> => ({ kind: "delivered", sessions: (await slow.promise).length });
      const answerer = vi.fn(() => slow.promise);
      const source = await nodes.node("n1");
      const link = await nodes.link();
      const target = await nodes.node("n2", { link, receive });
      target.answer("topic", answerer);
      const outcome = source.send("n2", envelope("a"));
      const reply = source.ask("n2", "topic", "?", 60_000);
      await vi.waitFor(() => expect(answerer).toHaveBeenCalled());
      const stopped = target.stop();
      slow.resolve("answer");
      await stopped;
      await link.close();
      expect(await outcome).toEqual({ kind: "delivered", sessions: 6 });
      expect(await reply).toBe("answer");
    });

    test("waits for them no longer than a second", async () => {
      const time = manualTime();
      const source = await nodes.node("n1", time);
      const target = await nodes.stranger("n2");
      const outcome = source.send("n2", envelope("a"));
      await heard(target, 1);
      const stopped = source.stop();
      time.advance(1_000);
      await stopped;
      expect(await outcome).toEqual(unknown);
    });

    test("receives nothing more, and says so", async () => {
      const received: Envelope[] = [];
      const source = await nodes.node("n1");
      const receive = (it: Envelope): Outcome => {
        received.push(it);
        return delivered;
      };
      const target: Relay = await nodes.node("n2", { receive });
      target.answer("topic", async () => "answer");
      await target.stop();
      expect(await source.send("n2", envelope("a"))).toEqual(notTaken);
      expect(await source.ask("n2", "topic", "?", 60_000)).toBeUndefined();
      expect(received).toEqual([]);
    });
  });
});

/** What has become of a promise so far. */
function follow<T>(promised: T | Promise<T>): { readonly value: T | undefined } {
  const state: { value: T | undefined } = { value: undefined };
  void Promise.resolve(promised).then((value) => (state.value = value));
  return state;
}

async function heard(stranger: Stranger, count: number): Promise<void> {
  await vi.waitFor(() => expect(stranger.heard).toHaveLength(count));
}

/** The stranger tells n1 what became of the envelopes of a frame that it heard. */
async function answer(stranger: Stranger, index: number, codes: readonly (number | null)[]): Promise<void> {
  const frame = stranger.heard[index]?.frame;
  await stranger.say("n1", { outcomes: [{ life: frame?.life, seq: frame?.seq, codes }] });
}

function countIn({ heard }: Stranger): number {
  return heard.reduce((sum, { frame }) => sum + (frame.envelopes?.length ?? 0), 0);
}
