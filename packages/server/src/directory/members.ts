import type { Awaitable } from "../features/feature.ts";
import type { RedisLink } from "../redis/redis-link.ts";
import type { NodeStatus } from "./directory.ts";
import type { Keys } from "./keys.ts";
import { readLease } from "./lease.ts";
import { isSameLife, type Life, lifeText, readLife } from "./life.ts";

interface Parts {
  readonly link: RedisLink;
  readonly keys: Keys;
  readonly self: Life;
  readonly leaseMs: number;
  readonly now: () => number;
  /** A life that was there has ended. */
  readonly onGone: (life: Life) => void;
}

/** The other nodes, as far as their leases tell. */
export class Members {
  readonly #parts: Parts;
  readonly #alive = new Map<string, NodeStatus>();
  readonly #reading = new Map<string, Promise<boolean>>();
  #patientUntil = 0;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.bePatient();
  }

  /** The engine was away, and may have lost its memory: every node gets the time of a lease to take its own again. */
  bePatient(): void {
    this.#patientUntil = this.#parts.now() + this.#parts.leaseMs;
  }

  /** Some nodes may not have their leases again. */
  get isPatient(): boolean {
    return this.#parts.now() < this.#patientUntil;
  }

  statuses(): readonly NodeStatus[] {
    return [...this.#alive.values()];
  }

  /** A life that is not known, or known as dead, is asked for: it may have begun just now. Rejects when the engine is out of reach. */
  isAlive(life: Life): Awaitable<boolean> {
    if (life.node === this.#parts.self.node) return isSameLife(life, this.#parts.self);
    if (this.#isKnown(life)) return true;
    const key = lifeText(life);
    const reading = this.#reading.get(key) ?? this.#read(life).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  /**
   * Reads all leases; resolves with the lives that are over and not swept yet. Rejects when the engine is out of reach.
   */
  async refresh(): Promise<readonly Life[]> {
    const { link, keys, self } = this.#parts;
    const lives = ((await link.command("SMEMBERS", keys.lives)) as string[]).map(readLife);
    const nodes = [...new Set([self.node, ...lives.map(({ node }) => node), ...this.#alive.keys()])];
    const leases = (await this.#untracked("MGET", ...nodes.map(keys.lease))) as (string | null)[];
    const statuses = new Map(nodes.map((node, index) => [node, readLease(node, leases[index] ?? null)]));
    for (const [node, status] of statuses) this.#take(node, status);
    return lives.filter((life) => !isSameLife(life, self) && this.#isOver(life, statuses.get(life.node)));
  }

  async #read(life: Life): Promise<boolean> {
    const lease = (await this.#untracked("GET", this.#parts.keys.lease(life.node))) as string | null;
    this.#take(life.node, readLease(life.node, lease));
    return this.#isKnown(life);
  }

  /** Leases change every second: nobody wants to be told each time. */
  #untracked(...command: [string, ...string[]]): Promise<unknown> {
    const { link } = this.#parts;
    link.command("CLIENT", "CACHING", "NO").catch(() => undefined);
    return link.command(...command);
  }

  #take(node: string, status: NodeStatus | undefined): void {
    if (node === this.#parts.self.node) return;
    const former = this.#alive.get(node);
    if (former && !this.#isOver(former, status)) {
      if (status) this.#alive.set(node, status);
      return;
    }
    if (status) this.#alive.set(node, status);
    else this.#alive.delete(node);
    if (former) this.#parts.onGone(former);
  }

  #isOver(life: Life, status: NodeStatus | undefined): boolean {
    return status ? !isSameLife(life, status) : !this.isPatient;
  }

  #isKnown(life: Life): boolean {
    const known = this.#alive.get(life.node);
    return known !== undefined && isSameLife(known, life);
  }
}
