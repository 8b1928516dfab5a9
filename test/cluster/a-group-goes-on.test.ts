import { Engine, memoryStorage } from "@yonder/client";
import { GuestTalk } from "@yonder/client/guest";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Cluster, missingForCluster, startCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";

const missing = missingForCluster();
const password = "correct horse";
const names = ["alice", "bob", "carol"];
let cluster: Cluster;
const engines: Engine[] = [];

beforeAll(async () => {
  if (missing) return;
  const people = { YONDER_GUESTS: "on", YONDER_ADMINS: "bob@localhost" };
  cluster = await startCluster({ env: { YONDER_PASSWORD_ITERATIONS: "4096", YONDER_RATE_LIMITS: "off", ...people } });
  await cluster.users(names.map((name) => ({ name, password })));
});
afterAll(async () => {
  await Promise.all(engines.map((engine) => engine.close()));
  await cluster?.stop();
});

/** Somebody's app, which goes on at the next node when the one it was at has died. */
async function arrive(name: string, ports: readonly number[]): Promise<Engine> {
  let tries = 0;
  const engine = new Engine({
    storage: memoryStorage(),
    domain: "localhost",
    websocket: "ws://localhost",
    socket: () => {
      const socket = new WebSocket(`ws://localhost:${ports[tries % ports.length]}/xmpp-websocket`, "xmpp");
      socket.on("error", () => {
        tries += 1;
      });
      return socket as unknown as ReturnType<NonNullable<ConstructorParameters<typeof Engine>[0]["socket"]>>;
    },
    tabStore: { read: () => undefined, write: () => undefined },
    log: () => undefined,
  });
  engines.push(engine);
  await engine.signIn(`${name}@localhost`, password);
  return engine;
}

test.skipIf(missing)(
  named(
    "a group goes on when the node dies that keeps it: all hear all, once, in one order, and nobody enters by hand",
    missing,
  ),
  async () => {
    const ports = cluster.nodes.map(({ ports: { http } }) => http);
    const people: Engine[] = [];
    for (const [at, name] of names.entries())
      people.push(await arrive(name, [...ports.slice(at), ...ports.slice(0, at)]));
    const [alice] = people;
    if (!alice) throw new Error("nobody is there");
    // It lives where its maker is.
    const made = { name: "Hill", nick: "alice", members: ["bob@localhost", "carol@localhost"] };
    const group = await (await alice.groups.actions()).create(made);
    for (const [at, person] of people.entries()) {
      if (person !== alice) {
        await until("they are asked", () => person.groups.invitations.length > 0);
        await (await person.groups.actions()).accept(group, names[at] ?? "");
      }
      await person.openConversation(group);
    }
    const said: string[] = [];
    const talk = setInterval(() => {
      for (const person of people) person.send(group, said[said.push(`message ${said.length}`) - 1] ?? "");
    }, 60);
    await until("they talk", () => said.length >= 40);
    await cluster.node(0).kill();
    await until("they talk on", () => said.length >= 100);
    clearInterval(talk);
    const heard = (person: Engine) => person.history(group).map(({ body }) => body);
    await until("all is said", () => people.every((person) => heard(person).length >= said.length), {
      state: () => JSON.stringify(people.map((person) => [heard(person).length, person.groups.get(group)?.state])),
    });
    expect(heard(alice).toSorted()).toEqual(said.toSorted());
    for (const person of people) {
      expect(heard(person)).toEqual(heard(alice));
      expect(person.groups.get(group)?.state).toEqual({ kind: "in" });
      await until("the room has what they said", () =>
        person.history(group).every(({ isOwn, state }) => !isOwn || state === "stored" || state === "read"),
      );
    }
  },
);

/** A page of a guest, at one node, which goes on where another one was. */
function visit(contact: string, node: number, record = ""): { talk: GuestTalk; heard(): string[]; leave(): string } {
  let kept: string | undefined = record || undefined;
  const talk = new GuestTalk({
    contact,
    domain: "guest.localhost",
    locate: async () => [`ws://localhost:${cluster.node(node).ports.http}/xmpp-websocket`],
    store: {
      read: () => kept,
      write: (text) => {
        kept = text;
      },
    },
    onChange: () => undefined,
    socket: (url) => new WebSocket(url, "xmpp") as unknown as ReturnType<NonNullable<GuestSocket>>,
  });
  return {
    talk,
    heard: () => talk.messages.map(({ body }) => body),
    leave() {
      const { stream: _, ...left } = JSON.parse(kept ?? "{}");
      talk.end();
      return JSON.stringify(left);
    },
  };
}

type GuestSocket = ConstructorParameters<typeof GuestTalk>[0]["socket"];

test.skipIf(missing)(
  named("a guest at a desk hears on when the node dies that keeps their room, without writing a word", missing),
  async () => {
    await cluster.node(0).restart();
    const [, bob, carol] = engines as [Engine, Engine, Engine];
    const team = [
      { address: "bob@localhost", name: "Bob" },
      { address: "carol@localhost", name: "Carol" },
    ];
    expect(await bob.links.setDesk({ name: "shop", title: "Tonwerk", people: team }, true)).toBe(undefined);
    // It lives where the guest is when they write first, with Bob.
    const first = visit("shop@guest.localhost", 1);
    first.talk.begin("Jonas", "Is it open?");
    const rooms: string[] = [];
    for (const person of [bob, carol]) {
      await until("they are asked", () => person.groups.invitations.length > 0);
      const [room = ""] = person.groups.invitations.map(({ group }) => group);
      rooms.push(room);
      await (await person.groups.actions()).accept(room, person.address.split("@")[0] ?? "");
      await person.openConversation(room);
    }
    const [room = ""] = rooms;
    const at = (person: Engine) => person.history(room).map(({ body }) => body);
    for (const person of [bob, carol]) await until("they read it", () => at(person).includes("Is it open?"));
    const guest = visit("shop@guest.localhost", 0, first.leave());
    carol.send(room, "It is");
    await until("the guest hears it", () => guest.heard().includes("It is"));

    await cluster.node(1).kill();
    carol.send(room, "Until six");
    await until("the guest hears on", () => guest.heard().includes("Until six"), { timeout: 20_000 });
    guest.talk.send("Thank you");
    for (const person of [bob, carol])
      await until("they hear the guest", () => at(person).includes("Thank you"), { timeout: 20_000 });
    bob.send(room, "Welcome");
    const all = ["Is it open?", "It is", "Until six", "Thank you", "Welcome"];
    await until("the guest hears everybody", () => guest.heard().length >= all.length);
    expect(guest.heard()).toEqual(all);
    for (const person of [bob, carol]) expect(at(person)).toEqual(all);
    guest.talk.end();
  },
);
