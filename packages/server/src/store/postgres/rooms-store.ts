import * as archive from "../queries/room-archive.ts";
import * as queries from "../queries/rooms.ts";
import type { RoomPageQuery, Rooms } from "../rooms.ts";
import type { ArchiveSearch } from "../search/archive-search.ts";
import { roomArchive } from "../search/search-index.ts";
import type { Calls } from "./calls.ts";

export function rooms(calls: Calls, search: ArchiveSearch, now: () => number): Rooms {
  const page = (room: string, query: RoomPageQuery) => calls.look((db) => archive.roomPage(db, room, query));
  return {
    open: (room) => calls.write(`room ${room}`, (db) => queries.openRoom(db, room, now())),
    create: (room, settings, creator, limit) =>
      calls.write(`rooms of ${creator}`, (db) => queries.createRoom(db, room, settings, { creator, limit }, now())),
    async change(tenure, changes) {
      await calls.write(`room ${tenure.room}`, (db) => queries.changeRoom(db, tenure, changes));
      if (changes.some(({ kind }) => kind === "destroy")) await search.forget(roomArchive(tenure.room));
    },
    clear: (tenure, limit) => calls.write(`room ${tenure.room}`, (db) => queries.clearRoom(db, tenure, limit)),
    append: (tenure, messages) =>
      calls.write(`room ${tenure.room}`, (db) => queries.appendToRoom(db, tenure, messages, now())),
    page: (room, query) =>
      query.text === undefined ? page(room, query) : search.page(roomArchive(room), query, (part) => page(room, part)),
    metadata: (room) => calls.find((db) => archive.roomMetadata(db, room)),
    list: (after, limit) => calls.look((db) => queries.listRooms(db, after, limit)),
    affiliated: (jid) => calls.find((db) => queries.affiliatedRooms(db, jid)),
  };
}
