import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Files } from "./files.ts";

/** Files in memory; tests may look into them. */
export function memoryFiles(): Files & { readonly contents: Map<string, Buffer> } {
  const contents = new Map<string, Buffer>();
  return {
    contents,
    put: async (id, content) => void contents.set(id, await buffer(content)),
    open: async (id, { first, last }) => {
      const content = contents.get(id);
      return content && Readable.from([content.subarray(first, last + 1)]);
    },
    remove: async (id) => void contents.delete(id),
    tidy: async () => undefined,
  };
}
