import type { Rooms } from "../rooms.ts";
import type { ReadClient } from "./read-client.ts";
import type { WriteClient } from "./write-client.ts";

interface Calls {
  readonly writer: WriteClient;
  readonly reader: ReadClient;
  now(): number;
}

export function rooms({ writer, reader, now }: Calls): Rooms {
  return {
    open: (room) => writer.call("openRoom", room, now()),
    create: (room, settings, creator, limit) => writer.call("createRoom", room, settings, { creator, limit }, now()),
    change: (tenure, changes) => writer.call("changeRoom", tenure, changes),
    clear: (tenure, limit) => writer.call("clearRoom", tenure, limit),
    append: (tenure, messages) => writer.call("appendToRoom", tenure, messages, now()),
    page: (room, query) => reader.call("roomPage", room, query),
    metadata: (room) => reader.call("roomMetadata", room),
    list: (after, limit) => reader.call("listRooms", after, limit),
    affiliated: (jid) => reader.call("affiliatedRooms", jid),
  };
}
