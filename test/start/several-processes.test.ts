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
  await yonder.users([...NAMES, "ann", "bea", "cem"].map((name) => ({ name, password: PASSWORD })));
});

afterAll(() => yonder.stop());

const sessionsOf = (metrics: string): string[] =>
  metrics.split("\n").filter((line) => line.startsWith("yonder_sessions{"));

test("connections go to one process after the other, and whoever is at one of them talks to all", async () => {
  const { c2s, http } = yonder.ports;
  const ann = await Visitor.enter({ transport: "tcp", port: c2s }, { username: "ann" });
  const bea = await Visitor.enter({ transport: "tcp", port: c2s }, { username: "bea" });
  const cem = await Visitor.enter({ transport: "bosh", port: http }, { username: "cem" });
  const metrics = await (await fetch(`${yonder.origin}/metrics`)).text();
  expect(sessionsOf(metrics).join()).toMatch(/process="node-1.1"} [12],.*process="node-1.2"} [12]/);
  expect(metrics).toMatch(/process_cpu_seconds_total{process="node-1"}/);

  for (let i = 0; i < 5; i += 1) {
    ann.write("bea", `to bea ${i}`);
    bea.write("cem", `to cem ${i}`);
    cem.write("ann", `to ann ${i}`);
  }
  for (const visitor of [ann, bea, cem]) {
    const wanted = Array.from({ length: 5 }, (_, i) => `to ${visitor.username} ${i}`);
    await until(`${visitor.username} has it all`, () => visitor.bodies.length >= wanted.length);
    expect(visitor.bodies).toEqual(wanted);
  }
  const trace = await yonder.run("trace", "to-bea-0");
  for (const name of ["node-1.1", "node-1.2"]) expect(trace).toContain(name);
  for (const visitor of [ann, bea, cem]) await visitor.client.quit();
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

  const [first = 0, second = 0] = childrenOf(yonder.pid);
  process.kill(first, "SIGKILL");
  await until("it serves again", () => yonder.output().includes('"msg":"a process serves again"'));
  expect(yonder.output()).toContain('"how":"SIGKILL"');
  expect(childrenOf(yonder.pid)).toHaveLength(2);
  expect(isRunning(second)).toBe(true);
  await until("everybody is in", () => travellers.every(({ port }) => port !== undefined));
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
