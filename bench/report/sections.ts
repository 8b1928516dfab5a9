/** A row of a table: one figure of one scenario. */
export interface Row {
  readonly label: string;
  readonly scenario: string;
  readonly mode: string;
  readonly figure: string;
  /** What it should be. */
  readonly aim?: { readonly atMost: number } | { readonly atLeast: number };
}

/** A table of docs/performance.md: a row for each figure, a column for each server. */
export interface Section {
  readonly name: string;
  /** The first is ours; of the others, those that are not a floor are peers. */
  readonly servers: readonly string[];
  /** What stands above the columns, unless it is the servers' names. */
  readonly columns?: readonly string[];
  readonly rows: readonly Row[];
}

const onTheFloor = /^(?:1:1, |latency at |\d+ idle |a room of |login$)/;

/** A relay makes nothing durable, and knows nobody; how SQLite does is a section of its own. */
export function canDo(server: string, { scenario, mode }: Pick<Row, "scenario" | "mode">): boolean {
  return server !== "floor" || scenario.startsWith("SQLite") || (mode === "none" && onTheFloor.test(scenario));
}

const all = ["Yonder", "Prosody", "ejabberd", "floor"];
const peers = ["Yonder", "Prosody", "ejabberd"];

function row(label: string, scenario: string, mode: string, figure: string, aim?: Row["aim"]): Row {
  return aim ? { label, scenario, mode, figure, aim } : { label, scenario, mode, figure };
}

const tcp = "1:1, 20 pairs × 10, tcp";
const many = "1:1, 150 pairs × 1, tcp";
const websocket = "1:1, 20 pairs × 10, websocket";
const tls = "1:1, 20 pairs × 10, tls";
const cpu = "CPU µs/message";
const rate = "messages/s";
const long = "an archive of 1,000,000 messages";
const growth = "growth to 10,000,000 messages";
const storm = "5000 log in after a restart";
const siege = "2000 half-open, 500 who never read, 1000 log in again and again";
const longest = "longest task, CPU ms";
const web = [
  "form visible, ms",
  "first message acknowledged, ms",
  "message of who comes back acknowledged, ms",
  "transferred, KiB",
  "requests",
  "heap in a chat, MiB",
];

