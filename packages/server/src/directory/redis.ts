import { setTimeout as delay } from "node:timers/promises";
import type { Awaitable } from "../features/feature.ts";
import { RedisDown } from "../redis/redis-connection.ts";
import type { RedisLink } from "../redis/redis-link.ts";
import type { Log } from "../stream/node-port.ts";
import type {
  Directory,
  DirectoryWatcher,
  NodeReport,
  NodeStatus,
  PresenceSummary,
  Registration,
} from "./directory.ts";
import { decodeEntries, decodeEntry } from "./entry.ts";
import { type Keys, keysOf } from "./keys.ts";
import { Lease } from "./lease.ts";
import { isSameLife, type Life, lifeText } from "./life.ts";
import { LookUps } from "./look-ups.ts";
import { Members } from "./members.ts";
import { OwnEntries } from "./own-entries.ts";
import { sweep } from "./sweep.ts";

export interface RedisDirectoryOptions {
  readonly link: RedisLink;
  /** Deployments of different domains may share an engine. */
  readonly domain: string;
  readonly node: string;
  /** Of this process alone; every session in the engine carries it, so keep it short. */
  readonly epoch: string;
  readonly log: Log;
  /** Monotonic, in milliseconds. */
  readonly now?: () => number;
  readonly timing?: Timing;
}

/** In milliseconds. */
export interface Timing {
  /** After which the engine, and so every other node, takes this one for dead. */
  readonly lease: number;
  readonly renewal: number;
  /** After which this node no longer counts on its lease: renewal and answer have to fit in between. */
  readonly lost: number;
  readonly staleness: number;
}

/** An engine that is away for three seconds, as in a restart, drops nobody. */
const usual: Timing = { lease: 5000, renewal: 500, lost: 4250, staleness: 2000 };

/** The status directory of a cluster, in Redis or Valkey. Look-ups answer at once, without a promise, what is known already. */
export function redisDirectory(options: RedisDirectoryOptions): Directory & { readonly isDead: boolean } {
  return new RedisDirectory(options);
}

class RedisDirectory implements Directory {
  readonly staleness: number;
  readonly #link: RedisLink;
  readonly #keys: Keys;
  readonly #self: Life;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #timing: Timing;
  readonly #own: OwnEntries;
  readonly #lookUps: LookUps;
  readonly #members: Members;
  readonly #lease: Lease;
  readonly #sweeping = new Set<string>();
  #timers: NodeJS.Timeout[] = [];
  #watcher: DirectoryWatcher | undefined;
  #report: (() => NodeReport) | undefined;
  #isHeld = false;
  /** All that this node has is in the engine, as far as it knows. */
  #isWhole = true;
  #isRestoring = false;

