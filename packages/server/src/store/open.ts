import type { Config } from "../config/config.ts";
import { openSqliteStore } from "./sqlite/open-store.ts";
import type { Store } from "./store.ts";

/** Opens the configured store: for the one node that runs on it, or for a tool beside it. Rejects as openSqliteStore does. */
export function openStore({ dataDir }: Pick<Config, "dataDir">, role: "node" | "tool" = "tool"): Promise<Store> {
  return openSqliteStore({ folder: dataDir, role });
}
