import type { Life } from "./life.ts";

const USER = "yonder:user:{";

/** Where what is kept in the engine; what stands in braces decides its place in a Redis Cluster. Deployments of different domains may share an engine. */
export interface Keys {
  /** Hash: resource → entry. */
  user(user: string): string;
  /** Of which user a key is; undefined: of none. */
  userOf(key: string): string | undefined;
  /** Text that expires: the epoch of the node's life and its report. */
  lease(node: string): string;
  /** Set of the lives of all nodes, and of those that are dead and not yet swept. */
  readonly lives: string;
  /** Set of the users with sessions in a life, so that they can be swept without searching. */
  users(life: Life): string;
  /** Text: the life of the node that keeps the room. */
  room(room: string): string;
  /** Held by who sweeps after a life. */
  sweeper(life: Life): string;
}

export function keysOf(domain: string): Keys {
  const cluster = `yonder:{${domain}}`;
  return {
    user: (user) => `${USER}${user}}`,
    userOf: (key) => (key.startsWith(USER) ? key.slice(USER.length, -1) : undefined),
    lease: (node) => `${cluster}:lease:${node}`,
    lives: `${cluster}:lives`,
    users: ({ node, epoch }) => `${cluster}:users:${node}:${epoch}`,
    room: (room) => `yonder:room:{${room}@${domain}}`,
    sweeper: ({ node, epoch }) => `${cluster}:sweeper:${node}:${epoch}`,
  };
}
