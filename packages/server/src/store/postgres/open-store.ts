import { setImmediate, setTimeout } from "node:timers/promises";
import { AccountWatch } from "../account-watch.ts";
import { randomToken } from "../invitation-token.ts";
import { accountChangesAfter } from "../queries/accounts.ts";
import { defaultLimits, type RosterLimits } from "../queries/rosters.ts";
import { ArchiveSearch } from "../search/archive-search.ts";
import { accountArchive } from "../search/search-index.ts";
import type { PageQuery, Store } from "../store.ts";
import { StoreError } from "../store-error.ts";
import { systemTimers, type Timers } from "../timers.ts";
import { createAcceptFunction } from "./accept-function.ts";
import { Acceptor } from "./acceptor.ts";
import { archiveMetadata, archivePage, pendingHeads, pendingPage, pendingSince } from "./archive-reader.ts";
import { Calls } from "./calls.ts";
import { Connection, type ConnectionOptions } from "./connection.ts";
import { pairings, passkeys } from "./entry-store.ts";
import { toPassingError, toStoreError } from "./errors.ts";
import { Lane } from "./lane.ts";
import { nodesLock } from "./locks.ts";
import { migrate } from "./migrate.ts";
import { Pool } from "./pool.ts";
import { blocks, pushes, reports } from "./privacy-store.ts";
import { pubsub } from "./pubsub-store.ts";
import { clearRemovedOwners } from "./removed-owners.ts";
import { rooms } from "./rooms-store.ts";
import { PostgresSearchIndex } from "./search-index.ts";
import { accounts, departures, invitations, rosters, settings, tokens, uploads } from "./typed-stores.ts";

export interface PostgresStoreOptions {
  /** postgres://… */
  readonly url: string;
  /** Any number of nodes; tools (the command line) come and go beside them, and accept no messages. */
  readonly role: "node" | "tool";
  /** PostgreSQL's own unless told. */
  readonly clock?: { now(): number };
  readonly timers?: Timers;
  /** How long an operation may wait: 10 s unless told. */
  readonly timeoutMs?: number;
  /** How long a statement may take before the connection is given up: half of that unless told. */
  readonly statementMs?: number;
  readonly limits?: Partial<RosterLimits>;
  /** Unguessable text for invitations. */
  readonly randomToken?: () => string;
}

const defaultTimeoutMs = 10_000;
const tickMs = 1_000;
const readingConnections = 4;
const writingConnections = 4; // besides the one that accepts messages

/**
 * Opens the store that a PostgreSQL database holds. Rejects with StoreError "unavailable" when it cannot be reached, "newer-schema" when a newer
 * release changed it beyond what this one knows, "locked" while it is being copied.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { url, role, timers = systemTimers, timeoutMs = defaultTimeoutMs, clock = Date } = options;
  const newestChange = await prepare({ url, timers });
  const { acceptor, reads, writes } = await openLanes(options);
  const calls = new Calls(reads, writes);
  const watch = new AccountWatch(newestChange, (seq) =>
    calls.find((db) => accountChangesAfter(db, seq)).catch(failForNow),
  );
  const clear = clearing(calls);
  const search = new ArchiveSearch(new PostgresSearchIndex(calls), {
    elapsed: () => performance.now(),
    turn: setImmediate,
    pause: setTimeout,
  });
  const stopTicking = timers.every(tickMs, () => {
    for (const expiring of [acceptor, reads, writes]) expiring.expire(performance.now() - timeoutMs);
    void watch.look();
    if (role === "tool") return;
    void acceptor.stayConnected();
    void clear();
  });
  const now = () => clock.now();
  return {
    accounts: accounts(calls, () => watch.look()),
    ...mailboxes(calls, acceptor, search, role),
    roster: rosters(calls, { ...defaultLimits, ...options.limits }, now),
    invitations: invitations(calls, options.randomToken ?? randomToken, now),
    settings: settings(calls),
    blocks: blocks(calls),
    reports: reports(calls, now),
    pushes: pushes(calls, now),
    tokens: tokens(calls, now),
    passkeys: passkeys(calls, now),
    pairings: pairings(calls, now),
    departures: departures(calls),
    uploads: uploads(calls, now),
    pubsub: pubsub(calls, now),
    rooms: rooms(calls, search, now),
    onAccountsChanged: (listener) => watch.add(listener),
    flush: async () => void (await Promise.all([acceptor.flush(), writes.flush()])),
    close: async () => {
      search.close();
      await Promise.all([acceptor.close(), writes.close(), reads.close()]).finally(stopTicking); // what waits expires meanwhile
    },
  };
}

interface Lanes {
  readonly acceptor: Acceptor;
  readonly reads: Pool;
  readonly writes: Pool;
}

/** Connections are made when they are needed; a node's first one at once, to know that it can be one. */
async function openLanes(options: PostgresStoreOptions): Promise<Lanes> {
  const { url, role, timers = systemTimers, timeoutMs = defaultTimeoutMs, clock } = options;
  const limited: ConnectionOptions = { url, timers, statementMs: options.statementMs ?? timeoutMs / 2 };
  const elapsed = () => performance.now();
  const openToAccept = () => openForAcceptor(limited, role);
  const lane = new Lane(openToAccept, role === "node" ? await openToAccept() : undefined);
  const pool = (size: number) =>
    new Pool(
      Array.from({ length: size }, () => new Lane(() => Connection.open(limited))),
      elapsed,
    );
  return {
    acceptor: new Acceptor({ lane, timers, elapsed, now: clock && (() => clock.now()) }),
    reads: pool(readingConnections),
    writes: pool(writingConnections),
  };
}

