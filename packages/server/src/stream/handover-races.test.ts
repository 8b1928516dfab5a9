import { StreamError } from "@yonder/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { closeAll, PING, streamError } from "../transport/tcp-stage.fixture.ts";
import type { FakeCluster } from "./cluster.fixture.ts";
import {
  asksFor,
  fails,
  ME,
  managed,
  NOT_FOUND,
  resumes,
  SM,
  suspended,
  threeNodes,
} from "./handover-stage.fixture.ts";
import type { FakeNode } from "./node.fixture.ts";
import type { Session } from "./session.ts";

let cluster: FakeCluster;
let a: FakeNode;
let b: FakeNode;
let c: FakeNode;

beforeEach(async () => {
  ({ cluster, a, b, c } = await threeNodes());
});

afterEach(closeAll);

describe("a session that two want at once", () => {
  /** It is held up by a message that is still being handled. */
  async function busy(): Promise<{ id: string; release(): void }> {
    const { alice, id } = await managed(a);
    const held = a.router.hold("m1");
    alice.send("<message id='m1'/>");
    await expect.poll(() => a.router.received.length).toBe(1);
    return { id, release: () => held.resolve() };
  }

  test("on two nodes, goes to the last of them", async () => {
    const { id, release } = await busy();
    const first = await asksFor(id, 0, b);
    await expect.poll(() => cluster.asked.length).toBe(1);
    const second = await asksFor(id, 0, c);
    await expect.poll(() => cluster.asked.length).toBe(2);
    release();
    await first.until(`<failed ${SM}${NOT_FOUND}`);
    await second.until(`<resumed ${SM} previd='${id}' h='1'/>`);
    expect([a, b, c].map(({ metrics }) => metrics.sessions)).toEqual([0, 0, 1]);
  });

  test("stays where it is if the last of them is there", async () => {
    const { id, release } = await busy();
    const away = await asksFor(id, 0, b);
    await expect.poll(() => cluster.asked.length).toBe(1);
    const home = await asksFor(id, 0, a);
    home.send(" ");
    await expect.poll(() => a.metrics.loginsOk).toBe(2);
    home.send(PING);
    setTimeout(release, 50);
    await home.until(`<resumed ${SM} previd='${id}' h='1'/>`);
    await away.until(`<failed ${SM}${NOT_FOUND}`);
    await home.until("id='p1'");
    expect([a, b].map(({ metrics }) => metrics.sessions)).toEqual([1, 0]);
  });

  test("leaves even one who wants it at home, if another node asked last", async () => {
    const { id, release } = await busy();
    const { resumable } = a.stream;
    const home = await asksFor(id, 0, a);
    await expect.poll(() => resumable.find(id, 1)?.transport).toBeUndefined();
    const away = await asksFor(id, 0, b);
    await expect.poll(() => cluster.asked.length).toBe(1);
    release();
    await home.until(`<failed ${SM}${NOT_FOUND}`);
    await away.until("<resumed ");
    await home.bind("tablet");
  });

  test("is not given to the second when it has left already", async () => {
    const id = await suspended(a);
    const packing = Promise.withResolvers<Record<string, unknown>>();
    Object.assign(a.router, { depart: () => packing.promise });
    const first = await asksFor(id, 0, b);
    await expect.poll(() => cluster.asked.length).toBe(1);
    await fails(id, c);
    await fails(id, a);
    packing.resolve({});
    await first.until("<resumed ");
  });
});

describe("a session that did not arrive", () => {
  test("since the answer was lost, ends where it was, once, with all that was sent to it", async () => {
    const id = await suspended(a);
    const session = a.router.session(ME);
    session.deliver(a.message(ME, "hello", "s1"), 11);
    cluster.onAsk = async (_, ask) => {
      await ask();
      return undefined;
    };
    await fails(id, b);
    session.deliver(a.message(ME, "hello", "s2"), 12);
    a.pass(8);
    expect(a.router.ended).toEqual([]);
    a.pass(400);
    await expect
      .poll(() => a.router.ended)
      .toMatchObject([{ jid: ME, reason: "expired", unacknowledged: [{ archiveId: 11 }, { archiveId: 12 }] }]);
    expect(a.router.acknowledgedIds).toEqual([]);
    expect([a, b].map(({ metrics }) => metrics.sessions)).toEqual([0, 0]);
    await a.stream.endings.settled(1_000);
  });

  test("since it was not taken there, ends where it was", async () => {
    const id = await suspended(a);
    b.router.arriveError = new Error("the directory is out of reach");
    await (await asksFor(id, 0, b)).until(`<failed ${SM} h='0'${NOT_FOUND}`);
    a.pass(12);
    await expect.poll(() => a.router.ended).toMatchObject([{ reason: "expired" }]);
    expect([a.metrics.sessions, b.metrics.sessions, b.router.ended.length]).toEqual([0, 0, 0]);
  });

  test("before it was over, ended where it arrived", async () => {
    const id = await suspended(a);
    Object.assign(b.router, { arrive: (session: Session) => session.close(new StreamError("system-shutdown")) });
    await fails(id, b);
    a.pass(12);
    await expect.poll(() => b.router.ended).toMatchObject([{ reason: "shutdown" }]);
    expect(a.router.ended).toEqual([]);
    expect(b.stream.resumable.find(id, 1)).toBe(undefined);
  });

  test("as far as is known, since no confirmation came through, ends where it was and goes on where it is", async () => {
    const id = await suspended(a);
    cluster.onAsk = async (topic, ask) => (topic === "resumed" ? undefined : ask());
    const alice = await resumes(id, 0, b);
    a.pass(12);
    await expect.poll(() => a.router.ended).toMatchObject([{ reason: "expired" }]);
    alice.send(PING);
    await alice.until("id='p1'");
    expect(b.router.ended).toEqual([]);
  });

  test("is confirmed again when the first confirmation was lost, or its answer", async () => {
    const id = await suspended(a);
    let count = 0;
    cluster.onAsk = async (topic, ask) => {
      if (topic === "resume") return ask();
      count += 1;
      if (count === 1) return undefined;
      const answer = await ask();
      return count === 2 ? undefined : answer;
    };
    await resumes(id, 0, b);
    await expect.poll(() => cluster.asked).toEqual(["resume", "resumed", "resumed", "resumed"]);
    a.pass(12);
    expect(a.router.ended).toEqual([]);
    expect(b.router.session(ME).transport).toBeDefined();
  });

  test("in time, ends there too, and where it was only once", async () => {
    const id = await suspended(a);
    const late = Promise.withResolvers<void>();
    cluster.onAsk = async (topic, ask) => {
      if (topic === "resumed") await late.promise;
      return ask();
    };
    const alice = await resumes(id, 0, b);
    a.pass(12);
    await expect.poll(() => a.router.ended.length).toBe(1);
    late.resolve();
    expect(await alice.untilClosed()).toMatch(streamError("reset"));
    expect(b.router.ended).toMatchObject([{ reason: "refused" }]);
    a.pass(400);
    expect(a.router.ended).toHaveLength(1);
    await (await asksFor(id, 0, c)).until(`<failed ${SM} h='0'${NOT_FOUND}`);
  });
});
