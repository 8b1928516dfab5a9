import type { ConnectionOptions } from "node:tls";
import type { Log } from "../stream/node-port.ts";
import { type Engine, engineOf } from "./engine.ts";
import { RedisConnection, RedisDown } from "./redis-connection.ts";
import { type Argument, RedisError, type Reply } from "./resp.ts";

/**
 * Redis as one thing that is there or not: a connection for commands, and one over which the messages of all channels and the
 * invalidations of what was read arrive in the order in which the engine saw their causes.
 */
export interface RedisLink {
  readonly isUp: boolean;
  /**
   * A command, sent together with the others of this turn, in the order of the calls; strings in its answer come as text.
   * Rejects with {@link RedisDown} while the engine is out of reach, or when it is lost before the answer: then the command may have been done.
   */
  command(name: string, ...args: Argument[]): Promise<unknown>;
  /** Number of subscribers that got it. */
  publish(channel: string, payload: Buffer): Promise<number>;
  /** Sends at once the commands that would leave at the end of the turn: for who calls at its end. */
  flush(): void;
  /** Whose messages the handler gets; subscribed again by itself after the engine was away. Resolves when subscribed. */
  subscribe(channel: string, handler: (payload: Buffer) => void): Promise<void>;
  /** Keys that this node has read and somebody else has changed since; undefined: all of them. */
  onInvalidated(listener: (keys: readonly string[] | undefined) => void): void;
  /** Both connections are there again. */
  onUp(listener: () => void): void;
  /** One of them broke, so both are dropped: what is read or published now may be missed. */
  onDown(listener: () => void): void;
  close(): Promise<void>;
}

export interface LinkOptions {
  /** For rediss://, such as an authority of one's own. */
  readonly tls?: ConnectionOptions;
  /** How long to wait for the engine at the start. */
  readonly patienceMs?: number;
}

/** Resolves when the engine is there; rejects with {@link RedisDown} when it lets nobody in, or is not there in time. Logs no password. */
export async function connectRedis(
  url: string,
  log: Log,
  { tls, patienceMs = 5000 }: LinkOptions = {},
): Promise<RedisLink> {
  const link = new Link(engineOf(url, tls), log);
  const impatience = setTimeout(() => void link.close(), patienceMs);
  try {
    await link.first;
    return link;
  } catch (error) {
    await link.close();
    throw error;
  } finally {
    clearTimeout(impatience);
  }
}

/** Server-assisted caching: https://redis.io/docs/latest/develop/reference/client-side-caching/ */
const INVALIDATIONS = "__redis__:invalidate";

interface Channel {
  readonly handler: (payload: Buffer) => void;
  readonly subscribed: PromiseWithResolvers<void>;
}

/** Two connections; when one breaks, both are dropped and made anew. */
interface Pair {
  readonly commands: RedisConnection;
  readonly subscriber: RedisConnection;
}

class Link implements RedisLink {
  readonly #engine: Engine;
  readonly #log: Log;
  readonly #channels = new Map<string, Channel>();
  readonly #invalidated: ((keys: readonly string[] | undefined) => void)[] = [];
  readonly #ups: (() => void)[] = [];
  readonly #downs: (() => void)[] = [];
  readonly #first = Promise.withResolvers<void>();
  #pair: Pair | undefined;
  #isUp = false;
  #isClosed = false;
  /** Attempts since the engine was lost. */
  #tries = 0;
  #reason: unknown;
  #retry: NodeJS.Timeout | undefined;

  constructor(engine: Engine, log: Log) {
    this.#engine = engine;
    this.#log = log;
    this.#connect();
  }

  get isUp(): boolean {
    return this.#isUp;
  }

  /** Settles when the engine is there for the first time, or was not before the link was closed. */
  get first(): Promise<void> {
    return this.#first.promise;
  }

