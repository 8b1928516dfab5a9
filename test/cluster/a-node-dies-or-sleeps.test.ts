import { setTimeout as delay } from "node:timers/promises";
import { type Element, NS, xml } from "@yonder/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultsOf, none } from "../crash/faults.ts";
import { type Cluster, missingForCluster, startCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";
import { resourcesOf } from "./status-directory.ts";
import { archiveOf, befriend, jidOf, numbered, PASSWORD, Visitor } from "./visitor.ts";

const missing = missingForCluster();
const NAMES = ["alice", "bob", "carol", "dan", "erin", "frank"];
/** Within which others know that a node is dead: its lease, and the time to notice. */
const KNOWN = 10_000;

let cluster: Cluster;

beforeAll(async () => {
  if (missing) return;
  cluster = await startCluster({ env: { YONDER_PASSWORD_ITERATIONS: "4096" } });
  await cluster.users(NAMES.map((name) => ({ name, password: PASSWORD })));
});

afterAll(() => cluster?.stop());

test.skipIf(missing)(
  named("the target node is killed: its people go on elsewhere at once, with all that was written to them", missing),
  async () => {
    const [alice, bob, carol, dan] = await Promise.all([
      enter("alice", 0),
      enter("bob", 1),
      enter("carol", 2),
      enter("dan", 1),
    ]);
    await Promise.all([befriend(carol, bob), befriend(carol, dan)]);
    const before = numbered("before", 5);
    alice.write("bob", ...before);
    await bob.untilItHas(...before);
    const { resumable } = bob;

    await cluster.node(1).kill();
    const after = numbered("after", 5);
    alice.write("bob", ...after);
    alice.write("dan", "are you there?");
    alice.client.send(xml("presence", NS.client, { to: dan.address, type: "subscribe" }));
    alice.client.send(
      xml("iq", NS.client, { to: jidOf(dan), type: "get", id: "q1" }, xml("query", "jabber:iq:version")),
    );
    await until("they are acknowledged", () => alice.acknowledged >= 11);
    const back = await Visitor.enter(cluster.node(2).address("tcp"), { username: "bob", previous: resumable });
    expect(back.client.isResumed).toBe(false);
    await back.untilItHas(...after);

    await until("a question to who was there is answered", () => answerTo("q1", alice)?.attr("type") === "error");
    await carol.untilItSees(jidOf(dan), "unavailable", KNOWN);
    expect(carol.sees(jidOf(bob))).toBe("available");
    expect(new Set([...bob.bodies, ...back.bodies])).toEqual(new Set([...before, ...after]));
    expect(back.bodies).toEqual([...new Set(back.bodies)]);
    await until("the dead node's entries are gone", async () => (await resourcesOf(cluster, "dan")).length === 0, {
      timeout: KNOWN,
    });
    expect(await resourcesOf(cluster, "bob")).toEqual(["desk"]);

    await cluster.node(1).restart();
    const again = await enter("dan", 1);
    await again.untilItHas("are you there?");
    const requests = () => again.stanzas.filter((stanza) => stanza.attr("type") === "subscribe");
    await until("who asked for a contact is shown", () => requests()[0]?.attr("from") === alice.address);
    await carol.untilItSees(jidOf(dan), "available");
    expect(alice.ended).toBeUndefined();
    expect(carol.sees(jidOf(bob))).toBe("available");
    for (const one of [alice, back, carol, again]) await one.client.quit();
  },
);

test.skipIf(missing)(
  named(
    "the source node is killed again and again: what it acknowledged arrives, what it did not is written once",
    missing,
  ),
  async () => {
    const frank = await enter("frank", 2);
    const written: string[] = [];
    for (let round = 0; round < 3; round++) {
      const source = cluster.node(round % 2);
      const erin = await Visitor.enter(source.address("tcp"), { username: "erin", isSilent: true });
      const burst = numbered(`round ${round}, message`, 200);
      written.push(...burst);
      for (let sent = 0; sent < burst.length; sent += 10) erin.write("frank", ...burst.slice(sent, sent + 10));
      const enough = 1 + Math.floor(Math.random() * 150);
      await until("some are acknowledged", () => erin.acknowledged >= enough, { every: 0 });
      await source.kill();

      const acknowledged = burst.slice(0, erin.acknowledged);
      await frank.untilItHas(...acknowledged);
      const moved = await Visitor.enter(cluster.node((round % 2) + 1).address("tcp"), {
        username: "erin",
        isSilent: true,
      });
      moved.write("frank", ...burst.slice(acknowledged.length));
      await frank.untilItHas(...burst);
      await Promise.all([moved.client.quit(), source.restart()]);
    }
    expect(faultsOf(frank.bodies, written)).toEqual(none);
    expect(frank.ended).toBeUndefined();
    for (const name of ["erin", "frank"])
      expect(faultsOf(await archiveOf(cluster.node(0).address("tcp"), name), written)).toEqual(none);
    await frank.client.quit();
  },
);

test.skipIf(missing)(named("a node that sleeps a second and a half is nothing but slow", missing), async () => {
  const [alice, bob, carol] = await Promise.all([enter("alice", 0), enter("bob", 1), enter("carol", 2)]);
  await befriend(carol, bob);
  const heard = carol.stanzas.length;

  cluster.node(1).freeze();
  const bodies = numbered("while it sleeps", 20);
  alice.write("bob", ...bodies);
  bob.write("carol", "from one who sleeps");
  await delay(1_500);
  cluster.node(1).thaw();

  await Promise.all([bob.untilItHas(...bodies), carol.untilItHas("from one who sleeps")]);
  expect(faultsOf(bob.bodies, bodies)).toEqual(none);
  expect(carol.stanzas.slice(heard).filter(({ name }) => name === "presence")).toEqual([]);
  expect([alice.ended, bob.ended, carol.ended]).toEqual([undefined, undefined, undefined]);
  for (const one of [alice, bob, carol]) await one.client.quit();
});

test.skipIf(missing)(
  named(
    "a node that sleeps until it is taken for dead drops its people when it wakes, and does nothing over again",
    missing,
  ),
  async () => {
    const at = [
      enter("alice", 0),
      enter("bob", 1),
      enter("carol", 2),
      enter("dan", 1),
      enter("erin", 1),
      enter("frank", 2),
    ];
    const [alice, bob, carol, dan, erin, frank] = (await Promise.all(at)) as [
      Visitor,
      Visitor,
      Visitor,
      Visitor,
      Visitor,
      Visitor,
    ];
    await befriend(carol, dan);

    cluster.node(1).freeze();
    const toBob = numbered("for who moves", 5);
    alice.write("bob", ...toBob);
    alice.write("dan", "for who stays");
    const letters = numbered("letter", 10);
    erin.write("frank", ...letters.slice(0, 5));
    const [bobElsewhere, erinElsewhere] = await Promise.all([move(bob, 0), move(erin, 0)]);
    erinElsewhere.write("frank", ...letters);
    await Promise.all([bobElsewhere.untilItHas(...toBob), frank.untilItHas(...letters)]);
    await carol.untilItSees(jidOf(dan), "unavailable", KNOWN);
    cluster.node(1).thaw();

    const dropped = [bob, dan, erin];
    await until("all are dropped", () => dropped.every(({ ended }) => ended !== undefined), { timeout: 3_000 });
    const danAgain = await until("it serves again", () => move(dan, 1).catch(() => undefined));
    await danAgain.untilItHas("for who stays");
    await carol.untilItSees(jidOf(dan), "available");
    danAgain.write("frank", "the last");
    await frank.untilItHas("the last");
    expect(faultsOf(frank.bodies, [...letters, "the last"])).toEqual(none);
    expect(faultsOf(bobElsewhere.bodies, toBob)).toEqual(none);
    expect(bob.bodies).toEqual([]);
    const archived = (await archiveOf(cluster.node(1).address("tcp"), "frank")).filter((body) =>
      body.startsWith("letter"),
    );
    expect(archived).toEqual(letters);
    for (const one of [alice, bobElsewhere, carol, danAgain, erinElsewhere, frank]) await one.client.quit();
  },
);

function enter(username: string, node: number): Promise<Visitor> {
  return Visitor.enter(cluster.node(node).address(node === 2 ? "websocket" : "tcp"), { username });
}

/** Its client gives up where it is, and goes on at that node. */
function move({ username, resumable }: Visitor, node: number): Promise<Visitor> {
  return Visitor.enter(cluster.node(node).address("tcp"), { username, previous: resumable });
}

function answerTo(id: string, { stanzas }: Visitor): Element | undefined {
  return stanzas.find((stanza) => stanza.name === "iq" && stanza.attr("id") === id);
}
