import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { Engine } from "./engine.ts";
import { type Argument, encodeCommand, RedisError, type Reply, RespReader, writePieces } from "./resp.ts";

/** The engine is out of reach. Whether a command that was under way has been done is not known. */
export class RedisDown extends Error {
  override readonly name = "RedisDown";

  constructor(cause: unknown) {
    super("Redis is out of reach", { cause });
  }
}

export interface ConnectionEvents {
  /** What comes without being asked for: a message of a channel, or an invalidation. */
  readonly onPush?: (channel: string, payload: Reply | undefined) => void;
  /** Called once, before the commands under way are rejected. */
  onDown(reason: unknown): void;
}

const CONNECT_MS = 1000;
const TICK_MS = 500;
/** After so many ticks without an answer none will come. Ticks, not time: a process that was stopped must not blame the engine. */
const PATIENCE_TICKS = 4;
const MESSAGE = Buffer.from("message");

interface Pending {
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: Error) => void;
  readonly tick: number;
}

/** One connection to Redis. The commands of one turn leave in one write. Once down it stays so: make another. */
export class RedisConnection {
  readonly #engine: Engine;
  readonly #events: ConnectionEvents;
  readonly #socket: Socket;
  readonly #reader: RespReader;
  readonly #heartbeat: NodeJS.Timeout;
  readonly #impatience: NodeJS.Timeout;
  #pending: Pending[] = [];
  #answered = 0;
  #outgoing: (string | Buffer)[] = [];
  #endOfTurn: NodeJS.Immediate | undefined;
  #tick = 0;
  #down: RedisDown | undefined;

  /** Bulk strings come as bytes on a connection with `onPush`, as text on others. */
  constructor(engine: Engine, events: ConnectionEvents) {
    const { tls } = engine;
    this.#engine = engine;
    this.#events = events;
    this.#reader = new RespReader(events.onPush ? "bytes" : "text");
    const place = engine.path === undefined ? { host: engine.host, port: engine.port } : { path: engine.path };
    this.#socket = tls ? connectTls({ ...tls, ...place }) : connect(place);
    this.#socket.setNoDelay(true);
    this.#socket.on("data", (chunk: Buffer) => this.#read(chunk));
    this.#socket.on("error", (error) => this.close(error));
    this.#socket.on("close", () => this.close(new Error("Connection closed")));
    this.#heartbeat = setInterval(() => this.#beat(), TICK_MS);
    this.#impatience = setTimeout(() => this.close(new Error("Cannot connect in time")), CONNECT_MS);
  }

  /** The first thing to do. Resolves when the engine takes commands; rejects with its {@link RedisError}, such as for a wrong password. */
  async greet(): Promise<void> {
    const { username, password, database } = this.#engine;
    const steps: Promise<Reply>[] = [];
    if (password) steps.push(this.command("AUTH", ...(username ? [username] : []), password));
    if (database) steps.push(this.command("SELECT", database));
    await Promise.all([...steps, this.command("PING")]);
    clearTimeout(this.#impatience);
  }

  /** Rejects with {@link RedisDown} or {@link RedisError}. */
  command(...parts: Argument[]): Promise<Reply> {
    if (this.#down) return Promise.reject(this.#down);
    return new Promise((resolve, reject) => {
      this.#pending.push({ resolve, reject, tick: this.#tick });
      if (this.#outgoing.length === 0) this.#endOfTurn = setImmediate(() => this.flush());
      encodeCommand(parts, this.#outgoing);
    });
  }

  /** Sends at once what would leave at the end of the turn. */
  flush(): void {
    clearImmediate(this.#endOfTurn);
    const pieces = this.#outgoing;
    this.#outgoing = [];
    if (this.#down || pieces.length === 0) return;
    writePieces(this.#socket, pieces);
  }

  close(reason: unknown): void {
    if (this.#down) return;
    this.#down = new RedisDown(reason);
    clearInterval(this.#heartbeat);
    clearTimeout(this.#impatience);
    this.#socket.destroy();
    this.#events.onDown(reason);
    for (const { reject } of this.#pending.slice(this.#answered)) reject(this.#down);
    this.#pending = [];
    this.#answered = 0;
  }

  #read(chunk: Buffer): void {
    try {
      this.#reader.read(chunk, (reply) => this.#take(reply));
    } catch (error) {
      this.close(error);
    }
  }

  #take(reply: Reply): void {
    if (this.#down) return;
    if (this.#events.onPush && isMessage(reply)) return this.#events.onPush(String(reply[1]), reply[2]);
    const command = this.#shift();
    if (reply instanceof RedisError) command?.reject(reply);
    else command?.resolve(reply);
  }

  /** Taking from the front of a long array is slow: what is answered stays a while. */
  #shift(): Pending | undefined {
    const command = this.#pending[this.#answered];
    this.#answered += 1;
    if (this.#answered === this.#pending.length || this.#answered > 1000) {
      this.#pending = this.#pending.slice(this.#answered);
      this.#answered = 0;
    }
    return command;
  }

  /** A peer that went without a word is found out by asking it again and again. */
  #beat(): void {
    this.#tick += 1;
    const oldest = this.#pending[this.#answered];
    if (oldest && this.#tick - oldest.tick > PATIENCE_TICKS) return this.close(new Error("No answer"));
    // Whoever cares is told by `onDown`.
    if (this.#tick % 2 === 0) void this.command("PING").catch(() => undefined);
  }
}

function isMessage(reply: Reply): reply is Reply[] {
  return Array.isArray(reply) && reply.length === 3 && reply[0] instanceof Buffer && reply[0].equals(MESSAGE);
}
