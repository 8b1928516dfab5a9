import { NS, StreamError, serialize, xml } from "@yonder/protocol";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { closeAll, PING, streamError } from "../transport/tcp-stage.fixture.ts";
import type { FakeCluster } from "./cluster.fixture.ts";
import {
  asksFor,
  cutOff,
  fails,
  logIn,
  ME,
  managed,
  NOT_FOUND,
  resumes,
  SM,
  suspended,
  threeNodes,
} from "./handover-stage.fixture.ts";
import type { FakeNode } from "./node.fixture.ts";

let cluster: FakeCluster;
let a: FakeNode;
let b: FakeNode;
let c: FakeNode;

beforeEach(async () => {
  ({ cluster, a, b, c } = await threeNodes());
});

afterEach(closeAll);

function text(id: string): string {
  return `<message from='bob@localhost/desk' to='${ME}' id='${id}'><body>hello</body></message>`;
}

function sends(node: FakeNode, ...ids: string[]): void {
  for (const id of ids) node.router.session(ME).send(node.message(ME, "hello", id));
}

describe("a session that is resumed on another node", () => {
  test("goes on there: nothing lost, nothing twice", async () => {
    const { alice, id } = await managed(a);
    alice.send("<message id='m1' to='bob@localhost'/>");
    sends(a, "s1", "s2");
    await alice.until("id='s2'");
    await cutOff(a, alice);
    sends(a, "s3");
    const again = await asksFor(id, 1, b);
    expect(await again.until(`<r ${SM}/>`)).toBe(
      `<resumed ${SM} previd='${id}' h='1'/>${text("s2")}${text("s3")}<r ${SM}/>`,
    );
    again.send(`<message id='m2'/><r ${SM}/>`);
    await again.until(`<a ${SM} h='2'/>`);
    again.send(`<a ${SM} h='3'/>`);
    sends(b, "s4");
    await again.until(`${text("s4")}<r ${SM}/>`);
    again.send(`<a ${SM} h='5'/>`);
    expect(await again.untilClosed()).toContain(`<handled-count-too-high ${SM} h='5' send-count='4'/>`);
  });

  test("is all that it was, and nobody heard of an end", async () => {
    const { alice, id } = await managed(a);
    const before = a.router.session(ME);
    Object.assign(before, { priority: 5, isInterested: true, hasCarbons: true, wantsOutcomes: true });
    before.presence = xml("presence", NS.client, { from: ME }, xml("show", NS.client, null, "away"));
    await cutOff(a, alice);
    await resumes(id, 0, b);
    const { presence, ...session } = b.router.session(ME);
    expect(session).toMatchObject({ id, priority: 5, isInterested: true, hasCarbons: true, wantsOutcomes: true });
    expect(session.account).toEqual(before.account);
    expect(serialize(presence ?? xml("nothing", "urn:x"))).toContain("<show>away</show>");
    expect(b.router.luggage).toEqual([{ suitcase: `of ${ME}` }]);
    await a.stream.endings.settled(1_000);
    a.pass(400);
    expect([...a.router.ended, ...b.router.ended]).toEqual([]);
    expect(a.metrics).toMatchObject({ sessions: 0, resumptions: 0, sessionsArrived: 0 });
    expect(b.metrics).toMatchObject({ sessions: 1, resumptions: 1, sessionsArrived: 1 });
    expect([before.isOver, b.router.session(ME).transport !== undefined]).toEqual([true, true]);
  });

  test("has what is acknowledged on the way counted where it was, and the rest where it is", async () => {
    const id = await suspended(a);
    for (const [id, archiveId] of [
      ["s1", 11],
      ["s2", 12],
    ] as const)
      a.router.session(ME).deliver(a.message(ME, "hello", id), archiveId, { user: "bob@localhost", id });
    const again = await resumes(id, 1, b);
    expect([a.router.acknowledgedIds, a.router.reachedIds]).toEqual([[11], ["s1"]]);
    expect(b.router.session(ME).state({}).sent.unacknowledged[0]?.archiveId).toBe(12);
    again.send(`<a ${SM} h='2'/>`);
    await expect.poll(() => b.router.reachedIds).toEqual(["s2"]);
    expect([a.router.acknowledgedIds, b.router.acknowledgedIds]).toEqual([[11], [12]]);
  });

  test("counts what is still being handled once that is done", async () => {
    const { alice, id } = await managed(a);
    const held = a.router.hold("m1");
    alice.send("<message id='m1'/>");
    await expect.poll(() => a.router.received.length).toBe(1);
    await cutOff(a, alice);
    const again = await asksFor(id, 0, b);
    await expect.poll(() => cluster.asked).toEqual(["resume"]);
    held.resolve();
    await again.until(`<resumed ${SM} previd='${id}' h='1'/>`);
  });

  test("does not count what takes too long, and leaves what waited behind it to be sent again", async () => {
    const { alice, id } = await managed(a);
    const held = a.router.hold("i1");
    alice.send("<iq type='set' id='i1'><x xmlns='urn:example:x'/></iq><message id='m2'/>");
    await expect.poll(() => a.router.received.length).toBe(1);
    await cutOff(a, alice);
    const again = await asksFor(id, 0, b);
    await expect.poll(() => cluster.asked).toEqual(["resume"]);
    a.pass(2);
    await again.until(`<resumed ${SM} previd='${id}' h='0'/>`);
    held.resolve();
    again.send("<message id='m2'/>");
    await expect.poll(() => b.router.received.length).toBe(1);
    expect(a.router.received).toHaveLength(1);
  });

  test("is taken from a connection that still lives, with a conflict", async () => {
    const { alice, id } = await managed(a);
    await resumes(id, 0, b);
    expect(await alice.untilClosed()).toMatch(streamError("conflict"));
  });

  test("waits there if the connection broke meanwhile", async () => {
    const { alice, id } = await managed(a);
    const held = a.router.hold("m1");
    alice.send("<message id='m1'/>");
    await expect.poll(() => a.router.received.length).toBe(1);
    const again = await asksFor(id, 0, b);
    await alice.untilClosed();
    again.abort();
    await expect.poll(() => b.connections.every(({ isClosed }) => isClosed)).toBe(true);
    held.resolve();
    await expect.poll(() => b.metrics.sessionsSuspended).toBe(1);
    b.pass(302);
    await expect.poll(() => b.router.ended).toMatchObject([{ reason: "expired" }]);
    expect(a.router.ended).toEqual([]);
  });

  test("is found by the id it had at first, wherever it went since", async () => {
    const id = await suspended(a);
    let h = 0;
    for (const node of [b, c, a, b]) {
      const alice = await asksFor(id, h, node);
      await alice.until(`<resumed ${SM} previd='${id}' h='${h}'/>`);
      alice.send(PING);
      await alice.until("id='p1'");
      h += 1;
      await cutOff(node, alice);
    }
    a.pass(12);
    expect([a, b, c].flatMap(({ router }) => router.ended)).toEqual([]);
    expect([a, b, c].map(({ metrics }) => metrics.sessions)).toEqual([0, 1, 0]);
  });
});