function mailboxes(
  calls: Calls,
  acceptor: Acceptor,
  search: ArchiveSearch,
  role: "node" | "tool",
): Pick<Store, "archive" | "pending" | "shared"> {
  const read = <T>(run: (connection: Connection) => Promise<T>) => calls.find((_, connection) => run(connection));
  const page = (owner: number, query: PageQuery) => read((connection) => archivePage(connection, owner, query));
  return {
    archive: {
      accept: (request) => (role === "node" ? acceptor.accept(request) : Promise.reject(noNode())),
      page: (owner, query) =>
        query.text === undefined
          ? page(owner, query)
          : search.page(accountArchive(owner), query, (part) => page(owner, part)),
      metadata: (owner) => read((connection) => archiveMetadata(connection, owner)),
    },
    pending: {
      page(owner, after, limit) {
        const from = Math.max(after, acceptor.acknowledgedBy(owner));
        return read((connection) => pendingPage(connection, owner, from, limit));
      },
      acknowledge: (owner, upTo) => acceptor.acknowledge(owner, upTo),
    },
    shared: {
      heads: (owners) => read((connection) => pendingHeads(connection, owners)),
      since: (owner, after, limit) => read((connection) => pendingSince(connection, owner, after, limit)),
    },
  };
}

/** Brings the tables up to date; tells the newest of the changes of accounts. */
async function prepare(options: ConnectionOptions): Promise<number> {
  const connection = await Connection.open(options);
  try {
    await migrate(connection);
    const [row] = await connection.query<{ seq: number | null }>("SELECT max(seq) AS seq FROM account_changes");
    return row?.seq ?? 0;
  } catch (error) {
    throw toStoreError(error);
  } finally {
    await connection.close();
  }
}

async function openForAcceptor(options: ConnectionOptions, role: "node" | "tool"): Promise<Connection> {
  const connection = await Connection.open(options);
  try {
    const [lock] = await connection.query(`SELECT pg_try_advisory_lock_shared(${nodesLock}) AS is_ours`);
    if (role === "node" && lock?.is_ours !== true) throw new StoreError("locked", "The database is being copied.");
    await connection.query(createAcceptFunction);
    return connection;
  } catch (error) {
    connection.destroy();
    throw toPassingError(error);
  }
}

/** Clears away what removed accounts had, step by step, unless it is being done already. */
function clearing(calls: Calls): () => Promise<void> {
  let isClearing = false;
  return async () => {
    if (isClearing) return;
    isClearing = true;
    try {
      while (await calls.write(undefined, (_, connection) => clearRemovedOwners(connection)).catch(failForNow)) {}
    } catch (error) {
      if (!(error instanceof StoreError)) throw error; // tried again with the next tick
    } finally {
      isClearing = false;
    }
  };
}

function failForNow(error: unknown): never {
  throw toPassingError(error);
}

function noNode(): StoreError {
  return new StoreError("unavailable", "Only a node accepts messages.");
}
