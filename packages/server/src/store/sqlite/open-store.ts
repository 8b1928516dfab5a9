import { AccountWatch } from "../account-watch.ts";
import type { Departures } from "../departures.ts";
import { hashOf, randomToken } from "../invitation-token.ts";
import { defaultLimits, type RosterLimits } from "../queries/rosters.ts";
import { accountArchive } from "../search/search-index.ts";
import type {
  Accounts,
  Credentials,
  Invitations,
  NewAccount,
  Pending,
  Rosters,
  Settings,
  SharedMailboxes,
  Store,
} from "../store.ts";
import { systemTimers, type Timers } from "../timers.ts";
import type { Tokens } from "../tokens.ts";
import type { Uploads } from "../uploads.ts";
import { pairings, passkeys } from "./entry-store.ts";
import { blocks, pushes, reports } from "./privacy-store.ts";
import { pubsub } from "./pubsub-store.ts";
import { ReadClient } from "./read-client.ts";
import { rooms } from "./rooms-store.ts";
import { SearchClient } from "./search-client.ts";
import type { StoreSockets } from "./store-sockets.ts";
import { setupOf, type ThreadPlace } from "./worker-thread.ts";
import { WriteClient } from "./write-client.ts";

export interface SqliteStoreOptions {
  /** Made when missing. */
  readonly folder: string;
  /** One node at a time; tools (the command line) come and go beside it, and accept no messages. */
  readonly role: "node" | "tool";
  /** For a node of several processes on this machine: where the threads listen that they have in common (keep-store.ts). */
  readonly shared?: StoreSockets | undefined;
  readonly clock?: { now(): number };
  readonly timers?: Timers;
  /** How long an operation may wait: 10 s unless told. */
  readonly timeoutMs?: number;
  /** The database refuses to grow beyond this. */
  readonly maxBytes?: number;
  readonly limits?: Partial<RosterLimits>;
  /** Messages that come together before they are put into the index. */
  readonly mergeThreshold?: number;
  /** Unguessable text for invitations. */
  readonly randomToken?: () => string;
}

const defaultTimeoutMs = 10_000;
const tickMs = 1_000;
const accountsPerBatch = 500;

/**
 * Opens the store that a folder holds (SQLite). Rejects with StoreError "locked" when another node has it, "newer-schema" when a newer release
 * wrote it, "read-only" when it cannot be written to.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const { timers = systemTimers, clock = Date, timeoutMs = defaultTimeoutMs } = options;
  const elapsed = () => performance.now();
  const setup = setupOf(options);
  const { write, search: searching }: Record<keyof StoreSockets, ThreadPlace> = options.shared ?? {
    write: { ...setup, task: "write" },
    search: { ...setup, task: "search" },
  };
  const writer = await WriteClient.open(write, { now: () => clock.now(), elapsed }, timers);
  const reader = await ReadClient.open({ ...setup, task: "read" }, elapsed);
  const search = new SearchClient(setup.folder, searching, elapsed);
  const watch = new AccountWatch(reader.lastAccountChange, (seq) => reader.call("accountChangesAfter", seq));
  const stopTicking = timers.every(tickMs, () => {
    writer.expire(elapsed() - timeoutMs);
    reader.expire(elapsed() - timeoutMs);
    search.expire(elapsed() - timeoutMs);
    void watch.look();
  });
  if (options.role === "node") keepSearchClear(search, reader, watch);
  const calls: Calls = { writer, reader, search, now: () => clock.now() };
  return {
    accounts: accounts(calls, () => watch.look()),
    archive: {
      accept: (request) => writer.accept(request),
      page: (owner, query) =>
        query.text === undefined ? reader.call("archivePage", owner, query) : search.page(owner, query),
      metadata: (owner) => reader.call("archiveMetadata", owner),
    },
    pending: pending(calls),
    roster: rosters(calls, { ...defaultLimits, ...options.limits }),
    invitations: invitations(calls, options.randomToken ?? randomToken),
    settings: settings(calls),
    blocks: blocks(calls),
    reports: reports(calls),
    pushes: pushes(calls),
    tokens: tokens(calls),
    passkeys: passkeys(calls),
    pairings: pairings(calls),
    departures: departures(calls),
    uploads: uploads(calls),
    pubsub: pubsub(calls),
    rooms: rooms(calls),
    shared: options.shared && mailboxes(calls),
    onAccountsChanged: (listener) => watch.add(listener),
    flush: () => writer.call("nothing"),
    close: async () => {
      stopTicking();
      await writer.close();
      await search.close();
      await reader.close();
    },
  };
}

interface Calls {
  readonly writer: WriteClient;
  readonly reader: ReadClient;
  readonly search: SearchClient;
  now(): number;
}

/** Of removed accounts nothing is left to be found. */
function keepSearchClear(search: SearchClient, reader: ReadClient, watch: AccountWatch): void {
  const isThere = async (owner: number) => (await reader.call("findAccountById", owner)) !== undefined;
  const ignored = () => undefined; // the next start does it
  void search.sweep(isThere).catch(ignored);
  watch.add(({ kind, id }) => {
    if (kind === "removed") void search.forget(accountArchive(id)).catch(ignored);
  });
}

function mailboxes({ writer, reader }: Calls): SharedMailboxes {
  return {
    heads: (owners) => writer.call("pendingHeads", owners),
    since: (owner, after, limit) => reader.call("pendingSince", owner, after, limit),
  };
}

