import type { RedisLink } from "../redis/redis-link.ts";
import type { NodeReport, NodeStatus } from "./directory.ts";
import type { Keys } from "./keys.ts";
import { type Life, lifeText } from "./life.ts";
import { scripts } from "./scripts.ts";

interface Parts {
  readonly link: RedisLink;
  readonly keys: Keys;
  readonly self: Life;
  /** When it expires in the engine. */
  readonly leaseMs: number;
  /** When this node no longer counts on it; well before others can see it expire. */
  readonly lostAfterMs: number;
  /** Monotonic, in milliseconds. */
  readonly now: () => number;
}

/** This node's own lease. */
export class Lease {
  readonly #parts: Parts;
  /** When the last renewal that succeeded had begun. */
  #renewedAt = Number.NEGATIVE_INFINITY;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  get isFresh(): boolean {
    return this.#parts.now() - this.#renewedAt < this.#parts.lostAfterMs;
  }

  /** Takes the lease of this node's name, whoever has it: a former life of ours. Rejects when the engine is out of reach. */
  async take(report: NodeReport): Promise<void> {
    const { link, keys, self, leaseMs } = this.#parts;
    const at = this.#parts.now();
    const taken = link.command("SET", keys.lease(self.node), leaseOf(self, report), "PX", leaseMs);
    await Promise.all([taken, this.#announce()]);
    this.#renewedAt = at;
  }

  /** False when another life has taken the lease of this node's name. Rejects when the engine is out of reach. */
  async renew(report: NodeReport): Promise<boolean> {
    const { link, keys, self, leaseMs } = this.#parts;
    const at = this.#parts.now();
    const key = keys.lease(self.node);
    const renewed = link.command("EVAL", scripts.renew, 1, key, beginning(self), leaseOf(self, report), leaseMs);
    const [isOurs] = await Promise.all([renewed, this.#announce()]);
    this.#renewedAt = isOurs === 1 ? at : Number.NEGATIVE_INFINITY;
    return isOurs === 1;
  }

  /** Rejects when the engine is out of reach; then it expires. */
  async release(): Promise<void> {
    const { link, keys, self } = this.#parts;
    const released = link.command("EVAL", scripts.release, 1, keys.lease(self.node), beginning(self));
    await Promise.all([released, link.command("SREM", keys.lives, lifeText(self))]);
  }

  /** Behind the lease: a life without one is taken for dead. */
  #announce(): Promise<unknown> {
    return this.#parts.link.command("SADD", this.#parts.keys.lives, lifeText(this.#parts.self));
  }
}

/** What a lease says of its node. */
export function readLease(node: string, lease: string | null): NodeStatus | undefined {
  if (lease === null) return undefined;
  const space = lease.indexOf(" ");
  return { node, epoch: lease.slice(0, space), ...(JSON.parse(lease.slice(space + 1)) as NodeReport) };
}

function leaseOf(life: Life, report: NodeReport): string {
  return beginning(life) + JSON.stringify(report);
}

function beginning({ epoch }: Life): string {
  return `${epoch} `;
}
