import { carbonsSwitch, enableOutcomes, Jid, NS, outcomeOf, rosterQuery, xml } from "@yonder/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faultsOf, none } from "../crash/faults.ts";
import { type Cluster, missingForCluster, startCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";
import type { Resumable } from "../support/raw-client.ts";
import { resourcesOf } from "./status-directory.ts";
import { befriend, chat, jidOf, numbered, PASSWORD, Visitor } from "./visitor.ts";

const missing = missingForCluster();
const NAMES = ["alice", "bob", "carol", "dan", "erin"];
/** Within which the other nodes know that an account is no more, or has another password. */
const TOLD = 2_000;

let cluster: Cluster;

beforeAll(async () => {
  if (missing) return;
  cluster = await startCluster({ env: { YONDER_PASSWORD_ITERATIONS: "4096" } });
  await cluster.users(NAMES.map((name) => ({ name, password: PASSWORD })));
});

afterAll(() => cluster?.stop());

story(
  "a stream goes on at another node: what was under way comes once, and so does what was written meanwhile",
  async () => {
    const [alice, bob] = await Promise.all([enter("alice", 0), enter("bob", 1)]);
    const [first, second] = [numbered("on the way", 200), numbered("meanwhile", 5)];
    for (const body of first) alice.write("bob", body);
    await until("some have arrived", () => bob.bodies.length >= 20, { every: 0 });
    bob.client.cut();
    alice.write("bob", ...second);
    const again = await resume(bob, 2);
    await again.untilItHas(...second);
    expect(again.client.isResumed).toBe(true);
    expect(faultsOf([...bob.bodies, ...again.bodies], [...first, ...second])).toEqual(none);
    await quit(alice, again);
  },
);

story("a stream is resumed from node to node, again and again, and nobody sees its user leave", async () => {
  const [alice, bob] = await Promise.all([enter("alice", 0), enter("bob", 1)]);
  await befriend(alice, bob);
  const heard = alice.stanzas.length;
  const bodies = numbered("to the traveller", 8);
  const had: string[] = [];
  let here = bob;
  for (const [index, body] of bodies.entries()) {
    alice.write("bob", body);
    if (index % 2 === 0) await here.untilItHas(body);
    here.client.cut();
    had.push(...here.bodies);
    here = await resume(here, index);
    expect(here.client.isResumed).toBe(true);
  }
  here.write("alice", "I have travelled");
  await alice.untilItHas("I have travelled");
  expect(faultsOf([...had, ...here.bodies], bodies)).toEqual(none);
  expect(alice.stanzas.slice(heard).filter(({ name }) => name === "presence")).toEqual([]);
  await quit(alice, here);
});

story("a stream that is resumed on two nodes at once goes on at one of them", async () => {
  const [alice, bob] = await Promise.all([enter("alice", 0), enter("bob", 1)]);
  alice.write("bob", "before");
  await bob.untilItHas("before");
  bob.client.cut();
  const previous = bob.resumable;
  const enterAs = (node: number) =>
    Visitor.enter(cluster.node(node).address("tcp"), {
      username: "bob",
      resource: `on ${node}`,
      previous,
      isSilent: true,
    });
  const tries = await Promise.all([0, 2].map((node) => enterAs(node).catch(() => undefined)));
  const going = () => tries.filter((it) => it?.client.isResumed && it.ended === undefined);
  alice.client.send(chat("bob@localhost/desk", "to the one"));
  await until("one goes on", () => going().length === 1 && going()[0]?.bodies.includes("to the one"));
  const all = tries.flatMap((it) => it?.bodies ?? []);
  expect(all.filter((body) => body === "to the one")).toHaveLength(1);
  for (const it of tries) if (it?.ended === undefined) await it?.client.quit();
  await quit(alice);
});

story("nobody resumes the stream of another account, and its owner still can", async () => {
  const bob = await enter("bob", 1);
  bob.client.cut();
  for (const node of [1, 2]) {
    const carol = await enter("carol", node, { previous: bob.resumable });
    expect(carol.client.isResumed).toBe(false);
    await quit(carol);
  }
  const again = await resume(bob, 2);
  expect(again.client.isResumed).toBe(true);
  await quit(again);
});

story("what a session has told and wished goes with it: presence, directed presence, copies, outcomes", async () => {
  const [alice, bob, carol] = await Promise.all([enter("alice", 0), enter("bob", 1), enter("carol", 2)]);
  const phone = await enter("bob", 0, { resource: "phone" });
  await befriend(alice, bob);
  bob.client.send(xml("presence", NS.client, null, xml("priority", NS.client, null, "7")));
  bob.client.send(xml("presence", NS.client, { to: jidOf(carol) }));
  await bob.client.request("set", carbonsSwitch(true));
  await bob.client.request("set", enableOutcomes());
  await carol.untilItSees(jidOf(bob), "available");
  bob.client.cut();
  const moved = await resume(bob, 2);

  const later = await enter("alice", 1, { resource: "later" });
  await later.untilItSees(jidOf(bob), "available");
  const presence = later.stanzas.findLast((stanza) => stanza.attr("from") === jidOf(bob));
  expect(presence?.childText("priority")).toBe("7");
  alice.write(jidOf(bob, "phone"), "for the phone");
  await until("it has the copy", () => moved.copies.includes("received: for the phone"));
  moved.write("alice", "what becomes of this?");
  await until("it is told the outcome", () => moved.stanzas.some((stanza) => outcomeOf(stanza)?.state === "reached"));
  await quit(moved);
  await Promise.all([carol, later].map((it) => it.untilItSees(jidOf(bob), "unavailable")));
  await quit(alice, carol, later, phone);
});

story("a resource that is bound on another node is the newcomer's", async () => {
  const [alice, older] = await Promise.all([enter("alice", 0), enter("bob", 1)]);
  const newer = await enter("bob", 2);
  await until("the older one ends", () => older.ended !== undefined);
  expect(older.ended).toBe("conflict");
  alice.write("bob", "which of you?");
  await newer.untilItHas("which of you?");
  expect(newer.ended).toBeUndefined();
  await quit(alice, newer);
});

story("of those who bind the same resource on all nodes at once, one stays", async () => {
  const alice = await enter("alice", 0);
  for (let round = 1; round <= 3; round++) {
    const bobs = await Promise.all([0, 1, 2, 0, 1, 2].map((node) => enter("bob", node).catch(() => undefined)));
    const staying = () => bobs.filter((it) => it && it.ended === undefined);
    await until("one stays", () => staying().length === 1);
    alice.client.send(chat("bob@localhost/desk", `are you the one, ${round}`));
    await staying()[0]?.untilItHas(`are you the one, ${round}`);
    expect(staying()).toHaveLength(1);
    expect(await resourcesOf(cluster, "bob")).toEqual(["desk"]);
  }
  await quit(alice);
});

story("two devices on two nodes are one user", async () => {
  const alice = await enter("alice", 0);
  const [phone, laptop] = await Promise.all([
    enter("bob", 1, { resource: "phone" }),
    enter("bob", 2, { resource: "laptop" }),
  ]);
  for (const device of [phone, laptop]) {
    await device.client.request("set", carbonsSwitch(true));
    await device.client.request("get", rosterQuery());
  }
  await Promise.all([
    phone.untilItSees(jidOf(laptop, "laptop"), "available"),
    laptop.untilItSees(jidOf(phone, "phone"), "available"),
  ]);

  phone.write("alice", "from the phone");
  laptop.write("alice", "from the laptop");
  await alice.untilItHas("from the phone", "from the laptop");
  await until(
    "each has the other's",
    () => laptop.copies.includes("sent: from the phone") && phone.copies.includes("sent: from the laptop"),
  );
  alice.write("bob", "to both");
  alice.write(jidOf(laptop, "laptop"), "to the laptop");
  await Promise.all([phone.untilItHas("to both"), laptop.untilItHas("to both", "to the laptop")]);
  await until("the phone has a copy", () => phone.copies.includes("received: to the laptop"));

  await phone.client.request("set", rosterQuery([{ jid: Jid.parse("dan@localhost"), name: "Dan", groups: [] }]));
  for (const device of [phone, laptop])
    await until("it has the roster push", () =>
      device.stanzas.some((stanza) => stanza.child("query", NS.roster)?.child("item")?.attr("name") === "Dan"),
    );

  await quit(phone);
  await laptop.untilItSees(jidOf(phone, "phone"), "unavailable");
  const tablet = await enter("bob", 0, { resource: "tablet" });
  alice.write("bob", "to the newest");
  await tablet.untilItHas("to the newest");
  expect(tablet.bodies).toEqual(["to the newest"]);
  await quit(alice, laptop, tablet);
});

story("a device that comes while messages arrive has all of them, from the archive or live", async () => {
  const [alice, desk] = await Promise.all([enter("alice", 0), enter("bob", 1)]);
  const written: string[] = [];
  const writing = setInterval(() => {
    written.push(`in the stream ${written.length}`);
    alice.write("bob", ...written.slice(-1));
  }, 3);
  await until("the stream has begun", () => desk.bodies.length > 0);
  for (let round = 0; round < 8; round++) {
    const known = desk.messages.at(-1);
    const before = new Set(desk.bodies);
    const device = await enter("bob", round, { resource: `new ${round}` });
    const after = known?.child("stanza-id", NS.sid)?.attr("id");
    const { results } = await device.client.archivePage({ max: 250, ...(after === undefined ? {} : { after }) });
    const [newest = ""] = written.slice(-1);
    await Promise.all([device.untilItHas(newest), desk.untilItHas(newest)]);
    const archived = results.map(({ stanza }) => stanza.childText("body") ?? "");
    const has = new Set([...before, ...archived, ...device.bodies]);
    expect(written.slice(0, written.indexOf(newest)).filter((body) => !has.has(body))).toEqual([]);
    await quit(device);
  }
  clearInterval(writing);
  await quit(alice, desk);
});

story("an account that is removed on one node has no sessions on the others", async () => {
  const sessions = await Promise.all([0, 1, 2].map((node) => enter("erin", node, { resource: `on ${node}` })));
  await cluster.node(0).run("user", "remove", "erin@localhost");
  await until("all sessions end", () => sessions.every(({ ended }) => ended), { timeout: TOLD });
  expect(sessions.map(({ ended }) => ended)).toEqual(["not-authorized", "not-authorized", "not-authorized"]);
  await expect(enter("erin", 2)).rejects.toThrow("not-authorized");
});

story("a new password ends the sessions on all nodes but the one where it was chosen", async () => {
  const [here, ...others] = await Promise.all(
    [0, 0, 1, 2].map((node, index) => enter("dan", node, { resource: `on ${index}` })),
  );
  const username = xml("username", NS.register, null, "dan");
  const password = xml("password", NS.register, null, "a much longer one");
  await here?.client.request("set", xml("query", NS.register, null, username, password));
  await until("the others end", () => others.every(({ ended }) => ended), { timeout: TOLD });
  expect(here?.ended).toBeUndefined();
  await expect(enter("dan", 1)).rejects.toThrow("not-authorized");
  await here?.client.quit();
});

function story(name: string, act: () => Promise<void>): void {
  test.skipIf(missing)(named(name, missing), act);
}

interface Manner {
  readonly resource?: string;
  readonly previous?: Resumable;
}

function enter(username: string, node: number, manner: Manner = {}): Promise<Visitor> {
  return Visitor.enter(cluster.node(node).address(node % 3 === 2 ? "websocket" : "tcp"), { username, ...manner });
}

function resume({ username, resumable }: Visitor, node: number): Promise<Visitor> {
  return enter(username, node, { previous: resumable });
}

async function quit(...visitors: Visitor[]): Promise<void> {
  await Promise.all(visitors.map(({ client }) => client.quit()));
}
