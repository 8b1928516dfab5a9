import type { ScramKeys } from "@yonder/protocol";
import { createArchiveIds, timeOf } from "../store/archive-id.ts";
import type { Departure } from "../store/departures.ts";
import { memoryEntry } from "../store/memory-entry.fixture.ts";
import { memoryTokens } from "../store/memory-tokens.fixture.ts";
import { writtenItem } from "../store/roster-xml.ts";
import {
  type Account,
  type AccountChange,
  type ArchivedMessage,
  type Credentials,
  type NewInvitation,
  type PageQuery,
  type RosterItem,
  type Store,
  StoreError,
} from "../store/store.ts";
import { decide } from "../store/subscription.ts";
import { memoryPrivacy } from "./memory-privacy.fixture.ts";
import { memoryPubsub } from "./memory-pubsub.fixture.ts";
import { memoryRooms } from "./memory-rooms.fixture.ts";
import { memorySettings } from "./memory-settings.fixture.ts";
import { memoryUploads } from "./memory-uploads.fixture.ts";

const START = Date.UTC(2026, 0, 1);
/** What the clock of a house says (house.fixture.ts). */
const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);
const NO_KEYS: ScramKeys = {
  salt: new Uint8Array(),
  iterations: 4096,
  storedKey: new Uint8Array(),
  serverKey: new Uint8Array(),
};

/** What tests may look into, besides the store itself. */
export interface MemoryStore {
  readonly store: Store;
  readonly invitations: readonly NewInvitation[];
  readonly passwordsSet: string[];
  /** How often the store was asked for a roster. */
  rosterLoads: number;
  addAccount(username: string, isAdmin?: boolean): Account;
  changeAccount(change: AccountChange): void;
  addMessage(owner: Account, message: { peer: string; xml: string; isIncoming: boolean; at: Date }): number;
}

interface Entry extends ArchivedMessage {
  readonly owner: number;
  readonly isPending?: boolean;
  readonly peer: string;
}

