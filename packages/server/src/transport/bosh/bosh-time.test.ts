import { afterEach, describe, expect, test } from "vitest";
import { FakeNode } from "../../stream/node.fixture.ts";
import { closeAll, connectAs, create, cut, heard, NS, waitingAlice, withAlice } from "./stage.fixture.ts";

afterEach(closeAll);

const EMPTY = `<body ${NS}/>`;

describe("time", () => {
  test("to log in is limited", async () => {
    const node = new FakeNode();
    const { line } = await create(node);
    const { answer } = await heard(node, () => line.post(line.body()));
    node.pass(31);
    expect(await answer).toMatch(/condition='remote-stream-error'><stream:error[^>]*><connection-timeout/);
    expect(node.metrics.connections.bosh).toBe(0);
  });

  test("without a request is limited, and whoever comes later is a stranger", async () => {
    const node = await withAlice();
    const alice = await waitingAlice(node);
    await cut(alice, node);
    node.pass(59);
    expect(node.router.ended).toEqual([]);
    node.pass(3);
    expect(node.router.ended).toMatchObject([{ reason: "lost" }]);
    expect(node.metrics).toMatchObject({ sessions: 0, connections: { bosh: 0 } });
  });

  test("without a request is longer for who says so, and has no payload meanwhile (XEP-0124 §10)", async () => {
    const node = await withAlice();
    const alice = await waitingAlice(node);
    const { line } = alice;
    const { answer } = await heard(node, () => line.vanish("pause='100'"));
    node.router.session("alice@localhost/web").send(node.message("alice@localhost/web", "later"));
    expect(await answer).toBe(EMPTY);
    node.pass(90);
    expect(await line.post(line.body())).toContain("<body>later</body>");
    line.break();
    node.pass(62);
    expect(node.router.ended).toMatchObject([{ reason: "lost" }]);
  });

  test("without a request may be asked for with a last word, which is heard (XEP-0124 §10)", async () => {
    const node = await withAlice();
    const { line } = await waitingAlice(node);
    const payload = "<message xmlns='jabber:client' to='bob@localhost'><body>wait for me</body></message>";
    await heard(node, () => line.post(line.body(payload, "pause='100'")));
    expect(node.router.received.map((stanza) => stanza.childText("body"))).toEqual(["wait for me"]);
  });

  test("beyond what may be asked for is not given", async () => {
    const node = await withAlice();
    const { line } = await waitingAlice(node);
    const { answer } = await heard(node, () => line.vanish("pause='100000'"));
    node.pass(60);
    expect(await answer).toBe(EMPTY);
    node.pass(62);
    expect(node.router.ended).toMatchObject([{ reason: "lost" }]);
  });

  test("runs while a line is broken, and begins anew with the same request on another", async () => {
    const node = await withAlice();
    const alice = await waitingAlice(node);
    const session = node.router.session("alice@localhost/web");
    await cut(alice, node);
    node.pass(40);
    session.send(node.message("alice@localhost/web", "kept"));
    node.pass(5);
    alice.line.rid -= 1;
    expect(await alice.line.post(alice.line.body())).toContain("<body>kept</body>");
    expect(session.transport).toBeDefined();
  });

  test("after the last word is long enough for what the client asked before", async () => {
    const node = await withAlice();
    const alice = await waitingAlice(node);
    const done = node.router.hold("slow");
    alice.line.send(
      "<iq xmlns='jabber:client' type='set' id='slow' to='localhost'><x xmlns='urn:x'/></iq>",
      "type='terminate'",
    );
    await expect.poll(() => node.router.received.length).toBe(1);
    expect(alice.isClosed).toBe(false);
    done.resolve();
    expect(await alice.untilClosed()).toContain("type='terminate'");
    expect(node.router.ended).toMatchObject([{ reason: "closed" }]);
  });
});

