import { Engine, memoryStorage } from "@yonder/client";
import { afterEach, expect, test } from "vitest";
import { WebSocket } from "ws";
import { type Cluster, missingForCluster, startCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";

const missing = missingForCluster();
const password = "correct horse";
let cluster: Cluster | undefined;
const engines: Engine[] = [];

afterEach(async () => {
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
    cluster = await startCluster({ env: { YONDER_PASSWORD_ITERATIONS: "4096", YONDER_RATE_LIMITS: "off" } });
    const names = ["alice", "bob", "carol"];
    await cluster.users(names.map((name) => ({ name, password })));
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
