import type { Rooms } from "../rooms.ts";
import { roomArchive } from "../search/search-index.ts";
import type { ReadClient } from "./read-client.ts";
import type { SearchClient } from "./search-client.ts";
import type { WriteClient } from "./write-client.ts";

interface Calls {
  readonly writer: WriteClient;
  readonly reader: ReadClient;
  readonly search: SearchClient;
  now(): number;
}

export function rooms({ writer, reader, search, now }: Calls): Rooms {
  return {
    open: (room) => writer.call("openRoom", room, now()),
    create: (room, settings, creator, limit) => writer.call("createRoom", room, settings, { creator, limit }, now()),
    async change(tenure, changes) {
      await writer.call("changeRoom", tenure, changes);
      if (changes.some(({ kind }) => kind === "destroy")) await search.forget(roomArchive(tenure.room));
    },
    clear: (tenure, limit) => writer.call("clearRoom", tenure, limit),
    append: (tenure, messages) => writer.call("appendToRoom", tenure, messages, now()),
    page: (room, query) =>
      query.text === undefined ? reader.call("roomPage", room, query) : search.roomPage(room, query),
    metadata: (room) => reader.call("roomMetadata", room),
    list: (after, limit) => reader.call("listRooms", after, limit),
    affiliated: (jid) => reader.call("affiliatedRooms", jid),
  };
}
