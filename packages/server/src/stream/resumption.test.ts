import { afterEach, describe, expect, test } from "vitest";
import { TcpPeer } from "../transport/peer.fixture.ts";
import { closeAll, PING, start, streamError, withAlice } from "../transport/tcp-stage.fixture.ts";
import type { FakeNode } from "./node.fixture.ts";

afterEach(closeAll);

const SM = "xmlns='urn:xmpp:sm:3'";
const ME = "alice@localhost/phone";

/** A node with Alice's account, and how to connect to it. */
class Stage {
  readonly node: FakeNode;
  readonly #port: number;

  static async set(options: Parameters<typeof withAlice>[0] = {}): Promise<Stage> {
    const node = await withAlice(options);
    await node.addAccount("mallory", "correct horse");
    return new Stage(node, await start(node).port);
  }

  private constructor(node: FakeNode, port: number) {
    this.node = node;
    this.#port = port;
  }

  async logIn(username = "alice"): Promise<TcpPeer> {
    const peer = await TcpPeer.connect(this.#port);
    await peer.logIn(username, "correct horse");
    return peer;
  }

  /** Alice with stream management on, and her SM-ID. */
  async managed(attributes = "resume='true'"): Promise<{ alice: TcpPeer; id: string; enabled: string }> {
    const alice = await this.logIn();
    await alice.bind("phone");
    alice.send(`<enable ${SM} ${attributes}/>`);
    const enabled = await alice.until(/<enabled [^>]*>/);
    return { alice, enabled, id: / id='([^']*)'/.exec(enabled)?.[1] ?? "" };
  }

  get session() {
    return this.node.router.session(ME);
  }

  async suspended(peer: TcpPeer): Promise<void> {
    peer.abort();
    await expect.poll(() => this.session.transport).toBeUndefined();
  }

  send(id: string): void {
    this.session.send(this.node.message(ME, "hello", id));
  }
}

