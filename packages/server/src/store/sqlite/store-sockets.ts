import { join } from "node:path";

/** Where the threads of a store listen that several processes have in common. */
export interface StoreSockets {
  readonly write: string;
  readonly search: string;
}

export function storeSocketsIn(folder: string): StoreSockets {
  return { write: join(folder, "store.sock"), search: join(folder, "search.sock") };
}
