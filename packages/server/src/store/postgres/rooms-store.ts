import * as archive from "../queries/room-archive.ts";
import * as queries from "../queries/rooms.ts";
import type { Rooms } from "../rooms.ts";
import type { Calls } from "./calls.ts";

export function rooms(calls: Calls, now: () => number): Rooms {
  return {
    open: (room) => calls.write(`room ${room}`, (db) => queries.openRoom(db, room, now())),
    create: (room, settings, creator, limit) =>
      calls.write(`rooms of ${creator}`, (db) => queries.createRoom(db, room, settings, { creator, limit }, now())),
    change: (tenure, changes) => calls.write(`room ${tenure.room}`, (db) => queries.changeRoom(db, tenure, changes)),
    clear: (tenure, limit) => calls.write(`room ${tenure.room}`, (db) => queries.clearRoom(db, tenure, limit)),
    append: (tenure, messages) =>
      calls.write(`room ${tenure.room}`, (db) => queries.appendToRoom(db, tenure, messages, now())),
    page: (room, query) => calls.look((db) => archive.roomPage(db, room, query)),
    metadata: (room) => calls.find((db) => archive.roomMetadata(db, room)),
    list: (after, limit) => calls.look((db) => queries.listRooms(db, after, limit)),
    affiliated: (jid) => calls.find((db) => queries.affiliatedRooms(db, jid)),
  };
}
