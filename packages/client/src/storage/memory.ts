import type { Storage } from "./storage.ts";

/** Storage that ends with the process: for tests, benchmarks and browsers without IndexedDB. */
export function memoryStorage(): Storage {
  throw new Error("being written");
}