function accounts({ writer, reader }: Calls, changed: () => Promise<void>): Accounts {
  return {
    find: (username) => reader.call("findAccount", username),
    findById: (id) => reader.call("findAccountById", id),
    credentials: (username) => reader.call("findCredentials", username),
    add: (username, keys, isAdmin = false) => writer.call("addAccount", compact({ username, keys, isAdmin })),
    addMany: (rows) => addMany(writer, rows),
    async setCredentials(username, keys) {
      const account = await writer.call("setCredentials", username, compactKeys(keys));
      void changed();
      return account;
    },
    async setAdmin(username, isAdmin) {
      const account = await writer.call("setAdmin", username, isAdmin);
      void changed();
      return account;
    },
    renewKeys: ({ id, epoch }, hash, keys) => writer.call("renewKeys", { id, epoch }, hash, compactScram(keys)),
    async remove(username) {
      const wasRemoved = await writer.call("removeAccount", username);
      void changed();
      return wasRemoved;
    },
    list: (after = "", limit = 100) => reader.call("listAccounts", after, limit),
    count: () => reader.call("countAccounts"),
  };
}

async function addMany(writer: WriteClient, rows: readonly NewAccount[]) {
  let added = 0;
  for (let from = 0; from < rows.length; from += accountsPerBatch) {
    const some = rows.slice(from, from + accountsPerBatch);
    added += await writer.call("addAccounts", some.map(compact));
  }
  return { added, existing: rows.length - added };
}

function pending({ writer, reader }: Calls): Pending {
  return {
    async page(owner, after, limit) {
      const from = Math.max(after, writer.acknowledgedBy(owner));
      const { messages, watermark } = await reader.call("pendingPage", owner, from, limit);
      if (watermark !== undefined) writer.acknowledge(owner, watermark);
      // What was just committed is read before its acceptance is answered.
      if (messages.length > 0) await writer.settled();
      return messages;
    },
    acknowledge: (owner, upTo) => writer.acknowledge(owner, upTo),
  };
}

function rosters({ writer, reader, now }: Calls, limits: RosterLimits): Rosters {
  return {
    load: (owner) => reader.call("loadRoster", owner),
    write: (owner) => reader.call("writeRoster", owner),
    find: (owner, contact) => reader.call("findRosterItem", owner, contact),
    standings: (owners, contact) => reader.call("standings", owners, contact),
    change: (owner, contact, change) => writer.call("changeRoster", limits, owner, contact, change, now()),
    changesSince: (owner, version) => reader.call("rosterChangesSince", owner, version),
    requests: (owner) => reader.call("rosterRequests", owner),
  };
}

function invitations({ writer, reader, now }: Calls, newToken: () => string): Invitations {
  return {
    async create({ kind, inviter, expiresAt, uses, details }) {
      const token = newToken();
      const row = { tokenHash: hashOf(token), kind, inviter, expiresAt: expiresAt.getTime(), uses, details };
      await writer.call("createInvitation", row, now());
      return token;
    },
    find: (token) => reader.call("findInvitation", hashOf(token), now()),
    redeem: (token, username, keys) =>
      writer.call("redeemInvitation", hashOf(token), compact({ username, keys }), now()),
    spend: (token, inviter) => writer.call("spendInvitation", hashOf(token), inviter, now()),
  };
}

function settings({ writer, reader }: Calls): Settings {
  return {
    get: (key) => reader.call("getSetting", key),
    set: (key, value) => writer.call("setSetting", key, value),
    ensure: (key, value) => writer.call("ensureSetting", key, value),
  };
}

function departures({ writer, reader }: Calls): Departures {
  return {
    note: (owner, departure) => writer.callLater("noteDeparture", owner, departure),
    of: (owner) => reader.call("departureOf", owner),
  };
}

function tokens({ writer, reader, now }: Calls): Tokens {
  return {
    find: (username, agent) => reader.call("findTokens", username, agent),
    issue: (token) => writer.call("issueToken", token, now()),
    use: (owner, agent, seed, count) => writer.call("useToken", owner, agent, seed, count),
    revoke: (owner, agent, seed, count) => writer.call("revokeTokens", owner, agent, seed, count),
    clients: (owner, epoch) => reader.call("tokenClients", owner, epoch, now()),
    revokeClient: (owner, id) => writer.call("revokeClient", owner, id),
  };
}

function uploads({ writer, reader, now }: Calls): Uploads {
  return {
    reserve: (upload, quota) => writer.call("reserveUpload", upload, quota, now()),
    begin: (id, hold, until) => writer.call("beginUpload", id, hold, until, now()),
    prolong: (id, hold) => writer.call("prolongUpload", id, hold),
    giveUp: (id, holder, until) => writer.call("giveUpUpload", id, holder, until),
    complete: (id, holder) => writer.call("completeUpload", id, holder, now()),
    slot: (id) => reader.call("findSlot", id, now()),
    want: (id) => writer.call("wantUpload", id),
    find: (id) => reader.call("findUpload", id, now()),
    expired: (before, limit) => reader.call("expiredUploads", before, limit),
    forget: (ids) => writer.call("forgetUploads", ids),
  };
}

/** Keys as arrays of their own: one that is a view would take all the memory behind it along to the other thread. */
function compact<A extends NewAccount>(account: A): A {
  return { ...account, keys: compactKeys(account.keys) };
}

function compactKeys({ sha1, sha256 }: Credentials): Credentials {
  return { sha1: compactScram(sha1), sha256: compactScram(sha256) };
}

function compactScram({ salt, iterations, storedKey, serverKey }: Credentials["sha1"]): Credentials["sha1"] {
  const [a, b, c] = [salt, storedKey, serverKey].map((bytes) => Uint8Array.from(bytes));
  return { salt: a ?? salt, iterations, storedKey: b ?? storedKey, serverKey: c ?? serverKey };
}
