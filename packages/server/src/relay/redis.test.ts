import { pino } from "pino";
import { afterAll, afterEach, beforeAll, describe } from "vitest";
import { named } from "../../../../test/support/programs.ts";
import { connectRedis, type RedisLink } from "../redis/redis-link.ts";
import { missingRedis, type RedisServer, startRedis } from "../redis/redis-server.fixture.ts";
import { redisRelay } from "./redis.ts";
import { relayContract } from "./relay.contract.ts";
import type { Receiver, Relay } from "./relay.ts";

const log = pino({ level: "silent" });

describe.skipIf(missingRedis)(named("relay over Redis", missingRedis), () => {
  let engine: RedisServer;
  const links: RedisLink[] = [];

  beforeAll(async () => {
    engine = await startRedis();
  });
  afterEach(async () => {
    for (const link of links.splice(0)) await link.close();
  });
  afterAll(() => engine.stop());

  async function open(node: string, receive: Receiver): Promise<Relay> {
    const link = await connectRedis(engine.url, log);
    links.push(link);
    return redisRelay({ link, domain: "localhost", node, life: crypto.randomUUID(), receive, log });
  }

  describe("to another node", () => {
    relayContract(async (receive) => ({
      source: await open("n1", () => ({ kind: "none-here" })),
      sourceNode: "n1",
      target: await open("n2", receive),
      targetNode: "n2",
    }));
  });

  describe("to the node itself", () => {
    relayContract(async (receive) => {
      const relay = await open("n1", receive);
      return { source: relay, sourceNode: "n1", target: relay, targetNode: "n1" };
    });
  });
});