describe("a session whose connection broke", () => {
  test("goes on over another one: nothing lost, nothing twice", async () => {
    const stage = await Stage.set();
    const { alice, id } = await stage.managed();
    alice.send("<message id='m1' to='bob@localhost'/>");
    stage.send("s1");
    stage.send("s2");
    await alice.until("id='s2'");
    await stage.suspended(alice);
    stage.send("s3");
    const again = await stage.logIn();
    again.send(`<resume ${SM} previd='${id}' h='1'/>`);
    expect(await again.until("<r xmlns='urn:xmpp:sm:3'/>")).toBe(
      `<resumed ${SM} previd='${id}' h='1'/>` +
        "<message from='bob@localhost/desk' to='alice@localhost/phone' id='s2'><body>hello</body></message>" +
        "<message from='bob@localhost/desk' to='alice@localhost/phone' id='s3'><body>hello</body></message>" +
        "<r xmlns='urn:xmpp:sm:3'/>",
    );
    again.send(PING);
    await again.until("id='p1'");
    expect(stage.node.router.ended).toEqual([]);
    expect(stage.node.metrics).toMatchObject({ sessions: 1, resumptions: 1, sessionsSuspended: 1 });
  });

  test("ends when its time is over; whoever comes later hears how far it got", async () => {
    const stage = await Stage.set();
    const { alice, id, enabled } = await stage.managed("resume='true' max='60'");
    expect(enabled).toBe(`<enabled ${SM} id='${id}' resume='true' max='60'/>`);
    alice.send("<message id='m1' to='bob@localhost'/>");
    await expect.poll(() => stage.node.router.received.length).toBe(1);
    await stage.suspended(alice);
    stage.session.deliver(stage.node.message(ME, "hello", "s1"), 7);
    stage.node.pass(59);
    expect(stage.node.router.ended).toEqual([]);
    stage.node.pass(3);
    await expect
      .poll(() => stage.node.router.ended)
      .toMatchObject([{ jid: ME, reason: "expired", unacknowledged: [{ archiveId: 7 }] }]);
    const again = await stage.logIn();
    again.send(`<resume ${SM} previd='${id}' h='0'/>`);
    await again.until(`<failed ${SM} h='1'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>`);
    await again.bind("phone");
  });

  test("waits no longer than we allow", async () => {
    const { enabled } = await (await Stage.set()).managed("resume='true' max='86400'");
    expect(enabled).toContain("max='300'");
  });

  test("ends at once when resumption was not asked for", async () => {
    const stage = await Stage.set();
    const { alice, enabled } = await stage.managed("");
    expect(enabled).toBe(`<enabled ${SM}/>`);
    stage.send("s1");
    await alice.until("id='s1'");
    alice.abort();
    await expect.poll(() => stage.node.router.ended).toMatchObject([{ reason: "lost", unacknowledged: [{}] }]);
  });

  test("ends at once when the client had closed its stream", async () => {
    const stage = await Stage.set();
    const { alice } = await stage.managed();
    alice.send("<message id='m1'/></stream:stream>");
    expect(await alice.untilClosed()).toContain(`<a ${SM} h='1'/></stream:stream>`);
    expect(stage.node.router.ended).toMatchObject([{ reason: "closed" }]);
  });

  test("ends at once when the client had closed its stream and its connection, with something still being handled", async () => {
    const stage = await Stage.set();
    const { alice } = await stage.managed();
    const held = stage.node.router.hold("m1");
    alice.send("<message id='m1'/></stream:stream>");
    await expect.poll(() => stage.node.router.received.length).toBe(1);
    await stage.suspended(alice);
    held.resolve();
    await expect.poll(() => stage.node.router.ended).toMatchObject([{ reason: "closed" }]);
  });

  test("is no one else's", async () => {
    const stage = await Stage.set();
    const { alice, id } = await stage.managed();
    await stage.suspended(alice);
    const mallory = await stage.logIn("mallory");
    mallory.send(`<resume ${SM} previd='${id}' h='0'/>`);
    await mallory.until(`<failed ${SM}><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>`);
    expect(stage.session.isOver).toBe(false);
  });

  test("is given up when too much waits for it", async () => {
    const stage = await Stage.set({
      stream: { limits: { unackedStanzas: 10, resumptionSeconds: 300, sendBufferBytes: 1_048_576 } },
    });
    const { alice } = await stage.managed();
    await stage.suspended(alice);
    for (let i = 0; i <= 10; i++) stage.send(`s${i}`);
    await expect.poll(() => stage.node.router.ended).toMatchObject([{ reason: "overflow" }]);
    expect(stage.node.router.ended[0]?.unacknowledged).toHaveLength(11);
  });

  test("is given up when what waits for it is too long", async () => {
    const limits = { unackedStanzas: 1_000, resumptionSeconds: 300, sendBufferBytes: 100_000 };
    const stage = await Stage.set({ stream: { limits } });
    const { alice } = await stage.managed();
    await stage.suspended(alice);
    for (let i = 0; i < 4; i++) stage.session.send(stage.node.message(ME, "x".repeat(30_000), `s${i}`));
    await expect.poll(() => stage.node.router.ended).toMatchObject([{ reason: "overflow" }]);
    expect(stage.node.router.ended[0]?.unacknowledged).toHaveLength(4);
  });

  test("is resumed only after what came over the former connection is done", async () => {
    const stage = await Stage.set();
    const { alice, id } = await stage.managed();
    const held = stage.node.router.hold("m1");
    alice.send("<message id='m1' to='bob@localhost'/>");
    await expect.poll(() => stage.node.router.received.length).toBe(1);
    await stage.suspended(alice);
    const again = await stage.logIn();
    again.send(`<resume ${SM} previd='${id}' h='0'/>${PING}`);
    await expect.poll(() => stage.node.connections.at(-1)?.isClosed).toBe(false);
    expect(again.received).not.toContain("<resumed");
    held.resolve();
    expect(await again.until("id='p1'")).toContain(`<resumed ${SM} previd='${id}' h='1'/>`);
  });

  test("counts what was not done in time when it is sent again, and not a second time when it is done at last", async () => {
    const stage = await Stage.set();
    const { alice, id } = await stage.managed();
    const held = stage.node.router.hold("m1");
    alice.send("<message id='m1' to='bob@localhost'/>");
    await expect.poll(() => stage.node.router.received.length).toBe(1);
    await stage.suspended(alice);
    const again = await stage.logIn();
    again.send(`<resume ${SM} previd='${id}' h='0'/>`);
    const receivedASecondLater = () => {
      stage.node.pass(1);
      return again.received;
    };
    await expect.poll(receivedASecondLater).toContain(`<resumed ${SM} previd='${id}' h='0'/>`);
    stage.node.router.held.delete("m1");
    again.send(`<message id='m1' to='bob@localhost'/>${PING}`);
    held.resolve();
    await again.until("id='p1'");
    again.send(`<r ${SM}/>`);
    await again.until(`<a ${SM} h='2'/>`);
  });

  test("is not resumed with an h that counts more than was sent", async () => {
    const stage = await Stage.set();
    const { alice, id } = await stage.managed();
    await stage.suspended(alice);
    const again = await stage.logIn();
    again.send(`<resume ${SM} previd='${id}' h='5'/>`);
    expect(await again.untilClosed()).toContain(`<handled-count-too-high ${SM} h='5' send-count='0'/>`);
    expect(stage.session.isOver).toBe(false);
  });

  test("is not suspended for a client that broke the rules", async () => {
    const stage = await Stage.set();
    const { alice } = await stage.managed();
    alice.send("<nonsense/>");
    expect(await alice.untilClosed()).toMatch(streamError("unsupported-stanza-type"));
    expect(stage.node.router.ended).toMatchObject([{ reason: "refused" }]);
  });
});

