import type { Kysely } from "kysely";
import type { Place, Pubsub } from "../pubsub.ts";
import * as items from "../queries/pubsub-items.ts";
import * as nodes from "../queries/pubsub-nodes.ts";
import * as people from "../queries/pubsub-people.ts";
import type { Schema } from "../queries/schema.ts";
import type { Calls } from "./calls.ts";
import { pubsubLocks } from "./locks.ts";

export function pubsub(calls: Calls, now: () => number): Pubsub {
  /** One after the other in each place, on whatever node. */
  const write = <T>(place: Place, run: (db: Kysely<Schema>) => Promise<T>) =>
    calls.write(`pubsub ${place.name}`, async (db, connection) => {
      await connection.query(`SELECT pg_advisory_xact_lock(${pubsubLocks}, hashtext($1))`, [place.name]);
      return run(db);
    });
  return {
    find: (place, node, jid) => calls.look((db) => nodes.findNode(db, place, node, jid)),
    list: (place) => calls.find((db) => nodes.listNodes(db, place)),
    create: (place, node, maxNodes) => write(place, (db) => nodes.createNode(db, place, node, maxNodes, now())),
    configure: (place, node, config, maxItems) =>
      write(place, (db) => nodes.configureNode(db, place, node, config, maxItems)),
    remove: (place, node) => write(place, (db) => nodes.removeNode(db, place, node)),
    publish: (place, node, publication) =>
      write(place, (db) => items.publishItems(db, place, node, publication, now())),
    retract: (place, node, ids) => write(place, (db) => items.retractItems(db, place, node, ids)),
    purge: (place, node) => write(place, (db) => items.purgeItems(db, place, node)),
    items: (place, node, query) => calls.look((db) => items.pageOfItems(db, place, node, query)),
    lastItems: (usernames, names, reader) => calls.find((db) => items.lastItems(db, usernames, names, reader)),
    affiliations: (place, node) => calls.find((db) => people.nodeAffiliations(db, place, node)),
    affiliationsOf: (place, jid) => calls.find((db) => people.affiliationsOf(db, place, jid)),
    affiliate: (place, node, jid, affiliation, max) =>
      write(place, (db) => people.affiliate(db, place, node, jid, affiliation, max)),
    subscriptions: (place, node) => calls.find((db) => people.nodeSubscriptions(db, place, node)),
    subscriptionsOf: (place, jid) => calls.find((db) => people.subscriptionsOf(db, place, jid)),
    subscribe: (place, subscription, max) => write(place, (db) => people.subscribe(db, place, subscription, max)),
    unsubscribe: (place, node, jid) => write(place, (db) => people.unsubscribe(db, place, node, jid)),
    forgetPerson: (jid) => calls.write("pubsub people", (db) => people.forgetPerson(db, jid)),
  };
}