describe("what is sent", () => {
  test("counts as arrived once the client asks for more", async () => {
    const node = await withAlice();
    const alice = await waitingAlice(node);
    await cut(alice, node);
    const session = node.router.session("alice@localhost/web");
    session.deliver(node.message("alice@localhost/web", "one"), 1);
    alice.line.rid -= 1;
    expect(await alice.line.post(alice.line.body())).toContain("<body>one</body>");
    expect(node.router.acknowledgedIds).toEqual([]);
    await heard(node, () => alice.line.post(alice.line.body()));
    expect(node.router.acknowledgedIds).toEqual([1]);
  });

  test("does not count as arrived by a message that was on its way meanwhile", async () => {
    const node = await withAlice();
    const alice = await waitingAlice(node);
    await cut(alice, node);
    const session = node.router.session("alice@localhost/web");
    session.deliver(node.message("alice@localhost/web", "one"), 1);
    alice.line.rid -= 1;
    await alice.line.post(alice.line.body());
    const note = "<message xmlns='jabber:client' to='bob@localhost'><body>?</body></message>";
    await heard(node, () => alice.line.post(alice.line.body(note)));
    expect(node.router.acknowledgedIds).toEqual([]);
    await heard(node, () => alice.line.post(alice.line.body(note)));
    expect(node.router.acknowledgedIds).toEqual([1]);
  });

  test("and not fetched is kept for the next login", async () => {
    const node = await withAlice();
    const alice = await waitingAlice(node);
    await cut(alice, node);
    node.router.session("alice@localhost/web").deliver(node.message("alice@localhost/web", "one"), 1);
    node.pass(62);
    expect(node.router.acknowledgedIds).toEqual([]);
    expect(node.router.ended).toMatchObject([{ reason: "lost", unacknowledged: [{ archiveId: 1 }] }]);
  });

  test("and is much comes in several answers, each of which another node can pass on", async () => {
    const node = await withAlice();
    const { line } = await waitingAlice(node);
    const session = node.router.session("alice@localhost/web");
    const answers: string[] = [];
    line.onAnswer = (text) => answers.push(text);
    for (let i = 0; i < 5; i++) session.send(node.message("alice@localhost/web", `${i}${"a".repeat(200_000)}`));
    await expect.poll(() => answers.join("").match(/<body>\d/g)?.length).toBe(5);
    expect(Math.max(...answers.map(({ length }) => length))).toBeLessThan(400_000);
    expect(
      answers
        .join("")
        .match(/<body>\d/g)
        ?.join(""),
    ).toBe("<body>0<body>1<body>2<body>3<body>4");
  });

  test("and not fetched is bounded", async () => {
    const node = await withAlice({ limits: { sendBufferBytes: 65_536 } });
    const alice = await waitingAlice(node);
    await cut(alice, node);
    const session = node.router.session("alice@localhost/web");
    await expect.poll(() => (node.connections[0]?.bufferedBytes ?? 0) >= 0).toBe(true);
    for (let i = 0; i < 20; i++) session.send(node.message("alice@localhost/web", "a".repeat(50_000)));
    expect(session.transport).toBeUndefined();
    expect(node.metrics.connections.bosh).toBe(0);
  });

  test("goes on over another session with stream management, nothing missing", async () => {
    const node = await withAlice();
    const first = await waitingAlice(node);
    first.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
    const id = / id='([^']*)'/.exec(await first.until(/<enabled [^>]*>/))?.[1];
    await cut(first, node);
    const session = node.router.session("alice@localhost/web");
    session.deliver(node.message("alice@localhost/web", "one"), 1);
    node.pass(62);
    session.deliver(node.message("alice@localhost/web", "two"), 2);
    const second = await connectAs("alice", node, undefined);
    second.send(`<resume xmlns='urn:xmpp:sm:3' previd='${id}' h='0'/>`);
    expect(await second.until("<body>two</body>")).toMatch(/<resumed .*<body>one<\/body>/);
  });
});
