import { afterEach, describe, expect, test, vi } from "vitest";
import type { TcpPeer } from "../transport/peer.fixture.ts";
import { closeAll, connectAs, PING, withAlice } from "../transport/tcp-stage.fixture.ts";
import type { FakeNode } from "./node.fixture.ts";

afterEach(closeAll);

const SM = "xmlns='urn:xmpp:sm:3'";
const REQUEST = `<r ${SM}/>`;
const ME = "alice@localhost/phone";

async function managed(node: FakeNode, attributes = ""): Promise<TcpPeer> {
  const alice = await connectAs("alice", node);
  alice.send(`<enable ${SM} ${attributes}/>`);
  await alice.until(/<enabled [^>]*>/);
  return alice;
}

describe("what the client sends", () => {
  test("is acknowledged when it asks, counted from <enable/> on", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    alice.send(
      `<message/><message/><enable ${SM}/><r ${SM}/><message/><presence/><iq type='result' id='1'/>${REQUEST}`,
    );
    await alice.until(`<a ${SM} h='0'/><a ${SM} h='3'/>`);
  });

  test("is acknowledged when it is done, not when it came", async () => {
    const node = await withAlice();
    const alice = await managed(node);
    const [first, second] = [node.router.hold("m1"), node.router.hold("m2")];
    alice.send(`<message id='m1'/><message id='m2'/>${REQUEST}<message id='m3'/>${REQUEST}`);
    await expect.poll(() => node.router.received.length).toBe(3);
    // Done out of order: the first one still counts for those behind it.
    second.resolve();
    alice.send(PING);
    expect(await alice.until("id='p1'")).not.toContain("<a ");
    first.resolve();
    await alice.until(`<a ${SM} h='4'/><a ${SM} h='4'/>`);
  });

  test("is acknowledged as far as it is done when that takes too long", async () => {
    const node = await withAlice();
    const alice = await managed(node);
    node.router.hold("m2");
    alice.send(`<message id='m1'/><message id='m2'/>${REQUEST}`);
    await expect.poll(() => node.router.received.length).toBe(2);
    node.pass(12);
    await alice.until(`<a ${SM} h='1'/>`);
  });

  test("counts when the router failed at it, and when it was no good", async () => {
    const node = await withAlice();
    const alice = await managed(node);
    const held = node.router.hold("m1");
    alice.send(
      `<message id='m1'/><iq/><iq type='set' id='s'><session xmlns='urn:ietf:params:xml:ns:xmpp-session'/></iq>${REQUEST}`,
    );
    await expect.poll(() => node.router.received.length).toBe(1);
    held.reject(new Error("a bug"));
    await alice.until(`<a ${SM} h='3'/>`);
    expect(node.logged.join()).toContain("handling a stanza failed");
  });

  test("is handled in order: an iq that takes time holds what comes after it, a message does not", async () => {
    const node = await withAlice();
    const alice = await managed(node);
    const [message, iq] = [node.router.hold("m1"), node.router.hold("i1")];
    alice.send(
      `<message id='m1'/><iq type='set' id='i1'><x xmlns='urn:example:x'/></iq><message id='m2'/><presence id='p2'/>`,
    );
    await expect.poll(() => node.router.received.length).toBe(2);
    iq.resolve();
    await expect.poll(() => node.router.received.length).toBe(4);
    expect(node.router.received.map((stanza) => stanza.attr("id"))).toEqual(["m1", "i1", "m2", "p2"]);
    message.resolve();
  });

  test("is read no further when too much of it is under way", async () => {
    const node = await withAlice();
    const alice = await managed(node);
    const held = node.router.hold("slow");
    for (let i = 0; i < 2_000; i++) alice.send(`<message id='slow'><body>${"a".repeat(1_000)}</body></message>`);
    alice.send(PING);
    await expect.poll(() => node.router.received.length).toBeGreaterThanOrEqual(256);
    expect(node.router.received.length).toBeLessThan(1_000);
    held.resolve();
    await alice.until("id='p1'");
    expect(node.router.received).toHaveLength(2_001);
  });

  test("is read no further when few of it are long", async () => {
    const node = await withAlice();
    const alice = await managed(node);
    const held = node.router.hold("slow");
    for (let i = 0; i < 40; i++) alice.send(`<message id='slow'><body>${"a".repeat(100_000)}</body></message>`);
    alice.send(PING);
    await expect.poll(() => node.router.received.length).toBeGreaterThanOrEqual(5);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(node.router.received.length).toBeLessThan(10);
    held.resolve();
    await alice.until("id='p1'");
    expect(node.router.received).toHaveLength(41);
  });
});

