import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Config } from "../../config/config.ts";
import { processesPath } from "../../control/control-path.ts";
import { localSteps } from "../../directory/local-steps.ts";
import type { Company } from "../../node.ts";
import { LocalEngine } from "../../redis/local-engine.ts";
import { keepSqliteStore } from "../../store/sqlite/keep-store.ts";
import { storeSocketsIn } from "../../store/sqlite/store-sockets.ts";

/** What the processes of a machine have in common: the store's threads, and what stands in for Redis; as far as there is no PostgreSQL, or no Redis. */
export interface CommonGround extends Pick<Company, "engine" | "store"> {
  /** Once all processes have ended. */
  close(): Promise<void>;
}

/** Nobody else may use the data folder. Rejects as openStore. */
export async function openCommonGround({ dataDir, databaseUrl, redisUrl }: Config): Promise<CommonGround> {
  const folder = processesPath(dataDir);
  await rm(folder, { recursive: true, force: true }); // of one that was killed
  await mkdir(folder, { mode: 0o700 });
  const enginePath = join(folder, "engine.sock");
  const sockets = databaseUrl === undefined ? storeSocketsIn(folder) : undefined;
  const store = sockets && (await keepSqliteStore({ folder: dataDir }, sockets));
  const engine = redisUrl === undefined ? await LocalEngine.listen(enginePath, { steps: localSteps }) : undefined;
  return {
    engine: engine && `unix:${enginePath}`,
    store: sockets,
    async close() {
      await engine?.close();
      await store?.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
