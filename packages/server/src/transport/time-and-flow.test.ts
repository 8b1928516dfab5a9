import { StreamError } from "@yonder/protocol";
import { afterEach, describe, expect, test } from "vitest";
import { FakeNode } from "../stream/node.fixture.ts";
import { TcpPeer } from "./peer.fixture.ts";
import { closeAll, connect, connectAs, PING, start, streamError, withAlice } from "./tcp-stage.fixture.ts";

afterEach(closeAll);

describe("time", () => {
  test("to log in is limited", async () => {
    const node = new FakeNode();
    const peer = await connect(node);
    peer.open();
    await peer.until("</stream:features>");
    node.pass(31);
    expect(await peer.untilClosed()).toMatch(streamError("connection-timeout"));
  });

  test("to say anything at all is limited", async () => {
    const node = new FakeNode();
    const peer = await connect(node);
    await expect.poll(() => node.metrics.connections.tcp).toBe(1);
    node.pass(31);
    expect(await peer.untilClosed()).toMatch(streamError("connection-timeout"));
  });

  test("to finish a stanza is limited", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    alice.send("<message><body>slow");
    await expect.poll(() => node.metrics.bytesReceived).toBeGreaterThan(0);
    for (let seconds = 0; seconds < 300; seconds += 30) {
      const before = node.metrics.bytesReceived;
      alice.send("w");
      await expect.poll(() => alice.isClosed || node.metrics.bytesReceived > before).toBe(true);
      node.pass(30);
    }
    expect(await alice.untilClosed()).toMatch(streamError("policy-violation"));
  });

  test("of silence is broken by a space, once in a while", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    node.pass(400);
    await alice.until("  ");
    expect(alice.isClosed).toBe(false);
  });
});

describe("peers", () => {
  test("beyond the count for one address are turned away, except from loopback", async () => {
    const node = new FakeNode({ perAddress: 0 });
    const peer = await connect(node);
    peer.open();
    await peer.until("</stream:features>");
    expect(node.transport.caps.enter("192.0.2.1")).toBe(false);
  });

  test("that flood are read more slowly, and lose nothing", async () => {
    const node = await withAlice({ limits: { streamBytesPerSecond: 10_000 } });
    const alice = await connectAs("alice", node);
    alice.send(`<message><body>${"a".repeat(1_000)}</body></message>`.repeat(100));
    alice.send(PING);
    await expect.poll(() => node.router.received.length).toBeGreaterThan(10);
    const letTimePass = setInterval(() => node.pass(1), 1);
    await alice.until("id='p1'");
    clearInterval(letTimePass);
    expect(node.router.received).toHaveLength(101);
  });

  test("that do not read are cut off", async () => {
    const node = await withAlice({ limits: { sendBufferBytes: 65_536 } });
    const alice = await connectAs("alice", node);
    alice.socket.pause();
    const session = node.router.session("alice@localhost/phone");
    const large = node.message("alice@localhost/phone", "a".repeat(50_000));
    await expect
      .poll(() => {
        for (let i = 0; i < 20; i++) session.send(large);
        return session.transport !== undefined;
      })
      .toBe(false);
    expect(node.router.ended).toMatchObject([{ reason: "lost" }]);
  });

  test("that together leave too much unread: for whom most waits is cut off", async () => {
    const node = await withAlice({ backlogs: 6_000_000 });
    const [slow, slowest] = [await silentAlice(node, "slow"), await silentAlice(node, "slowest")];
    await slow.until(() => slow.waiting > 1_000_000);
    await slowest.until(() => slowest.isCutOff);
    expect(slow.isCutOff).toBe(false);
    expect(node.transport.backlogs.total).toBe(slow.waiting);
    await slow.until(() => slow.isCutOff);
    expect(node.transport.backlogs.total).toBe(0);
  });

  test("to whom much is said at once let others hear in between, and miss nothing", async () => {
    const node = await withAlice();
    const [much, little] = [await connectAs("alice", node, "much"), await connectAs("alice", node, "little")];
    const large = node.message("alice@localhost/much", "a".repeat(50_000));
    for (let n = 0; n < 100; n++) node.router.session("alice@localhost/much").send(large);
    node.router.session("alice@localhost/much").send(node.message("alice@localhost/much", "the last"));
    node.router.session("alice@localhost/little").send(node.message("alice@localhost/little", "in between"));
    await little.until("in between");
    expect(node.metrics.bytesSent).toBeLessThan(2_500_000);
    const heard = await much.until("the last");
    expect(heard.match(/a{50000}/g)).toHaveLength(100);
  });

  test("that left a few bytes unread for long are cut off", async () => {
    const node = await withAlice({ limits: { sendBufferBytes: 1_000_000 } });
    const alice = await connectAs("alice", node);
    alice.socket.pause();
    const session = node.router.session("alice@localhost/phone");
    const carried = node.connections.at(-1);
    await expect
      .poll(() => {
        if (!carried?.bufferedBytes) session.send(node.message("alice@localhost/phone", "a".repeat(900_000)));
        return carried?.bufferedBytes;
      })
      .toBeGreaterThan(0);
    expect(session.transport).toBeDefined();
    node.pass(200);
    await expect.poll(() => session.transport).toBeUndefined();
  });

  test("hear of a shutdown before the connection ends", async () => {
    const node = await withAlice();
    const { transport, port } = start(node);
    const alice = await TcpPeer.connect(await port);
    await alice.logIn("alice", "correct horse");
    await alice.bind("phone");
    await Promise.all([transport.close(new StreamError("system-shutdown"), 1_000), alice.untilClosed()]);
    expect(alice.received).toMatch(streamError("system-shutdown"));
    expect(node.router.ended).toMatchObject([{ reason: "shutdown" }]);
  });

  test("that vanish leave nothing behind", async () => {
    const node = await withAlice();
    const alice = await connectAs("alice", node);
    alice.abort();
    await expect.poll(() => node.router.ended.length).toBe(1);
    expect(node.router.ended).toMatchObject([{ reason: "lost" }]);
    expect(node.metrics).toMatchObject({ sessions: 0, connections: { tcp: 0 } });
  });
});

/** Reads nothing, and is written to. */
async function silentAlice(node: FakeNode, resource: string) {
  const alice = await connectAs("alice", node, resource);
  const connection = node.connections.at(-1);
  alice.socket.pause();
  const session = node.router.session(`alice@localhost/${resource}`);
  const large = node.message(`alice@localhost/${resource}`, "a".repeat(200_000));
  return {
    get isCutOff() {
      return session.transport === undefined;
    },
    get waiting() {
      return connection?.bufferedBytes ?? 0;
    },
    until: (isSo: () => boolean) =>
      expect
        .poll(
          () => {
            if (!isSo()) session.send(large);
            return isSo();
          },
          { interval: 2, timeout: 10_000 },
        )
        .toBe(true),
  };
}
