import { platform, setPriority } from "node:os";
import type { DatabaseSync } from "node:sqlite";
import { setImmediate, setTimeout } from "node:timers/promises";
import type { RoomPage, RoomPageQuery } from "../rooms.ts";
import { ArchiveSearch } from "../search/archive-search.ts";
import { accountArchive, roomArchive } from "../search/search-index.ts";
import type { ArchivePage, PageQuery } from "../store.ts";
import { ArchiveReader } from "./archive-reader.ts";
import { openForReading } from "./database.ts";
import { toRecord } from "./errors.ts";
import { SqliteSearchIndex } from "./search-index.ts";
import type { ReadAnswer, ReadRequest, Task, WorkerSetup } from "./worker.ts";

/** What the searching worker answers. */
export interface SearchCalls {
  searchArchive(owner: number, query: PageQuery): Promise<ArchivePage>;
  searchRoom(room: string, query: RoomPageQuery): Promise<RoomPage>;
  forgetSearched(archive: string): Promise<void>;
}

const BEHIND = 10;

/** Opens the database and answers calls, all at once, until it is asked to close. */
export function startSearcher(setup: WorkerSetup): Task {
  // On Linux a thread has a priority of its own: whoever accepts messages comes first where there are not processors for all.
  if (platform() === "linux") setPriority(BEHIND);
  const database = openForReading(setup);
  const index = new SqliteSearchIndex(setup.folder);
  const search = new ArchiveSearch(index, { elapsed: () => performance.now(), turn: setImmediate, pause: setTimeout });
  const calls = callsOf(database, search);
  return {
    database,
    receive(message, post) {
      for (const request of message as readonly ReadRequest[])
        void answer(calls, request).then((answered) => post([answered]));
    },
    async close() {
      search.close();
      await setImmediate();
      index.close();
      database.close();
    },
  };
}

function callsOf(database: DatabaseSync, search: ArchiveSearch): SearchCalls {
  const archive = new ArchiveReader(database);
  const roomPages = roomReader(database);
  return {
    searchArchive: (owner, query) =>
      search.page(accountArchive(owner), query, async (part) => atOnce(database, () => archive.page(owner, part))),
    searchRoom: (room, query) => search.page(roomArchive(room), query, async (part) => roomPages(room, part)),
    forgetSearched: (name) => search.forget(name),
  };
}

/** The query builder is loaded when a room is first searched. */
function roomReader(database: DatabaseSync): (room: string, query: RoomPageQuery) => Promise<RoomPage> {
  const loaded = once(async () => {
    const [{ roomPage }, { kyselyOn }] = await Promise.all([
      import("../queries/room-archive.ts"),
      import("./dialect.ts"),
    ]);
    const db = kyselyOn(database);
    return (room: string, query: RoomPageQuery) => roomPage(db, room, query);
  });
  return async (room, query) => (await loaded())(room, query);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** All that is read is of one moment. */
function atOnce<T>(database: DatabaseSync, read: () => T): T {
  database.exec("BEGIN");
  try {
    return read();
  } finally {
    database.exec("COMMIT");
  }
}

async function answer(calls: SearchCalls, [id, name, parameters]: ReadRequest): Promise<ReadAnswer> {
  try {
    const call = calls[name as keyof SearchCalls] as (...parameters: readonly unknown[]) => Promise<unknown>;
    return [id, await call(...parameters), undefined];
  } catch (error) {
    return [id, undefined, toRecord(error)];
  }
}