/** A store in memory with the port's behaviour as far as features use it. */
export function memoryStore(): MemoryStore {
  const accounts = new Map<string, Account>();
  const entries: Entry[] = [];
  const rosters = new Map<string, RosterItem>();
  const versions = new Map<number, number>();
  const log: { owner: number; contact: string; version: number }[] = [];
  const invitations: NewInvitation[] = [];
  const departures = new Map<number, Departure>();
  const passwordsSet: string[] = [];
  const ids = createArchiveIds(0, 0);
  const origins = new Map<string, number>();
  const listeners = new Set<(change: AccountChange) => void>();
  const watermarks = new Map<number, number>();
  const itemsOf = (owner: number) =>
    [...rosters].filter(([key]) => key.startsWith(`${owner} `)).map(([, item]) => item);
  const versionOf = (owner: number) => String(versions.get(owner) ?? 0);

  const memory: MemoryStore = {
    invitations,
    passwordsSet,
    rosterLoads: 0,
    addAccount(username, isAdmin = false) {
      const account = { id: accounts.size + 1, username, isAdmin, epoch: 1 };
      accounts.set(username, account);
      return account;
    },
    changeAccount(change) {
      for (const listener of listeners) listener(change);
    },
    addMessage(owner, { at, ...message }) {
      const id = ids.next(at.getTime());
      entries.push({ owner: owner.id, id, ...message });
      return id;
    },
    store: {
      accounts: {
        find: async (username) => accounts.get(username),
        findById: async (id) => [...accounts.values()].find((account) => account.id === id),
        credentials: async (username) => {
          const account = accounts.get(username);
          return account && { account, sha1: NO_KEYS, sha256: NO_KEYS };
        },
        add: async (username, _keys, isAdmin) => {
          if (accounts.has(username)) throw new StoreError("conflict", "that name is taken");
          return memory.addAccount(username, isAdmin);
        },
        addMany: async () => ({ added: 0, existing: 0 }),
        setCredentials: async (username: string, _keys: Credentials) => {
          const account = accounts.get(username);
          if (!account) throw new StoreError("not-found", "no such account");
          passwordsSet.push(username);
          const changed = { ...account, epoch: account.epoch + 1 };
          accounts.set(username, changed);
          return changed;
        },
        setAdmin: async (username) => Promise.reject(new StoreError("not-found", `no account ${username}`)),
        renewKeys: async () => true,
        remove: async (username) => accounts.delete(username),
        list: async (after = "", limit = 100) =>
          [...accounts.values()]
            .toSorted((a, b) => (a.username < b.username ? -1 : 1))
            .filter(({ username }) => username > after)
            .slice(0, limit),
        count: async () => accounts.size,
      },
      archive: {
        accept: async (request) => {
          const recipient = accounts.get(request.toUsername ?? "");
          if (!recipient && request.toUsername !== undefined) return { kind: "no-recipient" };
          const origin = request.originId && `${request.from} ${request.originId}`;
          const accepted = origin && origins.get(origin);
          if (accepted) return { kind: "duplicate", id: accepted };
          const id = ids.next(START);
          if (origin) origins.set(origin, id);
          const { xml, from, isPending } = request;
          if (from !== undefined) entries.push({ owner: from, id, xml, peer: request.senderPeer, isIncoming: false });
          const peer = request.recipientPeer;
          if (recipient) entries.push({ owner: recipient.id, id, xml, peer, isIncoming: true, isPending });
          return { kind: "accepted", id, recipient: recipient?.id };
        },
        page: async (owner, query) =>
          pageOf(
            entries.filter((entry) => entry.owner === owner),
            query,
          ),
        metadata: async (owner) => {
          const own = entries.filter((entry) => entry.owner === owner);
          const [first, last] = [own.at(0), own.at(-1)];
          return first && last && { first: first.id, last: last.id };
        },
      },
      pending: {
        page: async (owner, after, limit) => {
          const from = Math.max(after, watermarks.get(owner) ?? 0);
          return entries.filter((entry) => entry.owner === owner && entry.isPending && entry.id > from).slice(0, limit);
        },
        acknowledge: (owner, upTo) => {
          watermarks.set(owner, Math.max(upTo, watermarks.get(owner) ?? 0));
        },
      },
      roster: {
        load: async (owner) => {
          memory.rosterLoads += 1;
          return { version: versionOf(owner), items: itemsOf(owner).filter(({ isListed }) => isListed) };
        },
        write: async (owner) => {
          memory.rosterLoads += 1;
          const listed = itemsOf(owner).filter(({ isListed }) => isListed);
          return { version: versionOf(owner), xml: listed.map(writtenItem).join("") };
        },
        find: async (owner, contact) => rosters.get(`${owner} ${contact}`),
        standings: async (owners, contact) =>
          owners.flatMap((owner) => {
            const item = rosters.get(`${owner} ${contact}`);
            return item ? [{ owner, subscription: item.subscription, groups: item.groups }] : [];
          }),
        change: async (owner, contact, change) => {
          const decision = decide(rosters.get(`${owner} ${contact}`), contact, change);
          if (decision.item) rosters.set(`${owner} ${contact}`, decision.item);
          else rosters.delete(`${owner} ${contact}`);
          if (decision.isPushed) versions.set(owner, (versions.get(owner) ?? 0) + 1);
          log.push({ owner, contact, version: versions.get(owner) ?? 0 });
          return { ...decision, version: versionOf(owner) };
        },
        changesSince: async (owner, version) => {
          if (!/^\d+$/.test(version) || Number(version) > Number(versionOf(owner))) return { kind: "full" };
          const touched = new Set(
            log.filter((e) => e.owner === owner && e.version > Number(version)).map((e) => e.contact),
          );
          const changed = itemsOf(owner).filter((item) => item.isListed && touched.has(item.contact));
          const removed = [...touched].filter((contact) => !changed.some((item) => item.contact === contact));
          return { kind: "changes", version: versionOf(owner), changed, removed };
        },
        requests: async (owner) =>
          itemsOf(owner)
            .map(({ request }) => request)
            .filter((request) => request !== undefined),
      },
      invitations: {
        create: async (invitation) => `TOKEN${invitations.push(invitation)}`,
        find: async () => undefined,
        redeem: async () => Promise.reject(new StoreError("not-found", "no such invitation")),
        spend: async (token, inviter) => {
          const at = invitations.findIndex((it, index) => `TOKEN${index + 1}` === token && it.inviter === inviter);
          const found = invitations[at];
          if (found?.kind !== "contact" || found.uses === 0) return false;
          invitations[at] = { ...found, uses: found.uses - 1 };
          return true;
        },
      },
      departures: {
        note: async (owner, departure) => void departures.set(owner, departure),
        of: async (owner) => departures.get(owner),
      },
      tokens: memoryTokens((username) => accounts.get(username)),
      ...memoryEntry(
        (id) => [...accounts.values()].find((account) => account.id === id),
        () => NOW,
      ),
      ...memoryPrivacy(accounts, () => NOW),
      uploads: memoryUploads(() => NOW),
      rooms: memoryRooms(() => NOW),
      pubsub: memoryPubsub(accounts, () => NOW),
      settings: memorySettings(),
      shared: undefined,
      onAccountsChanged: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      flush: async () => undefined,
      close: async () => undefined,
    },
  };
  return memory;
}

function pageOf(own: readonly Entry[], query: PageQuery) {
  const named = [query.after, query.before, query.afterId, query.beforeId, ...(query.ids ?? [])];
  for (const id of named) {
    if (typeof id === "number" && !own.some((entry) => entry.id === id))
      throw new StoreError("not-found", "no such id");
  }
  const set = own.filter(
    (entry) =>
      (query.with === undefined || entry.peer === query.with) &&
      (query.start === undefined || timeOf(entry.id) >= query.start) &&
      (query.end === undefined || timeOf(entry.id) <= query.end) &&
      (query.text === undefined || entry.xml.includes(query.text)) &&
      entry.id > (query.afterId ?? 0) &&
      entry.id < (query.beforeId ?? Number.POSITIVE_INFINITY) &&
      (query.ids === undefined || query.ids.includes(entry.id)),
  );
  const { before, limit } = query;
  const rest = set.filter((e) => (typeof before === "number" ? e.id < before : e.id > (query.after ?? 0)));
  const messages = before === undefined ? rest.slice(0, limit) : rest.slice(Math.max(0, rest.length - limit));
  const first = messages[0];
  return {
    messages,
    isComplete: messages.length === rest.length,
    ...(query.wantsCount && { count: set.length, ...(first && { firstIndex: set.indexOf(first) }) }),
  };
}
