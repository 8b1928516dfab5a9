import type { Config } from "../config/config.ts";
import { openSqliteStore } from "./sqlite/open-store.ts";
import type { StoreSockets } from "./sqlite/store-sockets.ts";
import type { Store } from "./store.ts";

/** Opens the configured store, for a node, perhaps one of several on a folder, or for a tool beside it. Rejects as openPostgresStore and openSqliteStore do. */
export async function openStore(
  { databaseUrl, dataDir }: Pick<Config, "databaseUrl" | "dataDir">,
  role: "node" | "tool" = "tool",
  shared?: StoreSockets,
): Promise<Store> {
  if (databaseUrl === undefined) return openSqliteStore({ folder: dataDir, role, shared });
  const { openPostgresStore } = await import("./postgres/open-store.ts"); // with its driver, which takes a while to load
  return openPostgresStore({ url: databaseUrl, role });
}
