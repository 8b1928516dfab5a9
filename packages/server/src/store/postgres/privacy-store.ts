import type { Kysely } from "kysely";
import type { Blocks } from "../blocks.ts";
import type { Pushes } from "../pushes.ts";
import * as blockQueries from "../queries/blocks.ts";
import * as pushQueries from "../queries/pushes.ts";
import * as reportQueries from "../queries/reports.ts";
import type { Schema } from "../queries/schema.ts";
import type { Reports } from "../reports.ts";
import type { Calls } from "./calls.ts";
import { lockAccount } from "./typed-stores.ts";

export function blocks(calls: Calls): Blocks {
  return {
    of: (username) => calls.find((db) => blockQueries.blocksOf(db, username)),
    add: (owner, addresses) => alone(calls, owner, (db) => blockQueries.addBlocks(db, owner, addresses)),
    remove: (owner, addresses) =>
      calls.write(`owner ${owner}`, (db) => blockQueries.removeBlocks(db, owner, addresses)),
    users: (after) => calls.find((db) => blockQueries.blockingUsers(db, after)),
  };
}

export function reports(calls: Calls, now: () => number): Reports {
  return {
    add: (owner, report) => alone(calls, owner, (db) => reportQueries.addReport(db, owner, report, now())),
    list: (limit) => calls.find((db) => reportQueries.listReports(db, limit)),
    remove: (id) => calls.write(`report ${id}`, (db) => reportQueries.removeReport(db, id)),
  };
}

export function pushes(calls: Calls, now: () => number): Pushes {
  return {
    of: (username) => calls.find((db) => pushQueries.pushesOf(db, username)),
    put: (registration) => alone(calls, registration.owner, (db) => pushQueries.putPush(db, registration, now())),
    remove: (owner, address, node) =>
      calls.write(`owner ${owner}`, (db) => pushQueries.removePush(db, owner, address, node)),
    users: (after) => calls.find((db) => pushQueries.pushedUsers(db, after)),
  };
}

/** Nobody else writes for this owner meanwhile, on whatever node. */
function alone<T>(calls: Calls, owner: number, run: (db: Kysely<Schema>) => Promise<T>): Promise<T> {
  return calls.write(`owner ${owner}`, async (db, connection) => {
    await lockAccount(connection, owner);
    return run(db);
  });
}
