import type { RedisLink } from "../redis/redis-link.ts";
import type { Registration } from "./directory.ts";
import { decodeEntries, ownerOf } from "./entry.ts";
import type { Keys } from "./keys.ts";
import { readLease } from "./lease.ts";
import { type Life, lifeText } from "./life.ts";
import { scripts } from "./scripts.ts";

export interface Sweep {
  readonly link: RedisLink;
  readonly keys: Keys;
  readonly self: Life;
  /** Whose sessions are to go. */
  readonly life: Life;
  readonly now: () => number;
  readonly onLost: (sessions: readonly Registration[]) => void;
}

const CHUNK = 200;
const LOCK_MS = 10_000;

/**
 * Removes the sessions of a life that is over, a chunk at a time, unless another node is about it. A user is struck off only when what
 * they had is gone and told: whoever comes after a sweeper that died finds the rest. Rejects when the engine is out of reach.
 */
export async function sweep(parts: Sweep): Promise<void> {
  const { link, keys, self, life, now } = parts;
  const lock = keys.sweeper(life);
  let lockedAt = now();
  if ((await link.command("SET", lock, lifeText(self), "NX", "PX", LOCK_MS)) === null) return;
  while (await isOver(parts)) {
    const users = (await link.command("SRANDMEMBER", keys.users(life), CHUNK)) as string[];
    if (users.length === 0) {
      await link.command("SREM", keys.lives, lifeText(life));
      break;
    }
    // Stopped for so long that another may have begun, or the node be back.
    if (now() - lockedAt > LOCK_MS / 2) return;
    await sweepUsers(parts, users);
    lockedAt = now();
    await link.command("PEXPIRE", lock, LOCK_MS);
  }
  await link.command("EVAL", scripts.release, 1, lock, lifeText(self));
}

/** A node that could not renew its lease may have it again; before it serves it waits until nobody sweeps after it. */
async function isOver({ link, keys, life }: Sweep): Promise<boolean> {
  const lease = readLease(life.node, (await link.command("GET", keys.lease(life.node))) as string | null);
  return lease?.epoch !== life.epoch;
}

async function sweepUsers({ link, keys, life, onLost }: Sweep, users: readonly string[]): Promise<void> {
  const replies = users.map((user) => link.command("EVAL", scripts.sweep, 1, keys.user(user), ownerOf(life)));
  const removed = (await Promise.all(replies)) as string[][];
  const lost = users.flatMap((user, index) => decodeEntries(user, removed[index] ?? []));
  if (lost.length > 0) onLost(lost);
  await link.command("SREM", keys.users(life), ...users);
}
