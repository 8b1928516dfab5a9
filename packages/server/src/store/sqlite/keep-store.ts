import type { SqliteStoreOptions } from "./open-store.ts";
import type { StoreSockets } from "./store-sockets.ts";
import { setupOf, startThread } from "./worker-thread.ts";

export interface KeptStore {
  /** Once nobody uses it any more. */
  close(): Promise<void>;
}

/**
 * Holds the store of a folder for several processes of this machine, which open it with `shared`: one thread writes for all of them, so that what
 * they ask for at a time is one commit, and one searches. Rejects as openSqliteStore.
 */
export async function keepSqliteStore(
  options: Pick<SqliteStoreOptions, "folder" | "maxBytes" | "mergeThreshold">,
  sockets: StoreSockets,
): Promise<KeptStore> {
  const setup = setupOf({ ...options, role: "node" });
  const events = { onAnswer() {}, onDeath() {} };
  const write = await startThread({ ...setup, task: "write", entrance: sockets.write }, events);
  const search = await startThread({ ...setup, task: "search", entrance: sockets.search }, events);
  return {
    async close() {
      await search.close();
      await write.close();
    },
  };
}
