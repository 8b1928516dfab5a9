import type { Logger } from "pino";
import type { Directory } from "../directory/directory.ts";
import type { Awaitable } from "../features/feature.ts";
import type { Relay } from "../relay/relay.ts";

/** Lists kept in memory; beyond it, the one that was read first is read again. */
const MAX_LISTS = 10_000;
/** How long, in milliseconds, another node has to say that it has taken notice of a change, and how often it is told. */
const NOTICE_TIME = 2_000;
const NOTICES = 2;
/** When a node that has just come, in milliseconds, is known to all others. */
const KNOWN_AFTER = 5_000;
/** When a store that did not answer, in milliseconds, is asked again. */
const RETRY_AFTER = 5_000;

export interface ListSource<T> {
  /** Usernames of those who have a list, in order, behind `after`; an empty page is the last. */
  users(after: string): Promise<readonly string[]>;
  /** Undefined: the user has none. */
  read(username: string): Promise<T | undefined>;
}

interface Parts<T> {
  /** What other nodes know them by. */
  readonly name: string;
  readonly source: ListSource<T>;
  readonly node: string;
  readonly directory: Pick<Directory, "nodes">;
  readonly relay: Pick<Relay, "ask" | "answer">;
  readonly log: Logger;
}

/** Lists that few users have, such as of blocked addresses: whoever has none is known without asking the store, on every node. */
export class SparseLists<T> {
  readonly #parts: Parts<T>;
  /** Who has a list, as far as is known; some of them may have none. */
  readonly #users = new Set<string>();
  readonly #lists = new Map<string, Awaitable<T | undefined>>();
  /** As they were, of those that are to be read again. */
  readonly #former = new Map<string, T>();
  #reloading: NodeJS.Timeout | undefined;
  #isStopped = false;

  constructor(parts: Parts<T>) {
    this.#parts = parts;
    parts.relay.answer(topicOf(parts.name), async (username) => {
      await this.#readAgain(username);
      return "noticed";
    });
  }

  /** Nobody has a list. */
  get isEmpty(): boolean {
    return this.#users.size === 0;
  }

  /** This node has come to the cluster: learns who has a list, and once more when the others know it. They tell of changes since. */
  async join(): Promise<void> {
    await this.reload();
    this.#reloadIn(KNOWN_AFTER);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#reloading);
  }

  /** What other nodes told may not have arrived: all is read anew, later if the store is away. */
  catchUp(): Promise<void> {
    return this.reload().catch((error: unknown) => {
      this.#parts.log.warn({ err: error }, "lists could not be read again");
      this.#reloadIn(RETRY_AFTER);
    });
  }

  /** Learns who has a list. Rejects when the store does. */
  async reload(): Promise<void> {
    for (const username of this.#lists.keys()) this.#setAside(username);
    let page = await this.#parts.source.users("");
    while (page.length > 0) {
      for (const username of page) this.#users.add(username);
      page = await this.#parts.source.users(page.at(-1) ?? "");
    }
  }

  /** A user's list, at once if it is known; undefined: there is none. Rejects when the store does. */
  of(username: string): Awaitable<T | undefined> {
    if (!this.#users.has(username)) return undefined;
    return this.#lists.get(username) ?? this.#read(username);
  }

  /** The same at once, for whoever cannot wait: while it is being read, as it was before. */
  atHand(username: string): T | undefined {
    const list = this.of(username);
    if (!(list instanceof Promise)) return list;
    list.catch(() => undefined); // told in the log
    return this.#former.get(username);
  }

  /** A list has changed in the store. Resolves when all nodes go by what it is now. */
  async changed(username: string): Promise<void> {
    const own = this.#readAgain(username);
    const others = this.#parts.directory.nodes().filter(({ node }) => node !== this.#parts.node);
    await Promise.all([own, ...others.map(({ node }) => this.#tell(node, username))]);
  }

  #reloadIn(milliseconds: number): void {
    clearTimeout(this.#reloading);
    if (!this.#isStopped) this.#reloading = setTimeout(() => this.catchUp(), milliseconds).unref();
  }

  #read(username: string): Promise<T | undefined> {
    const reading = this.#parts.source.read(username).then(
      (list) => {
        if (this.#lists.get(username) === reading) this.#keep(username, list);
        return list;
      },
      (error: unknown) => {
        if (this.#lists.get(username) === reading) this.#lists.delete(username);
        this.#parts.log.warn({ err: error }, "a list could not be read");
        throw error;
      },
    );
    this.#lists.set(username, reading);
    return reading;
  }

  #keep(username: string, list: T | undefined): void {
    this.#lists.delete(username);
    this.#former.delete(username);
    if (list === undefined) return void this.#users.delete(username);
    this.#lists.set(username, list);
    dropOldest(this.#lists);
  }

  /** A list may have changed in the store; this node reads it again. */
  forget(username: string): void {
    this.#users.add(username);
    this.#setAside(username);
  }

  async #readAgain(username: string): Promise<void> {
    this.forget(username);
    await Promise.resolve(this.of(username)).catch(() => undefined); // told in the log, and tried again when it is needed
  }

  #setAside(username: string): void {
    const list = this.#lists.get(username);
    this.#lists.delete(username);
    if (list === undefined || list instanceof Promise) return;
    this.#former.set(username, list);
    dropOldest(this.#former);
  }

  /** A node that is not reached learns of a gap when it is back. */
  async #tell(node: string, username: string): Promise<void> {
    const { relay, name, log } = this.#parts;
    for (let i = 0; i < NOTICES; i += 1)
      if ((await relay.ask(node, topicOf(name), username, NOTICE_TIME)) !== undefined) return;
    log.warn({ node }, "another node could not be told of a changed list");
  }
}

function dropOldest(lists: Map<string, unknown>): void {
  if (lists.size <= MAX_LISTS) return;
  const { value: oldest } = lists.keys().next();
  if (oldest !== undefined) lists.delete(oldest);
}

function topicOf(name: string): string {
  return `list-${name}`;
}
