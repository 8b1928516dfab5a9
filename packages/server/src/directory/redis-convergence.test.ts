import { afterEach, describe, expect, test, vi } from "vitest";
import { named } from "../../../../test/support/programs.ts";
import { missingRedis, type RedisServer, startRedis } from "../redis/redis-server.fixture.ts";
import { available, TestCluster, type TestNode } from "./cluster.fixture.ts";

const users = ["ann", "bob", "cid", "dee"].map((name) => `${name}@localhost`);
const resources = ["phone", "desk", "car"];
const STEPS = 400;

let redis: RedisServer;
let cluster: TestCluster;

afterEach(async () => {
  await cluster?.close();
  await redis?.stop();
});

describe.skipIf(missingRedis)(named("nodes on which people come and go at random", missingRedis), () => {
  test("agree in the end on who is where, and so does the engine", () => comeAndGo(async () => {}));

  test("agree even if connections break all the time", () =>
    comeAndGo(async ({ link }, step) => {
      if (step % 100 === 50)
        await link.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "no").catch(() => undefined);
      if (step % 100 > 50) await vi.waitFor(() => expect(link.isUp).toBe(true), 5000);
    }));
});

async function comeAndGo(disturb: (node: TestNode, step: number) => Promise<void>): Promise<void> {
  redis = await startRedis();
  cluster = new TestCluster(redis);
  const people = await Promise.all(["n1", "n2", "n3"].map(async (name) => new People(name, await cluster.node(name))));
  for (let step = 0; step < STEPS; step += 1) {
    await Promise.all(people.map((here) => here.step(people)));
    const unlucky = people[step % 3];
    if (unlucky) await disturb(unlucky.node, step);
  }
  const [n1, n2, n3] = people as [People, People, People];
  await vi.waitFor(async () => {
    const found = await n1.found();
    expect([await n2.found(), await n3.found(), await n1.entries()]).toEqual([found, found, found]);
  }, 10_000);
}

/** The people on one node, who bind, change their presence and leave as they like. */
class People {
  readonly node: TestNode;
  readonly #name: string;
  readonly #here = new Set<string>();

  constructor(name: string, node: TestNode) {
    this.#name = name;
    this.node = node;
  }

  async step(all: readonly People[]): Promise<void> {
    const [user, resource] = [anyOf(users), anyOf(resources)];
    const chance = Math.random();
    if (chance < 0.3) await this.#bind(user, resource, all);
    else if (chance < 0.5) this.#leave(user, resource);
    else if (chance < 0.7) this.conflict(user, resource);
    else await this.node.directory.lookUp(user);
  }

  /** As if another node had told of a conflict; true or not, whoever is here says so. */
  conflict(user: string, resource: string): void {
    if (!this.#here.has(`${user}/${resource}`)) return;
    const told = Promise.resolve(this.node.directory.update(user, resource, available));
    void told.then((isOurs) => isOurs || this.#leave(user, resource));
  }

  async found(): Promise<string[][]> {
    return Promise.all(users.map((user) => this.node.find(user)));
  }

  async entries(): Promise<string[][]> {
    const all = users.map(async (user) => {
      const fields = (await this.node.link.command("HGETALL", `yonder:user:{${user}}`)) as string[];
      const names = fields.flatMap((resource, index) =>
        index % 2 === 0 ? [`${fields[index + 1]?.split(" ")[2]}/${resource}`] : [],
      );
      return names.sort();
    });
    return Promise.all(all);
  }

  async #bind(user: string, resource: string, all: readonly People[]): Promise<void> {
    this.#here.add(`${user}/${resource}`);
    try {
      const other = await this.node.directory.register(user, resource, available);
      all.find((it) => it.#name === other)?.conflict(user, resource);
    } catch {
      this.#leave(user, resource);
    }
  }

  #leave(user: string, resource: string): void {
    this.#here.delete(`${user}/${resource}`);
    void this.node.directory.unregister(user, resource);
  }
}

function anyOf(names: readonly string[]): string {
  return names[Math.floor(Math.random() * names.length)] ?? "";
}
