import type { RedisLink } from "../redis/redis-link.ts";
import type { PresenceSummary, Registration } from "./directory.ts";
import { encodeEntry, ownerOf } from "./entry.ts";
import type { Keys } from "./keys.ts";
import type { Life } from "./life.ts";
import { Registrations } from "./registrations.ts";
import { scripts } from "./scripts.ts";

const CHUNK = 500;
/** Sessions that are told as gone at a time: whoever is told reads who may know. */
const TOLD_AT_ONCE = 200;

/** This node's sessions, and their entries in the engine. What does not get through to the engine is made up for by {@link restore}. */
export class OwnEntries {
  readonly sessions: Registrations;
  readonly #link: RedisLink;
  readonly #keys: Keys;
  readonly #life: Life;
  /** By user, resources that may still be in the engine though their sessions are over. */
  readonly #leftovers = new Map<string, Set<string>>();
  /** As they were while available: they went when the engine, and so the other nodes, were out of reach. */
  readonly #untold: Registration[] = [];

  constructor(link: RedisLink, keys: Keys, life: Life) {
    this.#link = link;
    this.#keys = keys;
    this.#life = life;
    this.sessions = new Registrations(life);
  }

  /** Resolves with the former entry. Rejects when it did not get through; the session is not there then. */
  async register(user: string, resource: string, presence: PresenceSummary): Promise<string | null> {
    this.sessions.set(user, resource, presence);
    try {
      const listed = this.#list(user);
      const entry = encodeEntry(presence, this.#life);
      const registered = this.#link.command("EVAL", scripts.register, 1, this.#keys.user(user), resource, entry);
      const [former] = await Promise.all([registered, listed]);
      return former as string | null;
    } catch (error) {
      this.sessions.delete(user, resource);
      this.#leave(user, resource);
      throw error;
    }
  }

  /** False when another node has taken the resource. Rejects when it did not get through. */
  async update(user: string, resource: string, presence: PresenceSummary): Promise<boolean> {
    const former = this.sessions.find(user, resource);
    const session = this.sessions.set(user, resource, presence);
    const isOurs = await this.#write(session).catch((error: unknown) => {
      if (!presence.isAvailable) this.#noteUntold(former);
      throw error;
    });
    if (!isOurs) this.drop(session);
    return isOurs;
  }

  /** Rejects when it did not get through. */
  async unregister(user: string, resource: string): Promise<void> {
    const session = this.sessions.find(user, resource);
    this.sessions.delete(user, resource);
    try {
      await this.#erase(user, resource);
    } catch (error) {
      this.#leave(user, resource);
      this.#noteUntold(session);
      throw error;
    }
  }

  /** Another node has taken the resource: nothing in the engine is ours. False: it has come back here since. */
  drop(session: Registration): boolean {
    const { user, resource } = session;
    if (this.sessions.find(user, resource) !== session) return false;
    this.sessions.delete(user, resource);
    // Who is on the list for nothing does no harm.
    if (this.sessions.of(user).length === 0) this.#strike(user).catch(() => undefined);
    return true;
  }

  /** Puts all sessions into the engine again, but for those whose resources others have taken. Rejects when it is out of reach. */
  async restore(onTaken: (session: Registration) => void): Promise<void> {
    const write = async (session: Registration): Promise<void> => {
      if (!(await this.#write(session)) && this.drop(session)) onTaken(session);
    };
    await inChunks(this.sessions.users(), (user) => [this.#list(user), ...this.sessions.of(user).map(write)]);
  }

  /** Removes what is over. Rejects when the engine is out of reach. */
  async clear(): Promise<void> {
    await inChunks(this.#leftovers, ([user, resources]) => {
      this.#leftovers.delete(user);
      const over = [...resources].filter((resource) => !this.sessions.find(user, resource));
      return over.map((resource) => this.unregister(user, resource));
    });
  }

  /** Some of those that went while nobody could be told. */
  takeUntold(): readonly Registration[] {
    return this.#untold.splice(0, TOLD_AT_ONCE);
  }

  /** Takes all sessions out of the engine. Rejects when it is out of reach. */
  async removeAll(): Promise<void> {
    await inChunks([...this.sessions.users()], (user) =>
      this.sessions.of(user).map(({ resource }) => this.unregister(user, resource)),
    );
    await this.#link.command("DEL", this.#keys.users(this.#life));
  }

  async #write({ user, resource, presence }: Registration): Promise<boolean> {
    const entry = encodeEntry(presence, this.#life);
    const key = this.#keys.user(user);
    return (await this.#link.command("EVAL", scripts.update, 1, key, resource, entry, ownerOf(this.#life))) === 1;
  }

  /** Off the list behind the entry, and on it before: what is in the engine is on the list. */
  async #erase(user: string, resource: string): Promise<void> {
    const key = this.#keys.user(user);
    const steps = [this.#link.command("EVAL", scripts.unregister, 1, key, resource, ownerOf(this.#life))];
    if (this.sessions.of(user).length === 0) steps.push(this.#link.command("SREM", this.#keys.users(this.#life), user));
    await Promise.all(steps);
  }

  #list(user: string): Promise<unknown> {
    return this.#link.command("SADD", this.#keys.users(this.#life), user);
  }

  #strike(user: string): Promise<unknown> {
    return this.#link.command("SREM", this.#keys.users(this.#life), user);
  }

  #noteUntold(session: Registration | undefined): void {
    if (session?.presence.isAvailable) this.#untold.push(session);
  }

  #leave(user: string, resource: string): void {
    const resources = this.#leftovers.get(user);
    if (resources) resources.add(resource);
    else this.#leftovers.set(user, new Set([resource]));
  }
}

/** Sends much without flooding the engine. */
async function inChunks<T>(items: Iterable<T>, send: (item: T) => readonly Promise<unknown>[]): Promise<void> {
  let sent: Promise<unknown>[] = [];
  for (const item of items) {
    sent.push(...send(item));
    if (sent.length < CHUNK) continue;
    await Promise.all(sent);
    sent = [];
  }
  await Promise.all(sent);
}
