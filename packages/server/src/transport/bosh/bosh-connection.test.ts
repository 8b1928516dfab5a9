import { afterEach, describe, expect, test } from "vitest";
import { FakeNode } from "../../stream/node.fixture.ts";
import type { BoshLine } from "./line.fixture.ts";
import {
  closeAll,
  create,
  cut,
  heard,
  NS,
  PING,
  terminated,
  waitingAlice,
  waitingOf,
  withAlice,
} from "./stage.fixture.ts";

afterEach(closeAll);

const EMPTY = `<body ${NS}/>`;
const SUPERSEDED = `<body ${NS} type='error'/>`;
/** Something that is answered with an error of SASL, at once. */
const NONSENSE = "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='NONSENSE'/>";
const FAILURE = /^<body [^>]*><failure .*<\/body>$/;

describe("a request", () => {
  test("is held until there is something to say", async () => {
    const node = new FakeNode();
    const { line } = await create(node, "wait='10' hold='1'");
    const held = await heard(node, () => line.post(line.body()));
    const later = line.post(line.body(NONSENSE));
    // The oldest is answered first, and the newest is held.
    expect(await held.answer).toMatch(FAILURE);
    node.pass(10);
    expect(await later).toBe(EMPTY);
  });

  test("is answered with nothing when it has waited long enough", async () => {
    const node = new FakeNode();
    const { line } = await create(node, "wait='10' hold='1'");
    const { answer } = await heard(node, () => line.post(line.body()));
    node.pass(10);
    expect(await answer).toBe(EMPTY);
    expect(node.connections[0]?.isClosed).toBe(false);
  });

  test("that comes before its turn waits for it", async () => {
    const node = await withAlice();
    const alice = await waitingAlice(node);
    await cut(alice, node);
    const [first, second] = [alice.line.body(PING), alice.line.body(PING.replace("p1", "p2"))];
    alice.line.post(second).catch(() => "");
    await expect.poll(() => waitingOf(node)).toBe(1);
    expect(node.router.received).toEqual([]);
    expect(await alice.line.post(first)).toContain("id='p1'");
    expect(node.router.received.map((stanza) => stanza.attr("id"))).toEqual(["p1", "p2"]);
  });

  test("that comes again is answered the same, and done once", async () => {
    const node = new FakeNode();
    const { line } = await create(node);
    const body = line.body(NONSENSE);
    const answer = await line.post(body);
    expect(answer).toMatch(FAILURE);
    expect(await line.post(body)).toBe(answer);
    expect(node.metrics.loginsFailed).toBe(1);
  });

  test("that comes again while it waits is answered on its latest line", async () => {
    const node = new FakeNode();
    const { line } = await create(node, "wait='10' hold='1'");
    const body = line.body();
    const { answer } = await heard(node, () => line.post(body));
    const again = line.post(body);
    expect(await answer).toBe(SUPERSEDED);
    node.pass(11);
    expect(await again).toBe(EMPTY);
  });

  test.each([
    ["far ahead", (line: BoshLine) => line.rid + 1_000],
    ["just beyond what may be under way", (line: BoshLine) => line.rid + 2],
    ["long answered", (line: BoshLine) => line.rid - 4],
    ["from before the first", () => 1],
  ])("%s ends the session, whoever waits", async (_, rid) => {
    const node = new FakeNode();
    const { line } = await create(node);
    for (let i = 0; i < 3; i++) await line.post(line.body(NONSENSE));
    const held = await heard(node, () => line.post(line.body()));
    line.rid = rid(line);
    expect(await line.post(line.body())).toBe(terminated("item-not-found"));
    expect(await held.answer).toBe(terminated("other-request"));
    expect(node.metrics.connections.bosh).toBe(0);
    expect(await line.post(line.body())).toBe(terminated("item-not-found"));
  });

  test("that comes again and again ends the session", async () => {
    const node = new FakeNode();
    const { line } = await create(node);
    const body = line.body(NONSENSE);
    const answers = [];
    for (let i = 0; i < 20; i++) answers.push(await line.post(body));
    expect(answers).toContain(terminated("policy-violation"));
  });

  test("that asks while another waits for an answer ends the session", async () => {
    const node = new FakeNode();
    const { line } = await create(node);
    const { answer } = await heard(node, () => line.post(line.body()));
    expect(await line.post(line.body())).toBe(terminated("policy-violation"));
    expect(await answer).toBe(terminated("other-request"));
  });

  test("acknowledges those that came meanwhile, where this was agreed on", async () => {
    const node = new FakeNode();
    const { line } = await create(node, "wait='10' hold='1' ack='1'");
    const { answer } = await heard(node, () => line.post(line.body()));
    line.post(line.body(NONSENSE)).catch(() => "");
    expect(await answer).toContain(`<body ${NS} ack='${line.rid - 1}'>`);
  });
});

describe("a session of polls", () => {
  test("is answered at once, with what came of it", async () => {
    const { line } = await create(new FakeNode(), "hold='0'");
    expect(await line.post(line.body(NONSENSE))).toMatch(FAILURE);
    expect(await line.post(line.body())).toBe(EMPTY);
  });

  test("ends when it asks too often", async () => {
    const node = new FakeNode();
    const { line } = await create(node, "hold='0'");
    await line.post(line.body());
    node.now += 1_000;
    expect(await line.post(line.body())).toBe(EMPTY);
    node.now += 100;
    expect(await line.post(line.body())).toBe(terminated("policy-violation"));
  });
});
