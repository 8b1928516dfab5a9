import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { memoryFolder } from "../../../../../test/support/children.ts";
import type { StoreWorld } from "../contract/store-world.contract.ts";
import type { Store } from "../store.ts";
import { openSqliteStore, type SqliteStoreOptions } from "./open-store.ts";

/** Like `openFolder`, for tests that pull no plug. */
export function openMemoryFolder(options: Partial<SqliteStoreOptions> = {}): StoreWorld {
  const folder = memoryFolder("store");
  const world = openFolder({ ...options, folder });
  return {
    ...world,
    async open(role) {
      if (!existsSync(join(folder, "yonder.db"))) cpSync(await emptyStore(), folder, { recursive: true });
      return world.open(role);
    },
  };
}

let empty: Promise<string> | undefined;

/** A folder with a store in which is nothing yet: making its tables takes as long as most tests. */
function emptyStore(): Promise<string> {
  empty ??= (async () => {
    const folder = memoryFolder("empty-store");
    await (await openSqliteStore({ folder, role: "node" })).close();
    return folder;
  })();
  return empty;
}

/** A folder of its own for one test, with all that is opened on it closed at the end. */
export function openFolder(options: Partial<SqliteStoreOptions> = {}): StoreWorld & { readonly folder: string } {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "yonder-store-"));
  const clock = { time: Date.UTC(2026, 0, 1), now: () => clock.time };
  const stores: Store[] = [];
  onTestFinished(async () => {
    for (const store of stores) await store.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return {
    folder,
    clock,
    async open(role = "node") {
      const store = await openSqliteStore({ clock, ...options, folder, role });
      stores.push(store);
      return store;
    },
  };
}
