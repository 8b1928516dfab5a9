import { DatabaseSync } from "node:sqlite";
import type { Kysely } from "kysely";
import type { Pubsub } from "../store/pubsub.ts";
import { createPubsubTables } from "../store/pubsub-tables.ts";
import * as items from "../store/queries/pubsub-items.ts";
import * as nodes from "../store/queries/pubsub-nodes.ts";
import * as people from "../store/queries/pubsub-people.ts";
import type { Schema } from "../store/queries/schema.ts";
import { kyselyOn } from "../store/sqlite/dialect.ts";
import type { Account } from "../store/store.ts";

/** Nodes of these accounts: the real queries on a database in memory, which is made when it is needed. */
export function memoryPubsub(accounts: ReadonlyMap<string, Account>, now: () => number): Pubsub {
  let database: DatabaseSync | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const open = async () => {
    database = new DatabaseSync(":memory:");
    database.exec("CREATE TABLE accounts (id INTEGER PRIMARY KEY, username TEXT NOT NULL)");
    await createPubsubTables(kyselyOn<unknown>(database), "sqlite");
    return database;
  };
  /** One after the other, with all or nothing kept. */
  const run = <T>(work: (db: Kysely<Schema>) => Promise<T>): Promise<T> => {
    const done = last.then(async () => {
      const opened = database ?? (await open());
      const insert = opened.prepare("INSERT OR IGNORE INTO accounts VALUES (?, ?)");
      for (const { id, username } of accounts.values()) insert.run(id, username);
      opened.exec("BEGIN");
      try {
        const result = await work(kyselyOn(opened));
        opened.exec("COMMIT");
        return result;
      } catch (error) {
        opened.exec("ROLLBACK");
        throw error;
      }
    });
    last = done.catch(() => undefined);
    return done;
  };
  return {
    find: (place, node, jid) => run((db) => nodes.findNode(db, place, node, jid)),
    list: (place) => run((db) => nodes.listNodes(db, place)),
    create: (place, node, max) => run((db) => nodes.createNode(db, place, node, max, now())),
    configure: (place, node, config, max) => run((db) => nodes.configureNode(db, place, node, config, max)),
    remove: (place, node) => run((db) => nodes.removeNode(db, place, node)),
    publish: (place, node, publication) => run((db) => items.publishItems(db, place, node, publication, now())),
    retract: (place, node, ids) => run((db) => items.retractItems(db, place, node, ids)),
    purge: (place, node) => run((db) => items.purgeItems(db, place, node)),
    items: (place, node, query) => run((db) => items.pageOfItems(db, place, node, query)),
    lastItems: (usernames, names, reader) => run((db) => items.lastItems(db, usernames, names, reader)),
    affiliations: (place, node) => run((db) => people.nodeAffiliations(db, place, node)),
    affiliationsOf: (place, jid) => run((db) => people.affiliationsOf(db, place, jid)),
    affiliate: (place, node, jid, affiliation, max) =>
      run((db) => people.affiliate(db, place, node, jid, affiliation, max)),
    subscriptions: (place, node) => run((db) => people.nodeSubscriptions(db, place, node)),
    subscriptionsOf: (place, jid) => run((db) => people.subscriptionsOf(db, place, jid)),
    subscribe: (place, subscription, max) => run((db) => people.subscribe(db, place, subscription, max)),
    unsubscribe: (place, node, jid) => run((db) => people.unsubscribe(db, place, node, jid)),
    forgetPerson: (jid) => run((db) => people.forgetPerson(db, jid)),
  };
}
