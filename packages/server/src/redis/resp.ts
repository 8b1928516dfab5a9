import type { Writable } from "node:stream";

/** What Redis answers (RESP2, https://redis.io/docs/latest/develop/reference/protocol-spec/); bulk strings are text or bytes, as the reader was asked. */
export type Reply = string | number | Buffer | null | RedisError | Reply[];
export type Argument = string | number | Buffer;

/** The engine refused a command. */
export class RedisError extends Error {
  override readonly name = "RedisError";

  /** The first word, such as `NOSCRIPT`. */
  get code(): string {
    return this.message.split(" ", 1)[0] ?? "";
  }
}

/** Appends a reply to what is to be written; texts as bulk strings. */
export function encodeReply(reply: Reply, out: (string | Buffer)[]): void {
  if (Array.isArray(reply)) {
    out.push(`*${reply.length}\r\n`);
    for (const part of reply) encodeReply(part, out);
  } else if (reply instanceof Buffer) out.push(`$${reply.length}\r\n`, reply, "\r\n");
  else if (reply instanceof RedisError) out.push(`-${reply.message}\r\n`);
  else if (typeof reply === "number") out.push(`:${reply}\r\n`);
  else if (reply === null) out.push("$-1\r\n");
  else out.push(`$${Buffer.byteLength(reply)}\r\n${reply}\r\n`);
}

/** Neighbouring texts leave as one: that is cheaper than many small writes. */
export function writePieces(socket: Writable, pieces: readonly (string | Buffer)[]): void {
  socket.cork();
  let text = "";
  for (const piece of pieces) {
    if (typeof piece === "string") {
      text += piece;
      continue;
    }
    socket.write(text);
    socket.write(piece);
    text = "";
  }
  socket.write(text);
  socket.uncork();
}

/** Appends a command to what is to be written: text as far as possible, bytes as they are. */
export function encodeCommand(parts: readonly Argument[], out: (string | Buffer)[]): void {
  let text = `*${parts.length}\r\n`;
  for (const part of parts) {
    if (part instanceof Buffer) {
      out.push(`${text}$${part.length}\r\n`, part);
      text = "\r\n";
      continue;
    }
    const argument = String(part);
    text += `$${Buffer.byteLength(argument)}\r\n${argument}\r\n`;
  }
  out.push(text);
}

const INCOMPLETE = Symbol("incomplete");
const NOTHING = Buffer.alloc(0);
const CR = 13;
const type = { simple: 43, error: 45, integer: 58, bulk: 36, array: 42 } as const;

/** Cuts what comes from the engine into replies. */
export class RespReader {
  readonly #isText: boolean;
  #buffer: Buffer = NOTHING;
  #at = 0;

  constructor(bulkStrings: "text" | "bytes") {
    this.#isText = bulkStrings === "text";
  }

  /** Throws when the bytes are not RESP2; the connection is of no use then. */
  read(chunk: Buffer, onReply: (reply: Reply) => void): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    let done = 0;
    while (done < this.#buffer.length) {
      this.#at = done;
      const reply = this.#next();
      if (reply === INCOMPLETE) break;
      done = this.#at;
      onReply(reply);
    }
    this.#buffer = done === this.#buffer.length ? NOTHING : this.#buffer.subarray(done);
  }

  #next(): Reply | typeof INCOMPLETE {
    const kind = this.#buffer[this.#at];
    const line = this.#line();
    if (line === undefined) return INCOMPLETE;
    if (kind === type.bulk) return this.#bulk(numberIn(line));
    if (kind === type.array) return this.#array(numberIn(line));
    if (kind === type.integer) return numberIn(line);
    if (kind === type.simple) return line;
    if (kind === type.error) return new RedisError(line);
    throw notRedis();
  }

  #line(): string | undefined {
    const end = this.#buffer.indexOf(CR, this.#at);
    if (end < 0 || end + 2 > this.#buffer.length) return undefined;
    const line = this.#buffer.toString("utf8", this.#at + 1, end);
    this.#at = end + 2;
    return line;
  }

  #bulk(length: number): Reply | typeof INCOMPLETE {
    if (length < 0) return null;
    const start = this.#at;
    const end = start + length;
    if (end + 2 > this.#buffer.length) return INCOMPLETE;
    this.#at = end + 2;
    return this.#isText ? this.#buffer.toString("utf8", start, end) : this.#buffer.subarray(start, end);
  }

  #array(length: number): Reply | typeof INCOMPLETE {
    if (length < 0) return null;
    const replies: Reply[] = [];
    for (let i = 0; i < length; i += 1) {
      const reply = this.#next();
      if (reply === INCOMPLETE) return INCOMPLETE;
      replies.push(reply);
    }
    return replies;
  }
}

function numberIn(line: string): number {
  if (!/^-?\d{1,16}$/.test(line)) throw notRedis();
  return Number(line);
}

function notRedis(): Error {
  return new Error("What answers is not Redis");
}
