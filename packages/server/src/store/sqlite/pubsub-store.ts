import type { Pubsub } from "../pubsub.ts";
import type { ReadClient } from "./read-client.ts";
import type { WriteClient } from "./write-client.ts";

export function pubsub(calls: { readonly writer: WriteClient; readonly reader: ReadClient; now(): number }): Pubsub {
  const { writer, reader, now } = calls;
  return {
    find: (place, node, jid) => reader.call("findNode", place, node, jid),
    list: (place) => reader.call("listNodes", place),
    create: (place, node, maxNodes) => writer.call("createNode", place, node, maxNodes, now()),
    configure: (place, node, config, maxItems) => writer.call("configureNode", place, node, config, maxItems),
    remove: (place, node) => writer.call("removeNode", place, node),
    publish: (place, node, publication) => writer.call("publishItems", place, node, publication, now()),
    retract: (place, node, ids) => writer.call("retractItems", place, node, ids),
    purge: (place, node) => writer.call("purgeItems", place, node),
    items: (place, node, query) => reader.call("pageOfItems", place, node, query),
    lastItems: (usernames, nodes, jid) => reader.call("lastItems", usernames, nodes, jid),
    affiliations: (place, node) => reader.call("nodeAffiliations", place, node),
    affiliationsOf: (place, jid) => reader.call("affiliationsOf", place, jid),
    affiliate: (place, node, jid, affiliation, max) => writer.call("affiliate", place, node, jid, affiliation, max),
    subscriptions: (place, node) => reader.call("nodeSubscriptions", place, node),
    subscriptionsOf: (place, jid) => reader.call("subscriptionsOf", place, jid),
    subscribe: (place, subscription, max) => writer.call("subscribe", place, subscription, max),
    unsubscribe: (place, node, jid) => writer.call("unsubscribe", place, node, jid),
    forgetPerson: (jid) => writer.call("forgetPerson", jid),
  };
}