describe("a session whose connection still lives", () => {
  test("is taken over: the former connection ends with a conflict", async () => {
    const stage = await Stage.set();
    const { alice, id } = await stage.managed();
    const again = await stage.logIn();
    again.send(`<resume ${SM} previd='${id}' h='0'/>`);
    await again.until(`<resumed ${SM} previd='${id}' h='0'/>`);
    expect(await alice.untilClosed()).toMatch(streamError("conflict"));
    stage.send("s1");
    await again.until("id='s1'");
    expect(stage.node.router.ended).toEqual([]);
  });

  test("goes to the last of several that want it", async () => {
    const stage = await Stage.set();
    const { alice, id } = await stage.managed();
    const held = stage.node.router.hold("m1");
    alice.send("<message id='m1'/>");
    await expect.poll(() => stage.node.router.received.length).toBe(1);
    const [second, third] = [await stage.logIn(), await stage.logIn()];
    second.send(`<resume ${SM} previd='${id}' h='0'/>`);
    await alice.untilClosed();
    third.send(`<resume ${SM} previd='${id}' h='0'/>`);
    third.send(" ");
    await expect.poll(() => stage.session.transport).toBeUndefined();
    third.send(PING);
    await expect.poll(() => stage.node.metrics.bytesReceived).toBeGreaterThan(0);
    setTimeout(() => held.resolve(), 50);
    await second.until(`<failed ${SM}><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>`);
    await third.until("<resumed");
  });

  test("ends with the node", async () => {
    const stage = await Stage.set();
    await stage.managed();
    await closeAll();
    expect(stage.node.router.ended).toMatchObject([{ reason: "shutdown" }]);
  });
});

test.each([
  ["without h", "<resume xmlns='urn:xmpp:sm:3' previd='x'/>", "bad-request"],
  ["with an h that is no number", "<resume xmlns='urn:xmpp:sm:3' previd='x' h='-1'/>", "bad-request"],
  ["of nothing", "<resume xmlns='urn:xmpp:sm:3' h='0'/>", "item-not-found"],
  ["of a session that never was", "<resume xmlns='urn:xmpp:sm:3' previd='x' h='0'/>", "item-not-found"],
  ["before there is a resource, by enabling", "<enable xmlns='urn:xmpp:sm:3'/>", "unexpected-request"],
])("a resumption %s fails, and the client may bind", async (_, text, condition) => {
  const alice = await (await Stage.set()).logIn();
  alice.send(text);
  await alice.until(`<failed ${SM}><${condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></failed>`);
  await alice.bind("phone");
});
