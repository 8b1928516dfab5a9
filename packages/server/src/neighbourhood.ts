import { randomBytes, randomUUID } from "node:crypto";
import type { Logger } from "pino";
import type { Config } from "./config/config.ts";
import type { Directory } from "./directory/directory.ts";
import { memoryDirectory } from "./directory/memory.ts";
import { memoryPlacement, type Placement } from "./directory/placement.ts";
import { redisDirectory } from "./directory/redis.ts";
import { redisPlacement } from "./directory/redis-placement.ts";
import { connectRedis } from "./redis/redis-link.ts";
import { loopbackRelay } from "./relay/loopback.ts";
import { redisRelay } from "./relay/redis.ts";
import type { Receiver, Relay } from "./relay/relay.ts";

/** The ways to the other nodes, or what stands for them where there are none. */
export interface Neighbourhood {
  /** There can be no others. */
  readonly isAlone: boolean;
  readonly directory: Directory;
  readonly placement: Placement;
  /** Resolves when this node can be heard. */
  relayTo(receive: Receiver): Promise<Relay>;
  close(): Promise<void>;
}

/** `engine`: address of what stands in for Redis between the processes of this machine. Rejects when Redis, or that, lets nobody in. */
export function openNeighbourhood(config: Config, log: Logger, engine?: string): Promise<Neighbourhood> {
  const url = config.redisUrl ?? engine;
  return url === undefined ? Promise.resolve(alone(config)) : onRedis(config, url, log);
}

function alone({ nodeId }: Config): Neighbourhood {
  return {
    isAlone: true,
    directory: memoryDirectory(nodeId, randomUUID()),
    placement: memoryPlacement(nodeId),
    relayTo: async (receive) => loopbackRelay(nodeId, receive),
    close: async () => {},
  };
}

async function onRedis({ nodeId: node, domain }: Config, url: string, log: Logger): Promise<Neighbourhood> {
  const link = await connectRedis(url, log);
  const life = randomBytes(6).toString("base64url");
  const directory = redisDirectory({ link, domain, node, epoch: life, log });
  return {
    isAlone: false,
    directory,
    placement: redisPlacement({ link, domain, node, epoch: life }),
    relayTo: (receive) => redisRelay({ link, domain, node, life, receive, isDead: () => directory.isDead, log }),
    close: () => link.close(),
  };
}
