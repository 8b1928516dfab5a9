import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Phone, Tab, type Traveller } from "../cluster/travellers.ts";
import { PASSWORD, Visitor } from "../cluster/visitor.ts";
import { faultsOf, none } from "../crash/faults.ts";
import { until } from "../support/condition.ts";
import { freePorts } from "../support/free-ports.ts";
import { childrenOf, isRunning } from "../support/processes.ts";
import { portVariables, startYonder, type Yonder } from "../support/yonder.ts";

const NAMES = ["phil", "petra", "tom", "tina"];
/** Who writes to whom. */
const partnerOf = (name: string): string => NAMES[(NAMES.indexOf(name) + 1) % NAMES.length] ?? name;

let yonder: Yonder;

beforeAll(async () => {
  const [http = 0, c2s = 0, c2sTls = 0] = await freePorts(3);
  yonder = await startYonder({ env: { ...portVariables({ http, c2s, c2sTls }), YONDER_PROCESSES: "2" } });
  await yonder.users([...NAMES, "ann", "bea"].map((name) => ({ name, password: PASSWORD })));
});

afterAll(() => yonder.stop());

/** How many sessions each process has, as any of them tells. */
async function sessions(): Promise<number[]> {
  const metrics = await (await fetch(`${yonder.origin}/metrics`)).text();
  expect(metrics).toMatch(/process_cpu_seconds_total{process="node-1"}/);
  return ["node-1.1", "node-1.2"].map((name) =>
    Number(metrics.split(`yonder_sessions{process="${name}"} `)[1]?.split("\n")[0]),
  );
}

/** Devices of theirs, until each process has some. */
async function everywhere(username: string): Promise<Visitor[]> {
  const before = await sessions();
  const visitors: Visitor[] = [];
  for (let now = before; now.some((count, index) => count === before[index]); now = await sessions()) {
    const transport = visitors.length % 2 === 0 ? "tcp" : "bosh";
    const port = transport === "tcp" ? yonder.ports.c2s : yonder.ports.http;
    visitors.push(await Visitor.enter({ transport, port }, { username, resource: `device${visitors.length}` }));
  }
  return visitors;
}

test("whoever is at one process talks to those at all of them, over TCP and HTTP", async () => {
  const [anns, beas] = [await everywhere("ann"), await everywhere("bea")];
  const written = anns.flatMap((ann, device) => {
    const bodies = Array.from({ length: 3 }, (_, i) => `from ${device}: ${i}`);
    ann.write("bea", ...bodies);
    return bodies;
  });
  for (const bea of beas) {
    await until("a device has it all", () => bea.bodies.length >= written.length);
    expect([...bea.bodies].sort()).toEqual([...written].sort());
    expect(bea.bodies).toEqual(beas[0]?.bodies);
  }
  const trace = await yonder.run("trace", "from-0:-0");
  for (const name of ["node-1.1", "node-1.2"]) expect(trace).toContain(name);
  for (const visitor of [...anns, ...beas]) await visitor.client.quit();
});

test("what they have in common is for their own user alone", () => {
  const folder = join(yonder.dataDir, "processes");
  expect(readdirSync(folder).sort()).toEqual(["engine.sock", "search.sock", "store.sock"]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test("what is made once at a start is made once, and a signal reaches all", async () => {
  expect(yonder.output().match(/first-run#/g)).toHaveLength(1);
  expect(yonder.output().match(/"msg":"listening"/g)).toHaveLength(1);
  process.kill(yonder.pid, "SIGHUP");
  await until("both have read the certificate", () => yonder.output().match(/certificate read again/g)?.length === 2);
  await expect(yonder.run("drain")).rejects.toThrow("this is the only node");
});

test("a process is killed: it is started again, and its people come back by themselves, with nothing lost", async () => {
  const { ports, origin } = yonder;
  const phones = NAMES.slice(0, 2).map((username) => new Phone({ username, password: PASSWORD, ports: [ports.c2s] }));
  const tabs = NAMES.slice(2).map((username) => new Tab({ username, password: PASSWORD, origin }));
  const travellers: Traveller[] = [...phones, ...tabs];
  const running: Promise<void>[] = [];
  for (const traveller of travellers) {
    running.push(traveller.run());
    await until(`${traveller.username} is in`, () => traveller.port !== undefined);
  }
  const written = new Map(NAMES.map((name) => [name, [] as string[]]));
  const talk = setInterval(() => {
    for (const traveller of travellers) {
      const bodies = written.get(traveller.username) ?? [];
      bodies.push(`${traveller.username} ${bodies.length}`);
      traveller.write(partnerOf(traveller.username), bodies.at(-1) ?? "");
    }
  }, 50);
  const isUnderWay = () => NAMES.every((name) => (written.get(name)?.length ?? 0) > 10);
  await until("everybody writes", isUnderWay);

  const counts = await sessions();
  const [killed = 0, other = 0] = counts[0] === 0 ? childrenOf(yonder.pid).reverse() : childrenOf(yonder.pid);
  process.kill(killed, "SIGKILL");
  await until("it serves again", () => yonder.output().includes('"msg":"a process serves again"'), { timeout: 60_000 });
  expect(yonder.output()).toContain('"how":"SIGKILL"');
  expect(childrenOf(yonder.pid)).toHaveLength(2);
  expect(isRunning(other)).toBe(true);
  const state = () =>
    travellers.map(({ username, port, troubles }) => `${username} at ${port}: ${troubles}`).join("\n");
  await until("everybody is in", () => travellers.every(({ port }) => port !== undefined), { timeout: 30_000, state });
  clearInterval(talk);
  await until("all is acknowledged", () => travellers.every(({ waiting }) => waiting === 0));
  for (const traveller of travellers) {
    const sender = NAMES.find((name) => partnerOf(name) === traveller.username) ?? "";
    // A client that is handed something again knows it by its stanza-id; this phone does not look.
    const received = async () => [...new Set(await traveller.received(sender))];
    const faults = async () => faultsOf(await received(), written.get(sender) ?? []);
    await until(`${traveller.username} has all`, async () => (await faults()).missing.length === 0, {
      state: async () => JSON.stringify([await faults(), traveller.troubles]),
    });
    expect(await faults()).toEqual(none);
  }
  await Promise.all(travellers.map((traveller) => traveller.quit()));
  await Promise.all(running);
});

test("SIGTERM ends them all in order, and nothing of them is left", async () => {
  const children = childrenOf(yonder.pid);
  await yonder.stop();
  expect(yonder.output()).toMatch(/"msg":"stopped"/);
  expect(children.filter(isRunning)).toEqual([]);
  expect(existsSync(join(yonder.dataDir, "processes"))).toBe(false);
  expect(existsSync(join(yonder.dataDir, "control.sock"))).toBe(false);
});