  constructor(options: RedisDirectoryOptions) {
    const { link, domain, node, epoch, log, now = () => performance.now(), timing = usual } = options;
    const [self, keys] = [{ node, epoch }, keysOf(domain)];
    const parts = { link, keys, self, now, leaseMs: timing.lease };
    this.staleness = timing.staleness;
    this.#link = link;
    this.#keys = keys;
    this.#self = self;
    this.#log = log;
    this.#now = now;
    this.#timing = timing;
    this.#own = new OwnEntries(link, keys, self);
    this.#lookUps = new LookUps({
      ask: (user) => this.#ask(user),
      own: this.#own.sessions,
      onTaken: (session) => this.#own.drop(session) && this.#taken(session),
      staleness: timing.staleness,
      now,
    });
    this.#members = new Members({ ...parts, onGone: (life) => this.#gone(life) });
    this.#lease = new Lease({ ...parts, lostAfterMs: timing.lost });
    link.onUp(() => this.#isBack());
    link.onDown(() => this.#lookUps.forgetAll());
    link.onInvalidated((changed) => this.#forget(changed));
  }

  async join(watcher: DirectoryWatcher, report: () => NodeReport): Promise<void> {
    await this.#lease.take(report());
    this.#watcher = watcher;
    this.#report = report;
    this.#isHeld = true;
    await this.#beat();
    const { renewal } = this.#timing;
    this.#timers = [setInterval(() => void this.#beat(), renewal), setInterval(() => this.#checkLease(), renewal / 4)];
  }

  /** Whether this node has lost its lease, and has not got it again. As of now: a node that was asleep knows when it is asked. */
  get isDead(): boolean {
    this.#checkLease();
    return this.#watcher !== undefined && !this.#isHeld;
  }

  async register(user: string, resource: string, presence: PresenceSummary): Promise<string | undefined> {
    this.#checkLease();
    if (!this.#isHeld) throw new RedisDown(new Error("This node does not hold its lease"));
    this.#lookUps.forget(user);
    const former = await this.#own.register(user, resource, presence).catch((error: unknown) => {
      this.#lookUps.forget(user);
      throw error;
    });
    return former === null ? undefined : this.#otherNode(decodeEntry(user, resource, former));
  }

  async update(user: string, resource: string, presence: PresenceSummary): Promise<boolean> {
    this.#lookUps.forget(user);
    return this.#own.update(user, resource, presence).catch((error: unknown) => {
      this.#failed(error);
      return true;
    });
  }

  async unregister(user: string, resource: string): Promise<void> {
    this.#lookUps.forget(user);
    await this.#own.unregister(user, resource).catch((error: unknown) => this.#failed(error));
  }

  lookUp(user: string): Awaitable<readonly Registration[]> {
    // A process that was stopped wakes with whatever came in first; it may have lost its lease meanwhile.
    this.#checkLease();
    return this.#lookUps.lookUp(user);
  }

  forget(user: string): void {
    this.#lookUps.forget(user);
  }

  nodes(): readonly NodeStatus[] {
    const others = this.#members.statuses();
    return this.#isHeld && this.#report ? [{ ...this.#self, ...this.#report() }, ...others] : others;
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#watcher = undefined;
    this.#isHeld = false;
    await this.#own
      .removeAll()
      .then(() => this.#lease.release())
      .catch((error: unknown) => this.#failed(error));
  }

  #ask(user: string): Promise<readonly Registration[] | undefined> | undefined {
    return this.#link.isUp ? this.#read(user) : undefined;
  }

  async #read(user: string): Promise<readonly Registration[] | undefined> {
    try {
      const fields = (await this.#link.command("HGETALL", this.#keys.user(user))) as string[];
      const others = decodeEntries(user, fields).filter((it) => !isSameLife(it, this.#self));
      if (others.length === 0) return others;
      const isAlive = await Promise.all(others.map((it) => this.#members.isAlive(it)));
      return others.filter((_, index) => isAlive[index]);
    } catch (error) {
      this.#failed(error);
      return undefined;
    }
  }

  /** Now and then: renews the lease, reads those of the others, and makes up for what is amiss. */
  async #beat(): Promise<void> {
    this.#checkLease();
    this.#lookUps.purge();
    if (!this.#link.isUp || !this.#report) return;
    try {
      const renewed = this.#lease.renew(this.#report());
      const [isOurs, over] = await Promise.all([renewed, this.#members.refresh(), this.#own.clear()]);
      if (!isOurs) return this.#lose("another process runs under this node's name");
      if (!this.#isWhole && !this.#isRestoring) await this.#restore();
      if (!this.#isHeld) return;
      for (const life of over) this.#sweep(life);
      if (!this.#members.isPatient) this.#tellUntold();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** The engine was away or has been emptied, or this node's lease was lost. */
  async #restore(): Promise<void> {
    this.#isRestoring = true;
    try {
      if (!this.#isHeld) await this.#untilUnswept();
      this.#isWhole = true;
      await this.#own.restore((session) => this.#taken(session));
      this.#isWhole &&= this.#lease.isFresh;
      if (!this.#isWhole) return;
      this.#hold();
      this.#watcher?.onGap();
    } catch (error) {
      this.#isWhole = false;
      throw error;
    } finally {
      this.#isRestoring = false;
    }
  }

  /** Other nodes may be sweeping what they believe is a dead node's; they stop when they see that it has its lease again. */
  async #untilUnswept(): Promise<void> {
    while ((await this.#link.command("EXISTS", this.#keys.sweeper(this.#self))) === 1) await delay(SWEEPER_POLL_MS);
  }

  /** The node of a former life is told nothing, another that may be alive for nothing. */
  async #otherNode(life: Life): Promise<string | undefined> {
    if (life.node === this.#self.node) return undefined;
    const isAlive = await Promise.resolve(this.#members.isAlive(life)).catch(() => true);
    return isAlive ? life.node : undefined;
  }

  /** While this node could not be told. */
  #taken({ user, resource }: Registration): void {
    this.#lookUps.forget(user);
    this.#watcher?.onTaken(user, resource);
  }

  #sweep(life: Life): void {
    const name = lifeText(life);
    if (this.#sweeping.has(name)) return;
    this.#sweeping.add(name);
    const [link, keys, self, now] = [this.#link, this.#keys, this.#self, this.#now];
    sweep({ link, keys, self, life, now, onLost: (sessions) => this.#watcher?.onLost(sessions) })
      .catch((error: unknown) => this.#failed(error))
      .finally(() => this.#sweeping.delete(name));
  }

  #tellUntold(): void {
    const untold = this.#own.takeUntold();
    if (untold.length > 0) this.#watcher?.onLost(untold);
  }

  #hold(): void {
    if (this.#isHeld || !this.#watcher) return;
    this.#isHeld = true;
    this.#log.info({ node: this.#self.node }, "this node serves again");
    this.#watcher.onLease(true);
  }

  #lose(reason: string): void {
    this.#isWhole = false;
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#log.error({ reason }, "this node lost its lease and serves nobody until it has it again");
    this.#watcher?.onLease(false);
  }

  #checkLease(): void {
    if (this.#isHeld && !this.#lease.isFresh) this.#lose("the lease could not be renewed in time");
  }

  /** Nobody is dead because the engine was away, or has forgotten everything. */
  #isBack(): void {
    this.#isWhole = false;
    this.#members.bePatient();
    this.#lookUps.forgetAll();
    void this.#beat();
  }

  #gone({ node }: Life): void {
    this.#log.warn({ node }, "another node is gone");
    this.#lookUps.forgetAll();
    this.#watcher?.onGap();
  }

  #forget(changed: readonly string[] | undefined): void {
    if (!changed) return this.#isBack();
    for (const key of changed) {
      const user = this.#keys.userOf(key);
      if (user !== undefined) this.#lookUps.forget(user);
    }
  }

  /** That the engine is out of reach is no news here, and made up for. */
  #failed(error: unknown): void {
    if (!(error instanceof RedisDown)) this.#log.error({ err: error }, "status directory");
  }
}

const SWEEPER_POLL_MS = 100;
