import { pino } from "pino";
import { afterAll, afterEach, beforeAll } from "vitest";
import { connectRedis, type RedisLink } from "../redis/redis-link.ts";
import { type RedisServer, startRedis } from "../redis/redis-server.fixture.ts";
import { decodeFrame, encodeFrame, type Frame } from "./frame.ts";
import { channelOf } from "./line.ts";
import { type RedisRelayOptions, redisRelay } from "./redis.ts";
import type { Relay } from "./relay.ts";

const domain = "localhost";

/** A node played by the test: it hears frames, and says whatever it is told to. */
export interface Stranger {
  readonly life: string;
  readonly heard: { readonly frame: Frame; readonly texts: string }[];
  /** Fields of a frame, known or not. */
  say(target: string, fields: Readonly<Record<string, unknown>>, texts?: string): Promise<void>;
  sayBytes(target: string, payload: Buffer): Promise<void>;
}

export interface RedisNodes {
  readonly engine: RedisServer;
  /** What the nodes have logged, one JSON text each. */
  readonly logged: string[];
  node(name: string, options?: Partial<RedisRelayOptions>): Promise<Relay>;
  stranger(name: string): Promise<Stranger>;
  link(): Promise<RedisLink>;
}

/** One engine for all tests of the present `describe`, and nodes that are gone after each test. */
export function redisNodes(): RedisNodes {
  let engine: RedisServer;
  const links: RedisLink[] = [];
  const relays: Relay[] = [];
  const logged: string[] = [];
  const log = pino({ level: "debug" }, { write: (line) => void logged.push(line) });

  beforeAll(async () => {
    engine = await startRedis();
  });
  afterEach(async () => {
    // Nodes whose link is down wait for nobody.
    await Promise.all(links.splice(0).map((link) => link.close()));
    await Promise.all(relays.splice(0).map((relay) => relay.stop()));
    logged.length = 0;
  });
  afterAll(() => engine.stop());

  async function link(): Promise<RedisLink> {
    const made = await connectRedis(engine.url, pino({ level: "silent" }));
    links.push(made);
    return made;
  }

  return {
    get engine() {
      return engine;
    },
    logged,
    link,
    async node(name, options) {
      const relay = await redisRelay({
        link: options?.link ?? (await link()),
        domain,
        node: name,
        life: crypto.randomUUID(),
        receive: () => ({ kind: "delivered", sessions: 1 }),
        log,
        ...options,
      });
      relays.push(relay);
      return relay;
    },
    stranger: async (name) => stranger(name, await link()),
  };
}

async function stranger(name: string, link: RedisLink): Promise<Stranger> {
  const life = crypto.randomUUID();
  const heard: Stranger["heard"] = [];
  let seq = 0;
  await link.subscribe(channelOf(domain, name), (payload) => {
    const { frame, texts } = decodeFrame(payload) ?? {};
    if (frame) heard.push({ frame, texts: String(texts) });
  });
  const sayBytes = async (target: string, payload: Buffer): Promise<void> => {
    await link.publish(channelOf(domain, target), payload);
  };
  return {
    life,
    heard,
    sayBytes,
    say: (target, fields, texts = "") =>
      sayBytes(target, encodeFrame({ v: 1, from: name, life, seq: ++seq, ...fields }, texts)),
  };
}
