import type { Config } from "./config.ts";
import * as kinds from "./kinds.ts";
import type { Keys } from "./schema.ts";

/** Of this node, and of what it has in common with others. */
export const nodeKeys: Keys<
  Pick<Config, "nodeId" | "processes" | "redisUrl" | "databaseUrl" | "nodeUrl" | "nodeC2sAddress">
> = {
  nodeId: {
    key: "node_id",
    kind: kinds.nodeName,
    default: () => "node-1",
    example: '"node-1"',
    about: "Name of this node, unlike that of any other.",
  },
  processes: {
    key: "processes",
    kind: kinds.integer(1, 64),
    default: () => 1,
    example: "4",
    about:
      "Processes of this machine that serve behind the same ports, to use more than one processor core; `--processes` says the same. Each is a node of its own, called `NODE_ID.1` and so on.",
  },
  redisUrl: {
    key: "redis_url",
    kind: kinds.redisUrl,
    default: () => undefined,
    defaultText: "none: this is the only node",
    example: '"redis://:password@10.0.0.5:6379"',
    about: "Redis or Valkey through which several nodes find each other; `rediss://` with TLS.",
  },
  databaseUrl: {
    key: "database_url",
    kind: kinds.postgresUrl,
    default: () => undefined,
    defaultText: "none: SQLite in the data folder",
    example: '"postgres://yonder@10.0.0.6/yonder"',
    about: "PostgreSQL database of all nodes. Several nodes need it.",
  },
  nodeUrl: {
    key: "node_url",
    kind: kinds.webUrl,
    default: () => undefined,
    defaultText: "none: browsers come through the public address alone",
    example: '"https://node-1.example.org"',
    about: "Where browsers reach this very node, so that they can be sent to the best one.",
  },
  nodeC2sAddress: {
    key: "node_c2s_address",
    kind: kinds.hostAndPort,
    default: () => undefined,
    defaultText: "none: XMPP clients are not sent from node to node",
    example: '"node-1.example.org:5222"',
    about: "Where XMPP clients reach this very node.",
  },
};
