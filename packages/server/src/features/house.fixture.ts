import { type Element, Jid, NS, parseElement, type StreamError, serialize, withAttrs } from "@yonder/protocol";
import { type Logger, pino } from "pino";
import { type ConfigValues, completeConfig } from "../config/config.ts";
import { memoryDirectory } from "../directory/memory.ts";
import { memoryPlacement } from "../directory/placement.ts";
import { loopbackRelay } from "../relay/loopback.ts";
import type { Relay } from "../relay/relay.ts";
import { blocklistsOf } from "../router/blocklists.ts";
import { Courier } from "../router/courier.ts";
import { DailyShare } from "../router/daily-share.ts";
import { FormerAccounts } from "../router/former-accounts.ts";
import { Inbox } from "../router/inbox.ts";
import { IqTable } from "../router/iq-table.ts";
import { MessagePath } from "../router/message-path.ts";
import { Router } from "../router/router.ts";
import { Sessions } from "../router/sessions.ts";
import { Trace } from "../router/trace.ts";
import { WaySearch } from "../router/way-search.ts";
import { memoryFiles } from "../store/files/memory-files.fixture.ts";
import type { Account } from "../store/store.ts";
import { Endings } from "../stream/endings.ts";
import { newStreamMetrics } from "../stream/metrics.ts";
import { ResumableSessions } from "../stream/resumable-sessions.ts";
import { Session } from "../stream/session.ts";
import { TimeWheel } from "../stream/time-wheel.ts";
import type { Connection } from "../transport/connection.ts";
import type { Feature, Host } from "./feature.ts";
import { type MemoryStore, memoryStore } from "./memory-store.fixture.ts";
import { startFeatures } from "./start.ts";

/** A node of one domain, example.com, without transports: features on a real router, and a store in memory. */
export interface House {
  readonly host: Host;
  readonly memory: MemoryStore;
  readonly files: ReturnType<typeof memoryFiles>;
  readonly trace: Trace;
  readonly relay: Relay;
  /** Binds a session; the account is made if need be. */
  login(fullJid: string): Promise<Guest>;
  account(username: string, isAdmin?: boolean): Account;
  /** Ends what features keep going. */
  stop(): Promise<void>;
}

/** A session, seen from its client. */
export interface Guest {
  readonly session: Session;
  readonly connection: Connection;
  /** What was sent to it since the last look, as text. */
  received(): string[];
  /** Sends a stanza, and waits for all that follows from it. */
  sends(stanza: string): Promise<void>;
  /** Sends a stanza and returns what comes back. */
  asks(stanza: string): Promise<string[]>;
  leaves(): Promise<void>;
  /** Has taken all that was written to it. */
  drains(): void;
  readonly streamError: StreamError | undefined;
}

export const NOW = Date.UTC(2026, 10, 22, 12, 0, 0);

export async function openHouse(
  features: readonly Feature[],
  config: ConfigValues = {},
  log: Logger = pino({ level: "silent" }),
): Promise<House> {
  const memory = memoryStore();
  const files = memoryFiles();
  const directory = memoryDirectory("node-1", "epoch-1");
  const sessions = new Sessions(directory);
  const trace = new Trace("node-1");
  const inbox = new Inbox(sessions, memory.store, trace, log);
  const relay = loopbackRelay("node-1", (envelope, from) => inbox.receive(envelope, from));
  const courier = new Courier(directory, relay, trace, log);
  const domain = "example.com";
  const messages = new MessagePath({ domain, store: memory.store, directory, courier, trace, log });
  const iqs = new IqTable(domain, log);
  const former = new FormerAccounts(memory.store, sessions, domain);
  const blocklists = blocklistsOf({ store: memory.store, node: "node-1", directory, relay, log });
  const router = new Router({
    domain,
    store: memory.store,
    sessions,
    directory,
    relay,
    courier,
    messages,
    inbox,
    iqs,
    former,
    blocklists,
    dailyShare: new DailyShare(completeConfig(config).limits.messageBytesPerDay, () => NOW),
    trace,
    log,
  });
  let count = 0;
  const host: Host = {
    domain,
    nodeId: "node-1",
    version: "1.2.3",
    config: completeConfig({ domain, ...config }),
    publicUrl: () => "https://example.com",
    router,
    directory,
    placement: memoryPlacement("node-1"),
    relay,
    trace,
    ways: new WaySearch({ nodeId: "node-1", trace, relay, directory }),
    sessions,
    store: memory.store,
    blocklists,
    files,
    clock: { now: () => NOW },
    log,
    features,
    randomId: () => `random-${++count}`,
  };
  const started = await startFeatures(features, host, router);
  const context = {
    events: router,
    resumable: new ResumableSessions(),
    wheel: new TimeWheel(() => 0),
    limits: { unackedStanzas: 1_000, resumptionSeconds: 300, sendBufferBytes: 1_048_576 },
    metrics: newStreamMetrics(),
    endings: new Endings(),
    log,
  };
  const account = (username: string, isAdmin?: boolean) => memory.addAccount(username, isAdmin);
  return {
    host,
    memory,
    files,
    trace,
    relay,
    account,
    async login(fullJid) {
      const jid = Jid.parse(fullJid);
      const username = jid.local ?? "";
      const owner = (await memory.store.accounts.find(username)) ?? account(username);
      const { connection, sent, error } = fakeConnection();
      const session = new Session(jid, owner, `session-${fullJid}`, connection, context);
      await router.bind(session);
      return guest(router, session, { connection, sent, error });
    },
    async stop() {
      former.stop();
      courier.stop();
      await started.stop();
    },
  };
}

function guest(router: Router, session: Session, { connection, sent, error }: FakeConnection): Guest {
  const received = () => sent.splice(0).map((stanza) => serialize(stanza, NS.client));
  const sends = async (text: string) => {
    await router.stanza(session, withAttrs(stanza(text), { from: session.jid.toString() }));
    await turn();
  };
  return {
    session,
    connection,
    received,
    sends,
    async asks(text) {
      received();
      await sends(text);
      return received();
    },
    async leaves() {
      await router.end(session, "closed", []);
      await turn();
    },
    drains: () => session.onFlushed(connection),
    get streamError() {
      return error();
    },
  };
}

/** A stanza from its text, in which xmlns='jabber:client' may be left out. */
function stanza(text: string): Element {
  return parseElement(text.trim().replace(/^<(\w+)/, `<$1 xmlns='${NS.client}'`));
}

/** Everything that was under way in memory has happened. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

interface FakeConnection {
  readonly connection: Connection;
  readonly sent: Element[];
  readonly error: () => StreamError | undefined;
}

function fakeConnection(): FakeConnection {
  const sent: Element[] = [];
  let closedWith: StreamError | undefined;
  const connection: Connection = {
    transport: "tcp",
    remoteAddress: "192.0.2.1",
    isSecure: true,
    isLoopback: false,
    canStartTls: false,
    isClosed: false,
    idleSeconds: 150,
    bufferedBytes: 0,
    open: () => undefined,
    restart: () => undefined,
    send: (element) => sent.push(element),
    startTls: () => undefined,
    channelBinding: () => undefined,
    establish: () => undefined,
    pause: () => undefined,
    resume: () => undefined,
    close: (error) => {
      closedWith = error;
    },
    abort: () => undefined,
  };
  return { connection, sent, error: () => closedWith };
}
