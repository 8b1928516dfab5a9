import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { dataCommands, LocalData } from "./local-data.ts";
import { encodeReply, RedisError, type Reply, RespReader, writePieces } from "./resp.ts";

/** What is done in one step, where Redis runs a script: `call` runs a command at once. */
export type Step = (
  call: (name: string, key: string, ...args: string[]) => Reply,
  key: string,
  args: readonly string[],
) => Reply;

export interface LocalEngineOptions {
  /** In place of the scripts with these texts. */
  readonly steps: ReadonlyMap<string, Step>;
  /** Monotonic, in milliseconds. */
  readonly now?: () => number;
}

/** Bytes that may wait for who does not read; then it is cut off, and comes back. */
const MAX_WAITING = 64 * 1024 * 1024;
/** Keys of which it is known who has read them; of the oldest beyond that they are told as if it had changed. */
const MAX_TRACKED = 1_000_000;
const INVALIDATIONS = "__redis__:invalidate";

/** Somebody's connection. */
interface Client {
  readonly id: number;
  readonly socket: Socket;
  readonly out: (string | Buffer)[];
  readonly channels: Set<string>;
  /** Who is told when what this one has read is changed by another one. */
  tellsOfChanges: Client | undefined;
  /** Nobody is to be told of what the next command reads. */
  isNextUntold: boolean;
}

/**
 * What stands in for Redis between the processes of one machine: as much of it as the status directory, the relay and the placement of rooms use,
 * on a socket of this machine. Who may reach the socket may do everything.
 */
export class LocalEngine {
  readonly #steps: ReadonlyMap<string, Step>;
  readonly #data: LocalData;
  readonly #server: Server;
  readonly #clients = new Map<number, Client>();
  readonly #subscribers = new Map<string, Set<Client>>();
  /** Who has read which key since it was changed last. */
  readonly #readers = new Map<string, Set<Client>>();
  /** Those to whom something is to be said when the turn ends. */
  #due: Client[] = [];
  #lastId = 0;

  private constructor({ steps, now = () => performance.now() }: LocalEngineOptions) {
    this.#steps = steps;
    this.#data = new LocalData(now);
    this.#server = createServer((socket) => this.#welcome(socket));
  }

  /** Rejects with the system's error when it cannot listen there. */
  static async listen(path: string, options: LocalEngineOptions): Promise<LocalEngine> {
    const engine = new LocalEngine(options);
    engine.#server.listen(path);
    await once(engine.#server, "listening");
    return engine;
  }

  async close(): Promise<void> {
    const isClosed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    for (const { socket } of this.#clients.values()) socket.destroy();
    await isClosed;
  }

  #welcome(socket: Socket): void {
    this.#lastId += 1;
    const channels = new Set<string>();
    const client = { id: this.#lastId, socket, out: [], channels, tellsOfChanges: undefined, isNextUntold: false };
    const reader = new RespReader("bytes");
    this.#clients.set(client.id, client);
    socket.on("data", (chunk: Buffer) => {
      try {
        reader.read(chunk, (command) => this.#say(client, this.#answer(client, command)));
      } catch {
        socket.destroy(); // what comes is no command
      }
    });
    socket.on("error", () => socket.destroy());
    socket.on("close", () => this.#farewell(client));
  }

  #farewell(client: Client): void {
    this.#clients.delete(client.id);
    for (const channel of client.channels) this.#subscribers.get(channel)?.delete(client);
    for (const readers of this.#readers.values()) readers.delete(client);
  }

  #answer(client: Client, command: Reply): Reply {
    const parts = command as Buffer[];
    const [name, ...args] = parts.map((part, index) => (index === 2 && isPublish(parts) ? "" : String(part)));
    try {
      return this.#do(client, name ?? "", args, parts[2]);
    } catch (error) {
      if (error instanceof RedisError) return error;
      throw error;
    }
  }

  #do(client: Client, name: string, args: readonly string[], payload: Buffer | undefined): Reply {
    const [first = "", ...rest] = args;
    if (name === "PUBLISH") return this.#publish(first, payload ?? Buffer.alloc(0));
    if (name === "PING") return "PONG";
    if (name === "SUBSCRIBE") return this.#subscribe(client, first);
    if (name === "CLIENT") return this.#client(client, first, rest);
    try {
      if (name !== "EVAL") return this.#call(client, name, first, rest);
      const step = this.#steps.get(first);
      if (!step) throw new RedisError("NOSCRIPT This engine runs no scripts but those it was made with");
      return step((...call) => this.#call(client, call[0], call[1], call.slice(2)), rest[1] ?? "", rest.slice(2));
    } finally {
      client.isNextUntold = false;
    }
  }

  #call(client: Client, name: string, key: string, args: readonly string[]): Reply {
    const command = dataCommands.get(name);
    if (!command) throw new RedisError(`ERR unknown command '${name}'`);
    const reply = command.run(this.#data, key, args);
    if (command.kind === "writes") this.#changed(key, client);
    else if (client.tellsOfChanges && !client.isNextUntold) this.#read(key, client);
    return reply;
  }

  #client(client: Client, what: string, args: readonly string[]): Reply {
    if (what === "ID") return client.id;
    if (what === "GETREDIR") return client.tellsOfChanges?.id ?? -1;
    if (what === "CACHING") client.isNextUntold = args[0] === "NO";
    else if (what === "TRACKING") client.tellsOfChanges = this.#clients.get(Number(args[args.indexOf("REDIRECT") + 1]));
    else throw new RedisError(`ERR unknown subcommand '${what}'`);
    return "OK";
  }

  #subscribe(client: Client, channel: string): Reply {
    const subscribers = this.#subscribers.get(channel) ?? new Set();
    this.#subscribers.set(channel, subscribers.add(client));
    client.channels.add(channel);
    return ["subscribe", channel, client.channels.size];
  }

  #publish(channel: string, payload: Buffer): number {
    const subscribers = this.#subscribers.get(channel) ?? [];
    let count = 0;
    for (const subscriber of subscribers) {
      this.#say(subscriber, ["message", channel, payload]);
      count += 1;
    }
    return count;
  }

  #read(key: string, client: Client): void {
    const readers = this.#readers.get(key);
    if (readers) return void readers.add(client);
    this.#readers.set(key, new Set([client]));
    const [oldest] = this.#readers.keys();
    if (this.#readers.size > MAX_TRACKED && oldest !== undefined) this.#changed(oldest, undefined);
  }

  /** Who changed it knows. */
  #changed(key: string, by: Client | undefined): void {
    const readers = this.#readers.get(key);
    if (!readers) return;
    this.#readers.delete(key);
    for (const reader of readers) {
      const told = reader === by ? undefined : reader.tellsOfChanges;
      if (told?.channels.has(INVALIDATIONS)) this.#say(told, ["message", INVALIDATIONS, [key]]);
    }
  }

  /** When the turn ends: by then all that came in it is done. */
  #say(client: Client, reply: Reply): void {
    if (this.#due.length === 0) setImmediate(() => this.#endTurn());
    if (client.out.length === 0) this.#due.push(client);
    encodeReply(reply, client.out);
  }

  #endTurn(): void {
    const due = this.#due;
    this.#due = [];
    for (const { socket, out } of due) {
      const pieces = out.splice(0);
      if (socket.writableLength > MAX_WAITING) socket.destroy();
      if (!socket.destroyed) writePieces(socket, pieces);
    }
  }
}

const PUBLISH = Buffer.from("PUBLISH");

/** Its payload is no text. */
function isPublish(parts: readonly Buffer[]): boolean {
  return parts[0]?.equals(PUBLISH) === true;
}
