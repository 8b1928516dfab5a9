import type { RedisLink } from "../redis/redis-link.ts";
import { type Keys, keysOf } from "./keys.ts";
import { readLease } from "./lease.ts";
import { isSameLife, type Life, lifeText, readLife } from "./life.ts";
import type { Placement } from "./placement.ts";
import { scripts } from "./scripts.ts";

interface Options {
  readonly link: RedisLink;
  readonly domain: string;
  readonly node: string;
  /** Of this process alone. */
  readonly epoch: string;
}

/** For each room the life of the node that keeps it. It does not expire: what a life has that is over is free. */
export function redisPlacement({ link, domain, node, epoch }: Options): Placement {
  return new RedisPlacement(link, keysOf(domain), { node, epoch });
}

class RedisPlacement implements Placement {
  readonly #link: RedisLink;
  readonly #keys: Keys;
  readonly #self: Life;

  constructor(link: RedisLink, keys: Keys, self: Life) {
    this.#link = link;
    this.#keys = keys;
    this.#self = self;
  }

  async claim(room: string): Promise<string> {
    const key = this.#keys.room(room);
    const own = lifeText(this.#self);
    for (let former = ""; ; ) {
      const keeper = String(await this.#link.command("EVAL", scripts.claim, 1, key, former, own));
      if (keeper === own) return this.#self.node;
      const life = readLife(keeper);
      if (await this.#isAlive(life)) return life.node;
      former = keeper;
    }
  }

  async release(room: string): Promise<void> {
    const own = lifeText(this.#self);
    await this.#link.command("EVAL", scripts.releaseRoom, 1, this.#keys.room(room), own).catch(() => undefined);
  }

  /** Of this node's own name, no other life is. */
  async #isAlive(life: Life): Promise<boolean> {
    if (life.node === this.#self.node) return isSameLife(life, this.#self);
    const lease = (await this.#link.command("GET", this.#keys.lease(life.node))) as string | null;
    const status = readLease(life.node, lease);
    return status !== undefined && isSameLife(status, life);
  }
}
