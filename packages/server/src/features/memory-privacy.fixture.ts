import type { Blocks } from "../store/blocks.ts";
import type { Pushes, PushRegistration } from "../store/pushes.ts";
import type { Report, Reports } from "../store/reports.ts";
import { type Account, StoreError } from "../store/store.ts";

const MAX_BLOCKS = 1_000;

/** Blocked addresses, reports and push registrations in memory, with the ports' behaviour as far as features use it. */
export function memoryPrivacy(accounts: ReadonlyMap<string, Account>, now: () => number) {
  const idOf = (username: string) => accounts.get(username)?.id;
  const nameOf = (owner: number) => [...accounts.values()].find(({ id }) => id === owner)?.username ?? "";
  return {
    blocks: memoryBlocks(idOf, nameOf),
    reports: memoryReports(nameOf, now),
    pushes: memoryPushes(idOf, nameOf),
  };
}

type IdOf = (username: string) => number | undefined;
type NameOf = (owner: number) => string;

function memoryBlocks(idOf: IdOf, nameOf: NameOf): Blocks {
  const lists = new Map<number, Set<string>>();
  const listOf = (owner: number) => lists.get(owner) ?? new Set<string>();
  return {
    of: async (username) => [...listOf(idOf(username) ?? 0)].toSorted(),
    async add(owner, addresses) {
      const list = listOf(owner);
      const added = [...new Set(addresses)].filter((address) => !list.has(address));
      if (list.size + added.length > MAX_BLOCKS) throw new StoreError("full", "too many");
      lists.set(owner, new Set([...list, ...added]));
      return added;
    },
    async remove(owner, addresses = [...listOf(owner)]) {
      const list = listOf(owner);
      return addresses.filter((address) => list.delete(address));
    },
    users: async (after) =>
      [...lists]
        .filter(([, list]) => list.size > 0)
        .map(([owner]) => nameOf(owner))
        .filter((name) => name > after)
        .toSorted(),
  };
}

function memoryReports(nameOf: NameOf, now: () => number): Reports {
  const reports: Report[] = [];
  return {
    add: async (owner, report) => void reports.unshift({ ...report, reporter: nameOf(owner), at: new Date(now()) }),
    list: async (limit) => reports.slice(0, limit),
    async remove(id) {
      const index = reports.findIndex((report) => report.id === id);
      return reports.splice(index, index === -1 ? 0 : 1).length > 0;
    },
  };
}

function memoryPushes(idOf: IdOf, nameOf: NameOf): Pushes {
  let all: PushRegistration[] = [];
  const without = (owner: number, address: string, node?: string) =>
    all.filter((it) => it.owner !== owner || it.address !== address || (node !== undefined && it.node !== node));
  return {
    of: async (username) => all.filter(({ owner }) => owner === idOf(username)),
    async put(registration) {
      all = [...without(registration.owner, registration.address, registration.node), registration];
    },
    async remove(owner, address, node) {
      const before = all.length;
      all = without(owner, address, node);
      return before - all.length;
    },
    users: async (after) =>
      [...new Set(all.map(({ owner }) => nameOf(owner)))].filter((name) => name > after).toSorted(),
  };
}
