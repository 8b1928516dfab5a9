// node bench/directory.ts [--sessions 1000000]: what a session costs in the status directory, and how fast it is found, on a Redis of its own.
import { randomBytes } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { parseArgs } from "node:util";
import type { Directory, DirectoryWatcher } from "../packages/server/src/directory/directory.ts";
import { redisDirectory } from "../packages/server/src/directory/redis.ts";
import { connectRedis, type RedisLink } from "../packages/server/src/redis/redis-link.ts";
import { startRedis } from "../packages/server/src/redis/redis-server.fixture.ts";
import { record } from "./record.ts";

const SESSIONS = 1_000_000;
const { values: options } = parseArgs({ options: { sessions: { type: "string", default: String(SESSIONS) } } });
const NODES = 4;
const IN_FLIGHT = 500;
const LOOK_UPS_PER_SECOND = 1000;
const LOOK_UP_SECONDS = 10;
const PIPELINE = 16;
const PIPELINED_LOOK_UPS = 50_000;
const total = Math.floor(Number(options.sessions) / NODES) * NODES;
const presence = { isAvailable: true, priority: 0, hasCarbons: true, isInterested: true };
const report = { webUrl: "https://chat.example.org", c2sAddress: undefined, sessions: 0, load: 0, isDraining: false };
const log = { debug() {}, info() {}, warn() {}, error() {} };

interface Member {
  readonly directory: Directory;
  readonly link: RedisLink;
}

const figures: Record<string, number> = {};
const redis = await startRedis();
const lost: Record<string, number> = {};
const members: Member[] = [];
for (let i = 1; i <= NODES; i += 1) members.push(await member(`node-${i}`));
const watcher = await member("node-5");

await measureRegistering();
await measureLookUps();
await measurePipelinedLookUps();
await measureMemoryLoss();
await measureDeath();

console.log(`${total.toLocaleString()} sessions on ${NODES} nodes`);
for (const [name, value] of Object.entries(figures)) console.log(`${value.toFixed(1).padStart(10)} ${name}`);
if (total === SESSIONS)
  record("directory", { scenario: `status directory, ${total} sessions on ${NODES} nodes`, figures });
for (const { directory, link } of [watcher, ...members]) {
  await link.close();
  await directory.stop();
}
await redis.stop();

async function member(node: string): Promise<Member> {
  const link = await connectRedis(redis.url, log);
  const epoch = randomBytes(6).toString("base64url");
  const directory = redisDirectory({ link, domain: "example.org", node, epoch, log });
  lost[node] = 0;
  const onLost: DirectoryWatcher["onLost"] = (sessions) => {
    lost[node] = (lost[node] ?? 0) + sessions.length;
  };
  await directory.join({ onLost, onTaken() {}, onGap() {}, onLease() {} }, () => report);
  return { directory, link };
}

/** User `i` is on node `i % NODES`. */
async function measureRegistering(): Promise<void> {
  const before = await engine();
  const [at, cpu] = [performance.now(), process.cpuUsage()];
  for (let i = 0; i < total; i += IN_FLIGHT) {
    const chunk = Array.from({ length: Math.min(IN_FLIGHT, total - i) }, (_, index) => i + index);
    await Promise.all(
      chunk.map((id) => members[id % NODES]?.directory.register(user(id), `web-${id % 9973}`, presence)),
    );
  }
  figures["registrations/s"] = (total / (performance.now() - at)) * 1000;
  figures["node CPU µs/registration"] = micros(cpu) / total;
  const after = await engine();
  figures["engine CPU µs/registration"] = ((after.cpu - before.cpu) * 1e6) / total;
  figures["engine bytes/session"] = (after.memory - before.memory) / total;
}

/** Of users chosen at random, on a node where none of them is, one after another at a steady rate. */
async function measureLookUps(): Promise<void> {
  // What the registrations left behind is collected meanwhile.
  await delay(3000);
  const times: number[] = [];
  const running: Promise<void>[] = [];
  const start = performance.now();
  const count = LOOK_UPS_PER_SECOND * LOOK_UP_SECONDS;
  for (let i = 0; i < count; i += 1) {
    const wait = start + (i * 1000) / LOOK_UPS_PER_SECOND - performance.now();
    if (wait > 0) await delay(wait);
    running.push(timed(times));
  }
  await Promise.all(running);
  times.sort((a, b) => a - b);
  figures["look-up µs, median"] = (times[Math.floor(times.length * 0.5)] ?? 0) * 1000;
  figures["look-up µs, 99 %"] = (times[Math.floor(times.length * 0.99)] ?? 0) * 1000;
}

async function measurePipelinedLookUps(): Promise<void> {
  const before = await engine();
  const cpu = process.cpuUsage();
  for (let i = 0; i < PIPELINED_LOOK_UPS; i += PIPELINE)
    await Promise.all(Array.from({ length: PIPELINE }, () => watcher.directory.lookUp(anybody())));
  figures[`node CPU µs/look-up, ${PIPELINE} at a time`] = micros(cpu) / PIPELINED_LOOK_UPS;
  figures[`engine CPU µs/look-up, ${PIPELINE} at a time`] =
    (((await engine()).cpu - before.cpu) * 1e6) / PIPELINED_LOOK_UPS;
}

async function timed(times: number[]): Promise<void> {
  const at = performance.now();
  const found = await watcher.directory.lookUp(anybody());
  times.push(performance.now() - at);
  if (found.length !== 1) throw new Error(`Found ${found.length}`);
}

/** The engine starts anew with nothing: until the last of all sessions is there again. */
async function measureMemoryLoss(): Promise<void> {
  await redis.kill();
  await redis.restart();
  const at = performance.now();
  await until(async () => (await entries()) === total);
  figures["seconds until all are registered again"] = (performance.now() - at) / 1000;
}

/** One node is cut off: until another has told of the last of its sessions. Its lease runs out first. */
async function measureDeath(): Promise<void> {
  // Nobody is taken for dead right after the engine came back.
  await delay(6000);
  const at = performance.now();
  await members[0]?.link.close();
  await until(() => Object.values(lost).some((count) => count > 0));
  figures["seconds until a dead node is noticed"] = (performance.now() - at) / 1000;
  await until(() => Object.values(lost).reduce((sum, count) => sum + count, 0) === total / NODES);
  figures["seconds until its sessions are told"] = (performance.now() - at) / 1000;
}

async function entries(): Promise<number> {
  if (!watcher.link.isUp) return 0;
  const keyspace = String(await watcher.link.command("INFO", "keyspace").catch(() => ""));
  const keys = Number(/keys=(\d+)/.exec(keyspace)?.[1] ?? 0);
  return keys - 2 * NODES - 2;
}

async function engine(): Promise<{ memory: number; cpu: number }> {
  const info = String(await watcher.link.command("INFO", "everything"));
  const value = (name: string): number => Number(new RegExp(`^${name}:([\\d.]+)`, "m").exec(info)?.[1] ?? 0);
  return { memory: value("used_memory"), cpu: value("used_cpu_user") + value("used_cpu_sys") };
}

function anybody(): string {
  return user(Math.floor(Math.random() * total));
}

function user(id: number): string {
  return `user${id}@example.org`;
}

function micros(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return user + system;
}

async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(50);
}
