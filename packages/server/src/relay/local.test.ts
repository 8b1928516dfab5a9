import { pino } from "pino";
import { afterEach, beforeEach, describe } from "vitest";
import { startLocalEngine, type TestEngine } from "../redis/local-engine.fixture.ts";
import { connectRedis, type RedisLink } from "../redis/redis-link.ts";
import { redisRelay } from "./redis.ts";
import { relayContract } from "./relay.contract.ts";
import type { Receiver, Relay } from "./relay.ts";

const log = pino({ level: "silent" });
const links: RedisLink[] = [];
let engine: TestEngine;

beforeEach(async () => {
  engine = await startLocalEngine({ steps: new Map() });
});
afterEach(async () => {
  for (const link of links.splice(0)) await link.close();
  await engine.stop();
});

async function open(node: string, receive: Receiver): Promise<Relay> {
  const link = await connectRedis(engine.url, log);
  links.push(link);
  return redisRelay({ link, domain: "localhost", node, life: crypto.randomUUID(), receive, log });
}

describe("relay between the processes of one machine", () => {
  relayContract(async (receive) => ({
    source: await open("n1", () => ({ kind: "delivered", sessions: 1 })),
    sourceNode: "n1",
    target: await open("n2", receive),
    targetNode: "n2",
  }));
});
