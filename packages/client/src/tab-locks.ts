/** What tabs of one account must agree on. */
export interface TabLocks {
  /** Holds a name until released or the page is gone. */
  hold(name: string): () => void;
  /** Names that any tab holds. */
  held(): Promise<ReadonlySet<string>>;
  /** One tab at a time. */
  exclusively(name: string, action: () => Promise<void>): Promise<void>;
}

/** The Web Locks API; without it every tab believes itself alone, and the server drops what is sent twice. */
export function webTabLocks(): TabLocks {
  const { locks } = (globalThis.navigator ?? {}) as { locks?: WebLocks };
  return locks ? overWebLocks(locks) : ALONE;
}

/** The part of LockManager that is used. */
interface WebLocks {
  request(name: string, action: () => Promise<void>): Promise<void>;
  query(): Promise<{ readonly held?: readonly { readonly name?: string }[] }>;
}

const ALONE: TabLocks = {
  hold: () => () => {},
  held: async () => new Set(),
  exclusively: (_name, action) => action(),
};

function overWebLocks(locks: WebLocks): TabLocks {
  return {
    hold(name) {
      const { promise, resolve } = Promise.withResolvers<void>();
      // Refused only when the page is going away.
      locks.request(name, () => promise).catch(() => {});
      return resolve;
    },
    async held() {
      const { held = [] } = await locks.query();
      return new Set(held.flatMap(({ name }) => name ?? []));
    },
    exclusively: (name, action) => locks.request(name, action),
  };
}
