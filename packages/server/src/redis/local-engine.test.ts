import { pino } from "pino";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { startLocalEngine, type TestEngine } from "./local-engine.fixture.ts";
import { connectRedis, type RedisLink } from "./redis-link.ts";
import { RedisError } from "./resp.ts";

const log = pino({ level: "silent" });
let engine: TestEngine;
let links: RedisLink[];
let now: number;

beforeEach(async () => {
  links = [];
  now = 0;
  const twice = (call: (name: string, key: string, ...args: string[]) => unknown, key: string) => {
    call("SET", key, `${call("GET", key)} ${call("GET", key)}`);
    return call("GET", key) as string;
  };
  engine = await startLocalEngine({ steps: new Map([["twice", twice]]), now: () => now });
});

afterEach(async () => {
  for (const link of links) await link.close();
  await engine.stop();
});

async function open(): Promise<RedisLink> {
  const link = await connectRedis(engine.url, log);
  links.push(link);
  return link;
}

test("texts, hashes and sets are kept as Redis keeps them", async () => {
  const link = await open();
  const say = (text: string) => link.command(...(text.split(" ") as [string, ...string[]]));
  expect(await say("GET a")).toBeNull();
  expect(await say("SET a ü")).toBe("OK");
  expect(await say("SET a 2 NX PX 100")).toBeNull();
  expect(await say("MGET a b")).toEqual(["ü", null]);
  expect(await say("EXISTS a")).toBe(1);
  expect(await say("DEL a")).toBe(1);
  expect(await say("DEL a")).toBe(0);
  expect([await say("HSET h f 1"), await say("HSET h f 2"), await say("HSET h g 3")]).toEqual([1, 0, 1]);
  expect(await say("HGETALL h")).toEqual(["f", "2", "g", "3"]);
  expect([await say("HDEL h f"), await say("HDEL h g"), await say("EXISTS h")]).toEqual([1, 1, 0]);
  expect([await say("SADD s a"), await say("SADD s a"), await say("SADD s b")]).toEqual([1, 0, 1]);
  expect(await say("SRANDMEMBER s 1")).toHaveLength(1);
  expect([await say("SREM s a b"), await say("SMEMBERS s")]).toEqual([2, []]);
});

test("what has a time is gone after it, unless that is renewed", async () => {
  const link = await open();
  await link.command("SET", "lease", "1", "PX", 100);
  now = 99;
  expect(await link.command("PEXPIRE", "lease", 100)).toBe(1);
  now = 198;
  expect(await link.command("GET", "lease")).toBe("1");
  now = 199;
  expect(await link.command("GET", "lease")).toBeNull();
  expect(await link.command("PEXPIRE", "lease", 100)).toBe(0);
  await link.command("SET", "lease", "2", "PX", 100);
  await link.command("SET", "lease", "3");
  now = 1_000;
  expect(await link.command("GET", "lease")).toBe("3");
});

test("commands that make no sense are refused, and the next one is not", async () => {
  const link = await open();
  await link.command("SADD", "set", "a");
  await expect(link.command("GET", "set")).rejects.toThrow(RedisError);
  await expect(link.command("FLY", "away")).rejects.toThrow("unknown command");
  await expect(link.command("EVAL", "return 1", 1, "a")).rejects.toThrow("NOSCRIPT");
  expect(await link.command("PING")).toBe("PONG");
});

test("a step is done at once, in place of its script", async () => {
  const link = await open();
  await link.command("SET", "a", "x");
  const both = [link.command("EVAL", "twice", 1, "a"), link.command("EVAL", "twice", 1, "a")];
  expect(await Promise.all(both)).toEqual(["x x", "x x x x"]);
});

test("a message of any bytes reaches those who subscribed, and says how many they were", async () => {
  const [one, other] = [await open(), await open()];
  const got: Buffer[] = [];
  await other.subscribe("to-other", (payload) => void got.push(payload));
  const payload = Buffer.from([0, 13, 10, 255]);
  expect(await one.publish("to-other", payload)).toBe(1);
  await vi.waitFor(() => expect(got).toEqual([payload]));
  await other.close();
  await vi.waitFor(async () => expect(await one.publish("to-other", payload)).toBe(0));
});

test("who has read something hears when another one changes it, before what that says next; who changes it does not", async () => {
  const [one, other] = [await open(), await open()];
  const seen: unknown[] = [];
  one.onInvalidated(() => seen.push("one"));
  other.onInvalidated((keys) => seen.push(keys));
  await other.subscribe("c", () => seen.push("message"));
  for (const link of [one, other]) await link.command("HGETALL", "a");
  void one.command("HSET", "a", "f", "1");
  await one.publish("c", Buffer.from("now"));
  await vi.waitFor(() => expect(seen).toEqual([["a"], "message"]));
  await one.command("HSET", "a", "f", "2");
  await one.publish("c", Buffer.from("now"));
  await vi.waitFor(() => expect(seen).toEqual([["a"], "message", "message"]));
});

test("nobody hears of what was read with the word that it does not matter", async () => {
  const [one, other] = [await open(), await open()];
  const seen: unknown[] = [];
  other.onInvalidated((keys) => seen.push(keys));
  void other.command("CLIENT", "CACHING", "NO");
  await other.command("GET", "lease");
  await other.command("GET", "a");
  await one.command("SET", "lease", "1");
  await one.command("SET", "a", "1");
  await vi.waitFor(() => expect(seen).toEqual([["a"]]));
});
