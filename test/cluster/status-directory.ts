import { keysOf } from "../../packages/server/src/directory/keys.ts";
import { engineOf } from "../../packages/server/src/redis/engine.ts";
import { RedisConnection } from "../../packages/server/src/redis/redis-connection.ts";
import type { Cluster } from "../support/cluster.ts";

/** The resources of a user that stand in the status directory, dead ones too. */
export async function resourcesOf({ redis }: Cluster, username: string): Promise<string[]> {
  const connection = new RedisConnection(engineOf(redis.url), { onDown: () => undefined });
  await connection.greet();
  const resources = await connection.command("HKEYS", keysOf("localhost").user(`${username}@localhost`));
  connection.close(undefined);
  return resources as string[];
}
