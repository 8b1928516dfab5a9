import { afterEach, expect, test } from "vitest";
import { faultsOf, none } from "../crash/faults.ts";
import { type Cluster, type ClusterNode, missingForCluster, startCluster } from "../support/cluster.ts";
import { until } from "../support/condition.ts";
import { named } from "../support/programs.ts";
import { Phone, Tab, type Traveller } from "./travellers.ts";

const missing = missingForCluster();
const PASSWORD = "correct horse";
const PHONES = ["phil", "petra", "pavel"];
const TABS = ["tom", "tina", "teo"];
/** Each writes to the next, the last to the first. */
const NAMES = PHONES.flatMap((phone, index) => [phone, TABS[index] ?? phone]);

/** Time within which everybody who was at a node that stops is at another. */
const MOVING = 10_000;

let cluster: Cluster | undefined;

afterEach(() => cluster?.stop());

/** Everybody writes, many times a second, until told to be silent. */
class Talk {
  readonly written = new Map<string, string[]>();
  readonly #timer: NodeJS.Timeout;

  constructor(travellers: readonly Traveller[]) {
    this.#timer = setInterval(() => {
      for (const traveller of travellers) this.#write(traveller);
    }, 100);
  }

  silence(): void {
    clearInterval(this.#timer);
  }

  #write(traveller: Traveller): void {
    const { username } = traveller;
    const bodies = this.written.get(username) ?? [];
    this.written.set(username, bodies);
    const body = `${username} ${bodies.length}`;
    bodies.push(body);
    traveller.write(partnerOf(username), body);
  }
}

function partnerOf(name: string): string {
  return NAMES[(NAMES.indexOf(name) + 1) % NAMES.length] ?? name;
}

function travellersAt(nodes: readonly ClusterNode[]): Traveller[] {
  const ports = nodes.map(({ ports }) => ports.c2s);
  const from = (index: number) => [...ports.slice(index), ...ports.slice(0, index)];
  return [
    ...PHONES.map((username, index) => new Phone({ username, password: PASSWORD, ports: from(index) })),
    ...TABS.map((username, index) => new Tab({ username, password: PASSWORD, origin: nodes[index]?.origin ?? "" })),
  ];
}

/** A page of the node may connect to all of them. */
async function knows(node: ClusterNode, nodes: readonly ClusterNode[]): Promise<boolean> {
  const policy = (await fetch(`${node.origin}/`)).headers.get("content-security-policy") ?? "";
  return nodes.every(({ origin }) => policy.includes(` ${origin}`));
}

async function untilAllKnowAll(nodes: readonly ClusterNode[]): Promise<void> {
  for (const node of nodes) await until(`${node.name} knows all`, () => knows(node, nodes));
}

function portsOf({ ports }: ClusterNode): readonly (number | undefined)[] {
  return [ports.http, ports.c2s];
}

function whereabouts(travellers: readonly Traveller[]): string {
  return travellers.map(({ username, port, waiting }) => `${username} at ${port}, ${waiting} waiting`).join("\n");
}

test.skipIf(missing)(
  named("all nodes are restarted one after the other: each message arrives once, and nobody notices", missing),
  async () => {
    cluster = await startCluster({ dispatches: true, env: { YONDER_LOG_LEVEL: "info" } });
    await cluster.users(NAMES.map((name) => ({ name, password: PASSWORD })));
    await untilAllKnowAll(cluster.nodes);
    const travellers = travellersAt(cluster.nodes);
    const running = travellers.map((traveller) => traveller.run());
    const state = () => whereabouts(travellers);
    await until("everybody is in", () => travellers.every(({ port }) => port !== undefined), { state });
    const talk = new Talk(travellers);

    for (const node of cluster.nodes) {
      const stopping = node.stop();
      const areElsewhere = () => travellers.every(({ port }) => port !== undefined && !portsOf(node).includes(port));
      await until(`everybody is elsewhere than at ${node.name}`, areElsewhere, { timeout: MOVING, state });
      await stopping;
      expect(node.output()).toMatch(/"msg":"stopped"/);
      await node.restart();
      await untilAllKnowAll(cluster.nodes);
    }

    talk.silence();
    await until("all is acknowledged", () => travellers.every(({ waiting }) => waiting === 0), { state });
    for (const traveller of travellers) {
      const sender = NAMES.find((name) => partnerOf(name) === traveller.username) ?? "";
      const written = talk.written.get(sender) ?? [];
      const faults = async () => faultsOf(await traveller.received(sender), written);
      await until(`${traveller.username} has all of ${sender}`, async () => (await faults()).missing.length === 0, {
        state: async () => JSON.stringify([await faults(), traveller.troubles]),
      });
      expect(await faults()).toEqual(none);
      expect(traveller.troubles).toEqual([]);
    }
    await Promise.all(travellers.map((traveller) => traveller.quit()));
    await Promise.all(running);
  },
  180_000,
);