describe("what we send", () => {
  test("is asked about once a burst, with one question under way", async () => {
    const node = await withAlice();
    const alice = await managed(node);
    const session = node.router.session(ME);
    for (const id of ["s1", "s2", "s3"]) session.send(node.message(ME, "hello", id));
    expect((await alice.until(REQUEST)).split("<message").length).toBe(4);
    session.send(node.message(ME, "hello", "s4"));
    await alice.until("id='s4'");
    expect(alice.received).not.toContain("<r ");
    alice.send(`<a ${SM} h='3'/>`);
    await alice.until(REQUEST);
    alice.send(`<a ${SM} h='4'/>${PING}`);
    // The answer to the ping is a stanza too.
    await alice.until(REQUEST);
  });

  test("has reached the client when it is acknowledged", async () => {
    const node = await withAlice();
    const alice = await managed(node);
    const session = node.router.session(ME);
    for (const [id, archiveId] of [
      ["s1", 11],
      ["s2", 12],
      ["s3", 13],
    ] as const) {
      session.deliver(node.message(ME, "hello", id), archiveId, { user: "bob@localhost", id });
    }
    await alice.until(REQUEST);
    expect(session.state({}).sent.unacknowledged[0]?.archiveId).toBe(11);
    alice.send(`<a ${SM} h='2'/>`);
    await expect.poll(() => node.router.reachedIds).toEqual(["s1", "s2"]);
    expect(node.router.acknowledgedIds).toEqual([12]);
    expect(session.state({}).sent.unacknowledged[0]?.archiveId).toBe(13);
    alice.send(`<a ${SM} h='3'/>`);
    await expect.poll(() => session.state({}).sent.unacknowledged[0]?.archiveId).toBe(undefined);
  });

  test("has reached the client, without stream management, when its write drained", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    const session = node.router.session(ME);
    session.deliver(node.message(ME, "hello", "s1"), 11);
    expect(session.state({}).sent.unacknowledged[0]?.archiveId).toBe(11);
    await alice.until("id='s1'");
    await expect.poll(() => node.router.acknowledgedIds).toEqual([11]);
  });

  test("and left in the turn in which the client closed its stream, has reached it too", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    vi.spyOn(node.router, "stanza").mockImplementation((session) =>
      session.deliver(node.message(ME, "hello", "s1"), 11),
    );
    alice.send("<message id='m1'/></stream:stream>");
    expect(await alice.untilClosed()).toContain("id='s1'");
    expect(node.router.acknowledgedIds).toEqual([11]);
    expect(node.router.ended).toMatchObject([{ reason: "closed", unacknowledged: [] }]);
  });

  test("and was acknowledged is kept before the client's goodbye is answered", async () => {
    const node = await withAlice();
    const alice = await managed(node);
    let keep = (): void => undefined;
    vi.spyOn(node.router, "leaving").mockImplementation((_, answer) => {
      keep = () => setImmediate(answer);
    });
    alice.send("</stream:stream>");
    await alice.until(`<a ${SM} h='0'/>`);
    expect(alice.received).not.toContain("</stream:stream>");
    keep();
    expect(await alice.untilClosed()).toContain("</stream:stream>");
  });

  test("before <enable/> is not counted, and has come when the first count comes", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    const session = node.router.session(ME);
    session.deliver(node.message(ME, "hello", "s1"), 11);
    session.manage(false, undefined);
    session.deliver(node.message(ME, "hello", "s2"), 12);
    await alice.until(REQUEST);
    alice.send(`<a ${SM} h='0'/>`);
    await expect.poll(() => node.router.acknowledgedIds).toEqual([11]);
    alice.send(`<a ${SM} h='1'/>`);
    await expect.poll(() => node.router.acknowledgedIds).toEqual([11, 12]);
  });

  test("and was never sent cannot be acknowledged", async () => {
    const node = await withAlice();
    const alice = await managed(node);
    alice.send(`<a ${SM} h='4294967295'/>`);
    expect(await alice.untilClosed()).toBe(
      "<stream:error><undefined-condition xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>" +
        "<text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>You acknowledged 4294967295 stanzas, but I only sent you 0 so far.</text>" +
        `<handled-count-too-high ${SM} h='4294967295' send-count='0'/></stream:error></stream:stream>`,
    );
  });

  test("to a client that does not acknowledge it makes us drop the connection, not the session", async () => {
    const node = await withAlice();
    const alice = await managed(node, "resume='true'");
    const session = node.router.session(ME);
    session.send(node.message(ME, "hello"));
    await alice.until(REQUEST);
    node.pass(62);
    await alice.untilClosed();
    expect(session).toMatchObject({ transport: undefined, isOver: false });
  });

  test("may be a large burst, if the client acknowledges it soon", async () => {
    const node = await withAlice({
      stream: { limits: { unackedStanzas: 10, resumptionSeconds: 300, sendBufferBytes: 1_048_576 } },
    });
    const alice = await managed(node, "resume='true'");
    const session = node.router.session(ME);
    for (let i = 0; i < 150; i++) session.send(node.message(ME, "hello", `s${i}`));
    await alice.until(REQUEST);
    expect(session.transport).toBeDefined();
    node.pass(12);
    await alice.untilClosed();
    expect(session).toMatchObject({ transport: undefined, isOver: false });
  });

  test("that is very long makes us drop the connection of a client that does not acknowledge it", async () => {
    const limits = { unackedStanzas: 1_000, resumptionSeconds: 300, sendBufferBytes: 10_000 };
    const node = await withAlice({ stream: { limits } });
    const alice = await managed(node, "resume='true'");
    const session = node.router.session(ME);
    for (let i = 0; i < 50; i++) session.send(node.message(ME, "x".repeat(1_000)));
    expect(session.transport).toBeDefined();
    for (let i = 0; session.transport !== undefined && i < 20; i++) session.send(node.message(ME, "x".repeat(1_000)));
    await alice.untilClosed();
    expect(session).toMatchObject({ transport: undefined, isOver: false });
  });

  test("waits, where there is much, until the client has taken it", async () => {
    const node = await withAlice();
    const alice = await managed(node);
    const session = node.router.session(ME);
    await session.drained();
    for (let i = 0; i < 300; i++) session.send(node.message(ME, "hello", `s${i}`));
    let isDrained = false;
    const drained = session.drained().then(() => {
      isDrained = true;
    });
    await alice.until(REQUEST);
    expect(isDrained).toBe(false);
    alice.send(`<a ${SM} h='300'/>`);
    await drained;
  });
});

test.each([
  ["enabling twice", `<enable ${SM}/>`, true],
  ["resuming inside a session", `<resume ${SM} previd='x' h='0'/>`, true],
  ["asking before enabling", REQUEST, false],
  ["acknowledging before enabling", `<a ${SM} h='0'/>`, false],
])("%s is unexpected, and changes nothing", async (_, text, isManaged) => {
  const node = await withAlice();
  const alice = isManaged ? await managed(node) : await connectAs("alice", node);
  alice.send(text);
  await alice.until(`<failed ${SM}><unexpected-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>`);
  alice.send(PING);
  await alice.until("id='p1'");
});
