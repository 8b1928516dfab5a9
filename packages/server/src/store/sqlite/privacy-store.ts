import type { Blocks } from "../blocks.ts";
import type { Pushes } from "../pushes.ts";
import type { Reports } from "../reports.ts";
import type { ReadClient } from "./read-client.ts";
import type { WriteClient } from "./write-client.ts";

interface Calls {
  readonly writer: WriteClient;
  readonly reader: ReadClient;
  now(): number;
}

export function blocks({ writer, reader }: Calls): Blocks {
  return {
    of: (username) => reader.call("blocksOf", username),
    add: (owner, addresses) => writer.call("addBlocks", owner, addresses),
    remove: (owner, addresses) => writer.call("removeBlocks", owner, addresses),
    users: (after) => reader.call("blockingUsers", after),
  };
}

export function reports({ writer, reader, now }: Calls): Reports {
  return {
    add: (owner, report) => writer.call("addReport", owner, report, now()),
    list: (limit) => reader.call("listReports", limit),
    remove: (id) => writer.call("removeReport", id),
  };
}

export function pushes({ writer, reader, now }: Calls): Pushes {
  return {
    of: (username) => reader.call("pushesOf", username),
    put: (registration) => writer.call("putPush", registration, now()),
    remove: (owner, address, node) => writer.call("removePush", owner, address, node),
    users: (after) => reader.call("pushedUsers", after),
  };
}