describe("a session that may not be resumed on another node", () => {
  test("stays, when an h counts more than was sent", async () => {
    const id = await suspended(a);
    const alice = await asksFor(id, 5, b);
    expect(await alice.untilClosed()).toContain(`<handled-count-too-high ${SM} h='5' send-count='0'/>`);
    expect(a.router.session(ME).isOver).toBe(false);
    await resumes(id, 0, b);
  });

  test("stays, when somebody else asks for it", async () => {
    const id = await suspended(a);
    await fails(id, b, "mallory");
    expect(a.router.session(ME).isOver).toBe(false);
  });

  test("is not to be had of a node that is dead: the client hears so at once, and may bind", async () => {
    const id = await suspended(a);
    cluster.dead.add("a");
    const alice = await asksFor(id, 0, b);
    await alice.until(`<failed ${SM}${NOT_FOUND}`);
    await alice.bind("phone");
  });

  test("is over: the client hears how far it had got", async () => {
    const { alice, id } = await managed(a);
    alice.send("<message id='m1'/>");
    await expect.poll(() => a.router.received.length).toBe(1);
    await cutOff(a, alice);
    a.pass(302);
    await (await asksFor(id, 0, b)).until(`<failed ${SM} h='1'${NOT_FOUND}`);
  });

  test("never was: no node is asked that has nothing to do with the user", async () => {
    await fails("nonsense", b);
    await fails(`${Buffer.from("elsewhere").toString("base64url")}.x`, b);
    expect(cluster.asked).toEqual([]);
    await fails(`${Buffer.from("a").toString("base64url")}.x`, b);
    expect(cluster.asked).toEqual(["resume"]);
  });

  test("ends when too much stands unacknowledged to be carried over", async () => {
    const id = await suspended(a);
    for (let i = 0; i < 11; i++) a.router.session(ME).deliver(a.message(ME, "x".repeat(99_000)), i + 1);
    await (await asksFor(id, 0, b)).until(`<failed ${SM} h='0'${NOT_FOUND}`);
    expect(a.router.ended).toMatchObject([{ jid: ME, reason: "overflow" }]);
    expect(a.router.ended[0]?.unacknowledged).toHaveLength(11);
  });

  test("ends when it cannot be packed", async () => {
    const id = await suspended(a);
    Object.assign(a.router, { depart: () => Promise.reject(new Error("a bug")) });
    await (await asksFor(id, 0, b)).until(`<failed ${SM} h='0'${NOT_FOUND}`);
    expect(a.router.ended).toMatchObject([{ jid: ME, reason: "lost" }]);
    expect(a.logged.join()).toContain("handing a session over failed");
  });

  test("stays with a node that speaks another version", async () => {
    const id = await suspended(a);
    cluster.onAsk = async (_, ask) => (await ask())?.replace('"version":1', '"version":2');
    await fails(id, b);
    a.pass(12);
    await expect.poll(() => a.router.ended).toMatchObject([{ reason: "expired" }]);
  });
});

describe("a client that is sent away", () => {
  const SEE_OTHER = new StreamError("see-other-host", undefined, { host: "b.example:5222" });

  test("resumes on another node", async () => {
    const { alice, id } = await managed(a);
    sends(a, "s1");
    a.router.session(ME).sendAway(SEE_OTHER);
    expect(await alice.untilClosed()).toContain(
      "<stream:error><see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'>b.example:5222</see-other-host></stream:error>",
    );
    expect(a.router.session(ME)).toMatchObject({ isOver: false, transport: undefined });
    a.router.session(ME).sendAway(SEE_OTHER);
    await (await resumes(id, 0, b)).until(text("s1"));
    expect(a.router.ended).toEqual([]);
  });

  test("starts anew where it cannot resume", async () => {
    const alice = await logIn(a);
    await alice.bind("phone");
    a.router.session(ME).sendAway(SEE_OTHER);
    expect(await alice.untilClosed()).toMatch(/see-other-host/);
    expect(a.router.ended).toMatchObject([{ reason: "refused" }]);
  });
});
