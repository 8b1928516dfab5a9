import { onTestFinished } from "vitest";
import type { StoreWorld } from "../contract/store-world.contract.ts";
import type { Store } from "../store.ts";
import { openPostgresStore, type PostgresStoreOptions } from "./open-store.ts";
import type { PostgresServer } from "./postgres-server.fixture.ts";

/** A database of its own for one test, with all that is opened on it closed at the end. */
export async function openDatabase(
  server: PostgresServer,
  options: Partial<PostgresStoreOptions> = {},
): Promise<StoreWorld & { readonly url: string }> {
  const url = await server.createDatabase();
  const clock = { time: Date.UTC(2026, 0, 1), now: () => clock.time };
  const stores: Store[] = [];
  onTestFinished(async () => {
    for (const store of stores) await store.close();
    await server.leaveDatabase(url);
  });
  return {
    url,
    clock,
    async open(role = "node") {
      const store = await openPostgresStore({ clock, ...options, url, role });
      stores.push(store);
      return store;
    },
  };
}
