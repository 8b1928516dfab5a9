// biome-ignore-all lint/style/noExcessiveLinesPerFile: one page of a table

/** Where a limit's value stands: a key of `[limits]`, or a constant of a file beneath packages/ (`file NAME`, or `file NAME.field`). */
export type LimitSource = { readonly key: string } | { readonly constant: string };
export type LimitUnit = "bytes" | "characters" | "milliseconds" | "seconds" | "hours" | "days" | "count";

/** A line of docs/limits.md: what is bounded, by what, and what becomes of what lies beyond. */
export interface LimitRow {
  readonly what: string;
  readonly source: LimitSource;
  readonly unit: LimitUnit;
  readonly beyond: string;
}

export interface LimitGroup {
  readonly title: string;
  readonly about: string;
  readonly rows: readonly LimitRow[];
}

const row = (what: string, source: string, unit: LimitUnit, beyond: string): LimitRow => ({
  what,
  source: source.includes("/") ? { constant: source } : { key: source },
  unit,
  beyond,
});

const T = "server/src/transport";
const S = "server/src/stream";
const F = "server/src/features";
const Q = "server/src/store/queries";
const H = "server/src/http";
const A = "server/src/store/search/archive-search.ts";

const CUT = "connection is cut";
const REFUSED = "`resource-constraint`";
const SLOWER = "read more slowly";

