import { RedisError, type Reply } from "./resp.ts";

type Value = string | Map<string, string> | Set<string>;

/** What the engine of one machine keeps: texts, hashes and sets by key, some for a time. */
export class LocalData {
  readonly #now: () => number;
  readonly #values = new Map<string, Value>();
  /** When what has a time is over. */
  readonly #ends = new Map<string, number>();

  /** `now`: monotonic, in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  has(key: string): boolean {
    return this.#value(key) !== undefined;
  }

  text(key: string): string | undefined {
    const value = this.#value(key);
    if (value !== undefined && typeof value !== "string") throw wrongType();
    return value;
  }

  hash(key: string): ReadonlyMap<string, string> {
    return this.#hash(key) ?? new Map();
  }

  set(key: string): ReadonlySet<string> {
    return this.#set(key) ?? new Set();
  }

  setText(key: string, value: string, milliseconds?: number): void {
    this.#values.set(key, value);
    this.#ends.delete(key);
    if (milliseconds !== undefined) this.endIn(key, milliseconds);
  }

  /** Whether there is something that ends. */
  endIn(key: string, milliseconds: number): boolean {
    if (!this.has(key)) return false;
    this.#ends.set(key, this.#now() + milliseconds);
    return true;
  }

  setField(key: string, field: string, value: string): boolean {
    const hash = this.#hash(key) ?? new Map<string, string>();
    const isNew = !hash.has(field);
    this.#values.set(key, hash.set(field, value));
    return isNew;
  }

  add(key: string, member: string): boolean {
    const set = this.#set(key) ?? new Set<string>();
    const isNew = !set.has(member);
    this.#values.set(key, set.add(member));
    return isNew;
  }

  remove(key: string): boolean {
    this.#ends.delete(key);
    return this.#values.delete(key);
  }

  /** Takes a field out of a hash, or a member out of a set; with the last one the key is gone. */
  removePart(key: string, part: string): boolean {
    const value = this.#value(key);
    if (typeof value === "string") throw wrongType();
    const was = value?.delete(part) ?? false;
    if (value?.size === 0) this.remove(key);
    return was;
  }

  #hash(key: string): Map<string, string> | undefined {
    const value = this.#value(key);
    if (value !== undefined && !(value instanceof Map)) throw wrongType();
    return value;
  }

  #set(key: string): Set<string> | undefined {
    const value = this.#value(key);
    if (value !== undefined && !(value instanceof Set)) throw wrongType();
    return value;
  }

  #value(key: string): Value | undefined {
    if ((this.#ends.get(key) ?? Number.POSITIVE_INFINITY) <= this.#now()) this.remove(key);
    return this.#values.get(key);
  }
}

/** A command on one key, which comes first among its arguments (MGET: on each of them). */
export interface DataCommand {
  readonly kind: "reads" | "writes";
  run(data: LocalData, key: string, args: readonly string[]): Reply;
}

/** Those of Redis that the status directory and the placement of rooms use. */
export const dataCommands: ReadonlyMap<string, DataCommand> = new Map([
  reads("GET", (data, key) => data.text(key) ?? null),
  reads("MGET", (data, key, others) => [key, ...others].map((one) => data.text(one) ?? null)),
  reads("EXISTS", (data, key) => Number(data.has(key))),
  reads("HGET", (data, key, [field = ""]) => data.hash(key).get(field) ?? null),
  reads("HGETALL", (data, key) => [...data.hash(key)].flat()),
  reads("SMEMBERS", (data, key) => [...data.set(key)]),
  reads("SRANDMEMBER", (data, key, [count]) => [...data.set(key)].slice(0, Number(count))),
  writes("SET", set),
  writes("DEL", (data, key) => Number(data.remove(key))),
  writes("PEXPIRE", (data, key, [milliseconds]) => Number(data.endIn(key, Number(milliseconds)))),
  writes("HSET", (data, key, [field = "", value = ""]) => Number(data.setField(key, field, value))),
  writes("HDEL", (data, key, fields) => fields.filter((field) => data.removePart(key, field)).length),
  writes("SADD", (data, key, members) => members.filter((member) => data.add(key, member)).length),
  writes("SREM", (data, key, members) => members.filter((member) => data.removePart(key, member)).length),
]);

/** `SET key value [NX] [PX milliseconds]` */
function set(data: LocalData, key: string, [value = "", ...options]: readonly string[]): Reply {
  if (options.includes("NX") && data.has(key)) return null;
  const at = options.indexOf("PX");
  data.setText(key, value, at < 0 ? undefined : Number(options[at + 1]));
  return "OK";
}

function reads(name: string, run: DataCommand["run"]): [string, DataCommand] {
  return [name, { kind: "reads", run }];
}

function writes(name: string, run: DataCommand["run"]): [string, DataCommand] {
  return [name, { kind: "writes", run }];
}

function wrongType(): RedisError {
  return new RedisError("WRONGTYPE Operation against a key holding the wrong kind of value");
}
