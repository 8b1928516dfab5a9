import type { Settings } from "../store/store.ts";

/** Settings in memory. */
export function memorySettings(): Settings {
  const values = new Map<string, string>();
  return {
    get: async (key) => values.get(key),
    async set(key, value) {
      if (value === undefined) values.delete(key);
      else values.set(key, value);
    },
    async ensure(key, value) {
      if (!values.has(key)) values.set(key, value);
      return values.get(key) ?? value;
    },
  };
}
