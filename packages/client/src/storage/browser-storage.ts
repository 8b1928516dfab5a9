import { openIndexedDb } from "./indexed-db.ts";
import type { SlotStorage, Storage } from "./storage.ts";

/** The storage of this browser. Where it lets us keep nothing, all works as long as the page. */
export function openBrowserStorage(): SlotStorage {
  const kept = openIndexedDb();
  let storage: Storage = kept;
  const forget = async () => {
    const { memoryStorage } = await import("./memory.ts");
    storage = memoryStorage();
    return storage.load();
  };
  // It may have been closed by another tab in this very moment: then it opens again.
  const load = () =>
    storage === kept
      ? kept
          .load()
          .catch(() => kept.load())
          .catch(forget)
      : storage.load();
  const use = (name: string) => {
    kept.use(name);
    storage = kept;
  };
  return new Proxy(kept, {
    get: (_, name: keyof SlotStorage) => {
      if (name === "load") return load;
      return name === "use" ? use : storage[name].bind(storage);
    },
  });
}