  command(name: string, ...args: Argument[]): Promise<Reply> {
    if (this.#isUp && this.#pair) return this.#pair.commands.command(name, ...args);
    return Promise.reject(new RedisDown(this.#reason));
  }

  async publish(channel: string, payload: Buffer): Promise<number> {
    return Number(await this.command("PUBLISH", channel, payload));
  }

  flush(): void {
    this.#pair?.commands.flush();
  }

  async subscribe(name: string, handler: (payload: Buffer) => void): Promise<void> {
    const channel: Channel = { handler, subscribed: Promise.withResolvers() };
    this.#channels.set(name, channel);
    // One that fails is made up for as soon as the engine is back.
    if (this.#isUp && this.#pair) subscribe(this.#pair, name, channel).catch(() => undefined);
    await channel.subscribed.promise;
  }

  onInvalidated(listener: (keys: readonly string[] | undefined) => void): void {
    this.#invalidated.push(listener);
  }

  onUp(listener: () => void): void {
    this.#ups.push(listener);
  }

  onDown(listener: () => void): void {
    this.#downs.push(listener);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    if (this.#pair) this.#drop(this.#pair, this.#reason ?? new Error("Closed"));
    this.#first.reject(new RedisDown(this.#reason));
  }

  /** Without what is secret. */
  get #name(): string {
    return this.#engine.path ?? `${this.#engine.host}:${this.#engine.port}`;
  }

  #connect(): void {
    const onDown = (reason: unknown): void => this.#drop(pair, reason);
    const onPush = (channel: string, payload: Reply | undefined): void => this.#push(channel, payload);
    const pair: Pair = {
      subscriber: new RedisConnection(this.#engine, { onDown, onPush }),
      commands: new RedisConnection(this.#engine, { onDown }),
    };
    this.#pair = pair;
    this.#prepare(pair).catch((error: unknown) => this.#drop(pair, error));
  }

  /** Up is only what can do everything: an answer that is cached before tracking is on would be wrong for ever. */
  async #prepare(pair: Pair): Promise<void> {
    await Promise.all([pair.subscriber.greet(), pair.commands.greet()]);
    const id = String(await pair.subscriber.command("CLIENT", "ID"));
    await pair.subscriber.command("SUBSCRIBE", INVALIDATIONS);
    await pair.commands.command("CLIENT", "TRACKING", "ON", "REDIRECT", id, "OPTOUT", "NOLOOP");
    // Those that are added meanwhile are visited too.
    for (const [name, channel] of this.#channels) await subscribe(pair, name, channel);
    this.#isUp = true;
    if (this.#tries > 0) this.#log.info({ engine: this.#name }, "Redis is back");
    this.#tries = 0;
    this.#first.resolve();
    for (const listener of this.#ups) listener();
  }

  /** Called for each of the two connections, and once is enough. Listeners hear of it before commands are rejected. */
  #drop(pair: Pair, reason: unknown): void {
    if (this.#pair !== pair) return;
    const wasUp = this.#isUp;
    this.#pair = undefined;
    this.#isUp = false;
    this.#reason = reason;
    if (wasUp) for (const listener of this.#downs) listener();
    pair.subscriber.close(reason);
    pair.commands.close(reason);
    if (reason instanceof RedisError && reason.code !== "LOADING") this.#first.reject(new RedisDown(reason));
    if (!this.#isClosed) this.#retryLater();
  }

  /** Quick at first, since sessions wait for it. */
  #retryLater(): void {
    if (this.#tries === 0) this.#log.warn({ err: this.#reason, engine: this.#name }, "Redis is out of reach");
    this.#retry = setTimeout(() => this.#connect(), Math.min(25 * 2 ** this.#tries, this.#tries < 25 ? 200 : 1000));
    this.#tries += 1;
  }

  #push(channel: string, payload: Reply | undefined): void {
    try {
      if (channel === INVALIDATIONS) {
        const keys = Array.isArray(payload) ? payload.map(String) : undefined;
        for (const listener of this.#invalidated) listener(keys);
      } else if (payload instanceof Buffer) this.#channels.get(channel)?.handler(payload);
    } catch (error) {
      this.#log.error({ err: error, channel }, "message from Redis not handled");
    }
  }
}

async function subscribe({ subscriber }: Pair, name: string, { subscribed }: Channel): Promise<void> {
  await subscriber.command("SUBSCRIBE", name);
  subscribed.resolve();
}
