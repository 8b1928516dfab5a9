import type { NewPairing, Pairings } from "./pairings.ts";
import type { NewPasskey, Passkey, Passkeys } from "./passkeys.ts";
import { type Account, StoreError } from "./store.ts";

/** Passkeys and pairings in memory, with the ports' behaviour as far as the ways in use them. */
export function memoryEntry(accountOf: (id: number) => Account | undefined, now: () => number) {
  return { passkeys: memoryPasskeys(accountOf, now), pairings: memoryPairings(accountOf, now) };
}

function memoryPasskeys(accountOf: (id: number) => Account | undefined, now: () => number): Passkeys {
  const all = new Map<string, NewPasskey & Passkey>();
  const spent = new Set<string>();
  return {
    async find(id) {
      const passkey = all.get(id);
      const account = passkey && accountOf(passkey.owner);
      return passkey && account && { account, passkey };
    },
    of: async (owner) => [...all.values()].filter((passkey) => passkey.owner === owner),
    async add(passkey) {
      if (all.has(passkey.id)) throw new StoreError("conflict", "known already");
      all.set(passkey.id, { ...passkey, createdAt: new Date(now()), usedAt: undefined });
    },
    async use(id, counter) {
      const passkey = all.get(id);
      if (!passkey || (counter === 0 ? passkey.counter > 0 : passkey.counter >= counter)) return false;
      all.set(id, { ...passkey, counter, usedAt: new Date(now()) });
      return true;
    },
    remove: async (owner, id) => all.get(id)?.owner === owner && all.delete(id),
    async spend(challenge) {
      const isNew = !spent.has(challenge);
      spent.add(challenge);
      return isNew;
    },
  };
}

type Entry = NewPairing & { agent?: string; device?: string };

function memoryPairings(accountOf: (id: number) => Account | undefined, now: () => number): Pairings {
  const all = new Map<string, Entry>();
  const live = (key: string) => {
    const entry = all.get(key);
    return entry && entry.expiresAt.getTime() > now() ? entry : undefined;
  };
  const change = (entry: Entry | undefined, changes: Partial<Entry>) => {
    if (entry) all.set(entry.key, { ...entry, ...changes });
    return entry !== undefined;
  };
  return {
    async open(pairing) {
      if (all.has(pairing.key)) throw new StoreError("conflict", "known already");
      all.set(pairing.key, pairing);
    },
    async find(key) {
      const entry = live(key);
      const account = entry && accountOf(entry.owner);
      if (!entry || !account) return undefined;
      return { account, agent: entry.agent, device: entry.device, isApproved: entry.isApproved };
    },
    async claim(key, agent, device) {
      const entry = live(key);
      return change(entry?.agent === undefined ? entry : undefined, { agent, device });
    },
    async approve(owner, key) {
      const entry = live(key);
      return change(entry?.owner === owner && entry.agent !== undefined ? entry : undefined, { isApproved: true });
    },
    async take(key, agent) {
      const entry = live(key);
      if (!entry?.isApproved || entry.agent !== agent) return undefined;
      all.delete(key);
      return accountOf(entry.owner);
    },
    async close(owner, key) {
      if (all.get(key)?.owner === owner) all.delete(key);
    },
  };
}