export const sections: readonly Section[] = [
  {
    name: "messages, durable",
    servers: peers,
    rows: [
      row("20 pairs × 10, CPU µs a message", tcp, "durable", cpu, { atMost: 60 }),
      row("messages/s", tcp, "durable", rate, { atLeast: 15_000 }),
      row("150 pairs × 1, CPU µs a message", many, "durable", cpu),
      row("messages/s", many, "durable", rate),
      row("TLS, 20 × 10, CPU µs a message", tls, "durable", cpu),
      row("WebSocket, 20 × 10, CPU µs a message", websocket, "durable", cpu, { atMost: 75 }),
      row("messages/s", websocket, "durable", rate),
    ],
  },
  {
    name: "messages, not archived",
    servers: all,
    rows: [
      row("20 pairs × 10, CPU µs a message", tcp, "none", cpu, { atMost: 40 }),
      row("messages/s", tcp, "none", rate),
      row("150 pairs × 1, CPU µs a message", many, "none", cpu, { atMost: 80 }),
      row("messages/s", many, "none", rate),
      row("TLS, 20 × 10, CPU µs a message", tls, "none", cpu),
      row("WebSocket, 20 × 10, CPU µs a message", websocket, "none", cpu, { atMost: 45 }),
    ],
  },
  {
    name: "latency",
    servers: all,
    rows: ["durable", "none"].flatMap((mode) =>
      [500, 2000].flatMap((pace) => {
        const isAim = mode === "durable" && pace === 2000;
        const title = `${pace}/s, ${mode === "none" ? "not archived" : "durable"}`;
        return [
          row(`${title}, p50 ms`, `latency at ${pace}/s`, mode, "p50 ms", isAim ? { atMost: 2 } : undefined),
          row(`${title}, p99 ms`, `latency at ${pace}/s`, mode, "p99 ms", isAim ? { atMost: 10 } : undefined),
        ];
      }),
    ),
  },
  {
    name: "logins",
    servers: all,
    columns: ["Yonder", "Prosody", "ejabberd", "script"],
    rows: [
      row("a login, CPU ms", "login", "none", "CPU ms/login", { atMost: 0.7 }),
      row("a login with STARTTLS, CPU ms", "login, STARTTLS", "none", "CPU ms/login"),
      row("5,000 after a restart: seconds until all are in", storm, "none", "seconds until all are in"),
      row("CPU ms a login", storm, "none", "CPU ms/login"),
      row("of two who write meanwhile, p50 ms", storm, "none", "the pair's p50 ms"),
      row("p99 ms", storm, "none", "the pair's p99 ms"),
    ],
  },
  {
    name: "memory",
    servers: all,
    rows: [
      row("TCP, KiB a connection", "5000 idle connections, tcp", "none", "RSS KiB/connection", { atMost: 16 }),
      row("WebSocket, KiB a connection", "5000 idle connections, websocket", "none", "RSS KiB/connection", {
        atMost: 18,
      }),
      row("TLS, KiB a connection", "5000 idle connections, tls", "none", "RSS KiB/connection"),
    ],
  },
  {
    name: "siege",
    servers: peers,
    rows: [
      row("of two who write meanwhile, p50 ms", siege, "durable", "the pair's p50 ms"),
      row("p99 ms", siege, "durable", "the pair's p99 ms", { atMost: 250 }),
      row("RSS MiB before", siege, "durable", "RSS MiB before"),
      row("RSS MiB at most", siege, "durable", "RSS MiB at most"),
      row("logins/s", siege, "durable", "logins/s"),
      row("MB written to those who never read", siege, "durable", "MB written to those who never read"),
    ],
  },
  {
    name: "rooms and presence",
    servers: all,
    rows: [
      row("room of 200, CPU µs a delivery", "a room of 200", "none", "CPU µs/delivery", { atMost: 12 }),
      row("durable, CPU µs a delivery", "a room of 200", "durable", "CPU µs/delivery", { atMost: 14 }),
      row("durable, p50 ms", "a room of 200", "durable", "p50 ms"),
      row("durable, p99 ms", "a room of 200", "durable", "p99 ms"),
      row("room of 2,000, CPU µs a delivery", "a room of 2000", "none", "CPU µs/delivery"),
      row("durable, CPU µs a delivery", "a room of 2000", "durable", "CPU µs/delivery"),
      row("durable, p99 ms", "a room of 2000", "durable", "p99 ms"),
      row("500 contacts, CPU µs a presence", "one of 500 contacts comes and goes", "none", "CPU µs/presence"),
      row("ms until all know", "one of 500 contacts comes and goes", "none", "ms until all know each other"),
    ],
  },
  {
    name: "archive",
    servers: peers,
    rows: [
      row("reading a million, messages/s", long, "durable", "messages read/s"),
      row("CPU µs a message read", long, "durable", "CPU µs/message read"),
      row("ms a page of 50", long, "durable", "ms/page of 50"),
      row("catching up on 1,000, ms", long, "durable", "ms/catch-up of 1,000"),
      row("CPU ms", long, "durable", "CPU ms/catch-up of 1,000"),
      row("empty store, CPU µs a message", growth, "durable", "CPU µs/message, empty"),
      row("with 10,000,000 messages, CPU µs a message", growth, "durable", "CPU µs/message, full"),
    ],
  },
  {
    name: "endurance",
    servers: peers,
    rows: [
      row("messages in 10 minutes", "10 minutes at full load", "durable", "messages in all"),
      ...[1, 2, 5, 10].map((minute) =>
        row(`RSS MiB after ${minute} min`, "10 minutes at full load", "durable", `RSS MiB after ${minute} min`),
      ),
      row("CPU µs a message, first minute", "10 minutes at full load", "durable", "CPU µs/message, first minute"),
      row("CPU µs a message, last minute", "10 minutes at full load", "durable", "CPU µs/message, last minute"),
    ],
  },
  {
    name: "commits",
    servers: ["floor"],
    columns: ["SQLite"],
    rows: [1, 16, 64, 200].flatMap((size) => [
      row(`${size} to a commit, CPU µs a message`, `SQLite, ${size} to a commit`, "durable", cpu),
      row("messages/s", `SQLite, ${size} to a commit`, "durable", rate),
    ]),
  },
  {
    name: "first pages",
    servers: ["Yonder"],
    rows: [
      "roster of 5,000",
      "newest 50 of 1,000,000 messages",
      "oldest 50 of 1,000,000 messages",
      "room of 2,000, first of the people in it",
      "room of 2,000, all of them",
    ].map((name) => row(`${name}, ms`, "first pages", "", name)),
  },
  {
    name: "directory",
    servers: ["Yonder"],
    rows: [
      "registrations/s",
      "engine bytes/session",
      "engine CPU µs/registration",
      "look-up µs, median",
      "look-up µs, 99 %",
      "seconds until all are registered again",
      "seconds until a dead node is noticed",
      "seconds until its sessions are told",
    ].map((name) => row(name, "status directory", "", name)),
  },
  {
    name: "archive in PostgreSQL",
    servers: ["Yonder"],
    rows: [
      "messages",
      "entries",
      "entries_by_peer",
      "entries_pkey",
      "entries_pending",
      "entries_by_origin",
      "messages_pkey",
      "write-ahead log",
    ].map((name) => row(`${name}, bytes a message`, "archive in PostgreSQL", "", name)),
  },
  ...["full speed", "slow line"].map((circumstances) => ({
    name: `web, ${circumstances}`,
    servers: ["Yonder", "Converse.js"],
    rows: web.map((figure) => row(figure, circumstances, "", figure)),
  })),
  {
    name: "web, much of all",
    servers: ["Yonder"],
    rows: [
      ...["wheel", "wheel, down", "keyboard", "thumb"].flatMap((way) => [
        row(`50,000 messages, ${way}: longest task, CPU ms`, `50000 messages, ${way}`, "", longest, { atMost: 50 }),
        row("median frame, CPU ms", `50000 messages, ${way}`, "", "median frame, CPU ms"),
        row("heap, MiB", `50000 messages, ${way}`, "", "heap, MiB", { atMost: 15 }),
      ]),
      ...[
        "a conversation of 50000 stored messages is opened",
        "the list of 2000 conversations",
        "1,000 messages at once in the open conversation",
        "300 messages at once in 30 others",
        "a message of 60,000 characters",
        "into a group of 2,000 come 200",
        "in a group of 2,000 say 200 something at once",
        "a group of 2,000 is opened",
        "a group of 2,000 shows all its members",
      ].map((name) => row(`${name}: longest task, CPU ms`, name, "", longest)),
    ],
  },
];

/** Pairs of scenarios of the cluster's benchmark: within a node, and from node to node. */
export const hops: readonly string[] = ["20 pairs × 10", "20 pairs × 1", "latency at 2000/s", "latency at 500/s"];