export const limitGroups: readonly LimitGroup[] = [
  {
    title: "Connections",
    about:
      "Of IPv6 a whole /64 counts as one address. Who comes from loopback counts in the total alone: a proxy stands there for many.",
    rows: [
      row("Connections of a node", "connections", "count", "503 or 429, or closed at once"),
      row("Connections from one address", "connectionsPerAddress", "count", "503 or 429, or closed at once"),
      row("From connecting to being logged in", "loginSeconds", "seconds", "`connection-timeout`"),
      row("Failed logins on one stream", `${S}/login/login.ts MAX_FAILURES`, "count", "stream is closed"),
      row("Elements that wait while one logs in", `${S}/negotiation.ts MAX_WAITING`, "count", "`policy-violation`"),
      row("The headers of an HTTP request", `${H}/http-server.ts HEADERS_TIME`, "milliseconds", "408"),
      row("A whole HTTP request, uploads left aside", `${H}/http-server.ts REQUEST_TIME`, "milliseconds", "408"),
      row("Headers of a request together", `${H}/http-server.ts MAX_HEADER_BYTES`, "bytes", "431"),
      row("Connections by HTTP that are no WebSockets", `${H}/http-server.ts MAX_HTTP_SOCKETS`, "count", CUT),
      row("Bodies of BOSH of one address that are being read", `${T}/bosh/bosh.ts MAX_READING`, "count", "429"),
      row(
        "A BOSH session of which nothing is heard",
        `${T}/bosh/terms.ts INACTIVITY`,
        "seconds",
        "session is suspended",
      ),
      row("A silent TCP connection", `${T}/tcp.ts SILENCE`, "milliseconds", "it is asked, then dropped"),
      row("A silent WebSocket", `${T}/websocket.ts DEAD_AFTER`, "milliseconds", CUT),
      row("Sessions of one account on a node", "server/src/router/claims.ts MAX_SESSIONS", "count", REFUSED),
    ],
  },
  {
    title: "What is read",
    about:
      "Streams announce the largest stanza, before login and after it, and after how many seconds of silence they end (XEP-0478). Whoever sends too fast loses nothing: no more is read from them for a while.",
    rows: [
      row("Stanza before login", "stanzaBytesBeforeLogin", "bytes", "`policy-violation`"),
      row("Stanza; and its namespaces, as often as it names them", "stanzaBytes", "bytes", "`policy-violation`"),
      row("Elements inside each other", "elementDepth", "count", "`policy-violation`"),
      row(
        "Elements in a stanza",
        "protocol/src/xml/limits.ts DEFAULT_LIMITS.maxElements",
        "count",
        "`policy-violation`",
      ),
      row(
        "Attributes of an element",
        "protocol/src/xml/limits.ts DEFAULT_LIMITS.maxAttributes",
        "count",
        "`policy-violation`",
      ),
      row(
        "Characters of a name",
        "protocol/src/xml/limits.ts DEFAULT_LIMITS.maxNameLength",
        "count",
        "`policy-violation`",
      ),
      row(
        "Prefixes that are in force",
        "protocol/src/xml/limits.ts DEFAULT_LIMITS.maxPrefixes",
        "count",
        "`policy-violation`",
      ),
      row(
        "A stanza from its first byte to its last",
        `${T}/socket-connection.ts STANZA_TIME`,
        "milliseconds",
        "`policy-violation`",
      ),
      row("Fragments of a WebSocket message", `${T}/websocket.ts MAX_FRAGMENTS`, "count", CUT),
      row("Elements in a BOSH body", `${T}/bosh/body-reader.ts MAX_PAYLOADS`, "count", "`policy-violation`"),
      row("Read from one stream in a second", "streamBytesPerSecond", "bytes", SLOWER),
      row("… and in one go, after silence, in seconds' worth", `${T}/flood-gate.ts BURST_SECONDS`, "count", SLOWER),
      row("The least that an element counts there", `${T}/flood-gate.ts ELEMENT_COST`, "bytes", "–"),
      row("Stanzas of a session that are being handled", `${S}/incoming.ts MANY`, "count", SLOWER),
      row("… or characters of them", `${S}/incoming.ts HEAVY`, "characters", SLOWER),
    ],
  },
  {
    title: "What is written",
    about:
      "A client that does not read is cut off with a session that it may resume: nothing is buffered without end, and no message is lost.",
    rows: [
      row("Bytes that wait for a peer for long", "sendBufferBytes", "bytes", CUT),
      row("… for how long", `${T}/write-watch.ts FULL_TIME`, "milliseconds", CUT),
      row("… and for a moment, in so many times that", `${T}/write-watch.ts HARD_FACTOR`, "count", CUT),
      row("Bytes that wait for all peers together", "sendBufferTotalBytes", "bytes", "who has most waiting is cut off"),
      row("Stanzas that stand unacknowledged", "unackedStanzas", "count", "session is suspended"),
      row("… for how long", `${S}/outgoing.ts SLOW_ACK_TIME`, "milliseconds", "session is suspended"),
      row(
        "How long a client may owe an acknowledgement",
        `${S}/outgoing.ts ACK_TIME`,
        "milliseconds",
        "session is suspended",
      ),
      row(
        "How long a session can be resumed",
        "resumptionSeconds",
        "seconds",
        "session ends; its messages stay pending",
      ),
      row("Stanzas held back from a client nobody looks at", `${S}/held-back.ts MAX_STANZAS`, "count", "all go out"),
      row(
        "What a room may have waiting for one client",
        `${F}/rooms/audience.ts MOST_WAITING`,
        "characters",
        "`resource-constraint` ends the stream",
      ),
    ],
  },
  {
    title: "Passwords, tokens and accounts",
    about:
      'Addresses from which the owner has logged in before do not wait for what others guess, and tokens wait for nothing. `rate_limits = "off"` lifts this group.',
    rows: [
      row(
        "Wrong passwords that cost nothing, of one address",
        `${S}/login-guard.ts FREE`,
        "count",
        "each waits twice as long as the one before",
      ),
      row(
        "… of one account",
        `${S}/login-guard.ts FREE_OF_ACCOUNT`,
        "count",
        "strangers wait likewise, one after another",
      ),
      row("The longest wait", `${S}/login-guard.ts LONGEST_DELAY`, "milliseconds", "–"),
      row(
        "The longest line for one account",
        `${S}/login-guard.ts LONGEST_LINE`,
        "milliseconds",
        "`temporary-auth-failure`",
      ),
      row(
        "Wrong passwords of one address, halved each two minutes",
        `${S}/login-guard.ts TOO_MANY`,
        "count",
        "`temporary-auth-failure`",
      ),
      row(
        "Passwords in the clear that wait to be checked",
        `${S}/password-check.ts MAX_WAITING`,
        "count",
        "`temporary-auth-failure`",
      ),
      row("The shortest password", `${S}/registration.ts MIN_PASSWORD`, "characters", "`not-acceptable`"),
      row("The longest password", `${S}/registration.ts MAX_PASSWORD`, "characters", "`not-acceptable`"),
      row("The longest name", `${S}/username-policy.ts MAX_LENGTH`, "characters", "`not-acceptable`"),
      row("Accounts by one address, halved each ten minutes", `${S}/registration.ts MAX_ACCOUNTS`, "count", REFUSED),
      row("Invitations tried by one address, halved likewise", `${S}/registration.ts MAX_TOKENS`, "count", REFUSED),
      row("Requests to /entry of one address in a minute", `${H}/entry/entry-pages.ts MAX_REQUESTS`, "count", "429"),
      row("Tokens of one account", `${Q}/tokens.ts maxTokens`, "count", "the oldest goes"),
      row("How long a token is good", `${S}/fast-tokens.ts LIFETIME`, "milliseconds", "password again"),
      row("Passkeys of one account", `${Q}/passkeys.ts maxPasskeys`, "count", REFUSED),
      row("Open codes for further devices", `${Q}/pairings.ts maxPairings`, "count", REFUSED),
      row("How long such a code is good", `${S}/pairing-keys.ts PAIRING_TIME`, "milliseconds", "another one"),
      row("Invitations of one account that are open", `${Q}/invitations.ts MOST_OF_ONE`, "count", REFUSED),
      row("How long an invitation is good", `${F}/invitations.ts LIFETIME_MS`, "milliseconds", "`item-not-found`"),
    ],
  },
  {
    title: "What an account keeps",
    about: "All of it goes with the account.",
    rows: [
      row("Contacts", `${Q}/rosters.ts defaultLimits.contacts`, "count", REFUSED),
      row("Strangers' requests that wait", `${Q}/rosters.ts defaultLimits.requests`, "count", REFUSED),
      row("Bytes of a contact's name, or a group's", `${F}/roster.ts MAX_NAME_BYTES`, "bytes", "`not-acceptable`"),
      row("Groups of a contact", `${F}/roster.ts MAX_GROUPS`, "count", "`not-acceptable`"),
      row("A request for a subscription", `${F}/presence.ts MAX_REQUEST_BYTES`, "bytes", "`policy-violation`"),
      row("Strangers a session shows its presence", `${F}/presence-broadcast.ts MAX_DIRECTED`, "count", REFUSED),
      row("Blocked addresses", `${Q}/blocks.ts maxBlocks`, "count", REFUSED),
      row("Reports", `${Q}/reports.ts maxReports`, "count", "the oldest goes"),
      row("Pieces of private data", `${F}/pubsub/documents.ts MAX_DOCUMENTS`, "count", REFUSED),
      row("… together", `${F}/pubsub/documents.ts MAX_BYTES`, "bytes", REFUSED),
      row("Nodes of one's own (PEP)", `${F}/pubsub/account-home.ts NODES`, "count", "`max-nodes-exceeded`"),
      row("… together", `${F}/pubsub/account-home.ts BYTES`, "bytes", REFUSED),
      row("Items of a node", `${F}/pubsub/node-config.ts MAX_ITEMS`, "count", "the oldest goes"),
      row("An item", `${F}/pubsub/node-config.ts MAX_PAYLOAD`, "bytes", "`payload-too-big`"),
      row("Devices that push services wake", `${Q}/pushes.ts maxRegistrations`, "count", "the oldest goes"),
      row("A file", "uploadBytes", "bytes", "`file-too-large`"),
      row("Files", "uploadQuotaFiles", "count", REFUSED),
      row("… together", "uploadQuotaBytes", "bytes", REFUSED),
      row("How long files are kept", "uploadDays", "days", "removed"),
      row("Messages written in a day", "messageBytesPerDay", "bytes", `${REFUSED}, to be tried again`),
      row("Messages on a page of the archive", `${F}/archive-query.ts LARGEST_PAGE`, "count", "the next page"),
      row("Text on a page of the archive", `${F}/archive-query.ts MOST_TEXT`, "characters", "the next page"),
      row("Archives of a node that are searched at a time", `${A} WIDTH`, "count", "each who asks in turn"),
      row("A search waits for words to be indexed", `${A} INDEX_MS`, "milliseconds", "what is found so far"),
      row("A search reads what the index found", `${A} LOOK_MS`, "milliseconds", "what is found so far"),
    ],
  },
  {
    title: "Rooms and publish-subscribe",
    about:
      "A room does one thing after another: what waits for it is bounded, and what one stanza can have told to others.",
    rows: [
      row("Rooms that one user has made", `${F}/rooms/keepers.ts MOST_ROOMS`, "count", REFUSED),
      row(
        "People in a room, whatever its owner wishes",
        `${F}/rooms/config.ts MOST_USERS`,
        "count",
        "`service-unavailable`",
      ),
      row("Sessions of one user under a nickname", `${F}/rooms/entrance.ts MOST_SEATS`, "count", REFUSED),
      row("A nickname", `${F}/rooms/entrance.ts LONGEST_NICK`, "characters", "`not-acceptable`"),
      row("A presence in a room", `${F}/rooms/entrance.ts LONGEST_PRESENCE`, "characters", "`policy-violation`"),
      row("A subject", `${F}/rooms/messages.ts LONGEST_SUBJECT`, "characters", "`not-acceptable`"),
      row("Addresses on a room's lists", `${F}/rooms/draft.ts MOST_AFFILIATIONS`, "count", REFUSED),
      row("Items in a change of lists or roles", `${F}/rooms/admin.ts MOST_ITEMS`, "count", "`bad-request`"),
      row(
        "Stanzas to people that follow from one",
        `${F}/rooms/draft.ts MOST_TOLD`,
        "count",
        `${REFUSED}, and nothing is changed`,
      ),
      row(
        "… and from messages that come together",
        `${F}/rooms/keeper.ts MOST_TOLD_TOGETHER`,
        "count",
        "others have their turn in between",
      ),
      row("Between two requests for voice", `${F}/rooms/voice.ts PAUSE_MS`, "milliseconds", "`policy-violation`"),
      row("People invited in one go", `${F}/rooms/invitations.ts MOST_INVITATIONS`, "count", "`policy-violation`"),
      row("Stanzas that wait for a room", `${F}/rooms/keeper.ts MOST_WAITING`, "count", REFUSED),
      row("What one session has asked of rooms", `${F}/rooms/rooms-service.ts MOST_UNDER_WAY`, "count", SLOWER),
      row("Messages told on entering", `${F}/rooms/config.ts MOST_HISTORY`, "count", "the archive has them"),
      row("Nodes of the service", `${F}/pubsub/service.ts NODES`, "count", "`max-nodes-exceeded`"),
      row("… of one user", `${F}/pubsub/service.ts NODES_OF_ONE`, "count", "`max-nodes-exceeded`"),
      row("Bytes of a node", `${F}/pubsub/service.ts BYTES_OF_NODE`, "bytes", REFUSED),
      row("Subscribers of a node", `${F}/pubsub/subscribing.ts MAX_SUBSCRIBERS`, "count", REFUSED),
      row("Affiliations of a node", `${F}/pubsub/requests.ts MAX_AFFILIATIONS`, "count", REFUSED),
    ],
  },
  {
    title: "Guests",
    about: "There are none unless `guests` is on.",
    rows: [
      row("Guests of a node at a time", "guests", "count", "`temporary-auth-failure`"),
      row(
        "New guests of one address in some minutes",
        `${F}/guests/guest-sessions.ts MAX_NEW`,
        "count",
        "`temporary-auth-failure`",
      ),
      row(
        "New guests who write to one member in an hour",
        `${F}/guests/guest-sessions.ts MAX_NEWCOMERS`,
        "count",
        REFUSED,
      ),
      row("Messages of a guest in one go", `${F}/guests/guest-sessions.ts FROM_GUEST.burst`, "count", REFUSED),
      row("… and then one in each", `${F}/guests/guest-sessions.ts FROM_GUEST.refillMs`, "milliseconds", REFUSED),
      row("A guest's message", `${F}/guests/guest-sessions.ts MAX_WEIGHT`, "characters", "`policy-violation`"),
      row("Looks at contact links of one address in a minute", `${H}/contact-pages.ts MAX_QUESTIONS`, "count", "429"),
    ],
  },
  {
    title: "What goes out, and between parts",
    about: "What this server asks of others, and what its parts have waiting for each other.",
    rows: [
      row("Link previews at a time", `${F}/link-previews/link-previews.ts MAX_VISITS`, "count", REFUSED),
      row("… of one account", `${F}/link-previews/link-previews.ts MAX_OF_ACCOUNT`, "count", REFUSED),
      row("How long a page may take", `${F}/link-previews/link-previews.ts VISIT_TIME`, "milliseconds", "no preview"),
      row("Web pushes at a time", `${F}/web-push/mailer.ts MAX_REQUESTS`, "count", "they wait"),
      row("… of one account", `${F}/web-push/mailer.ts MAX_OF_OWNER`, "count", "they wait"),
      row(
        "Stanzas of a component that are being handled",
        `${F}/components/component-stream.ts MAX_IN_FLIGHT`,
        "count",
        SLOWER,
      ),
      row("Component connections beyond one each", `${F}/components/components.ts SPARE_CONNECTIONS`, "count", CUT),
      row(
        "Envelopes that wait for another node",
        "server/src/relay/outbox.ts MAX_WAITING",
        "count",
        "they are found in the store",
      ),
      row(
        "Messages that wait for the store",
        "server/src/store/write-queue.ts maxWaiting",
        "count",
        "refused, to be tried again",
      ),
      row(
        "Reads that wait for the store",
        "server/src/store/sqlite/read-client.ts maxWaiting",
        "count",
        "refused, to be tried again",
      ),
      row("Uploads and downloads under way", `${H}/uploads/upload-pages.ts MAX_TRANSFERS`, "count", "503"),
      row("… of one address", `${H}/uploads/upload-pages.ts MAX_PER_ADDRESS`, "count", "503"),
    ],
  },
];
