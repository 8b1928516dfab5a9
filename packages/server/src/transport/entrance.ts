import type { Element, StreamError } from "@yonder/protocol";
import type { Config } from "../config/config.ts";
import type { Admission } from "../dispatch/admission.ts";
import type { Dispatch } from "../dispatch/dispatch.ts";
import { ContactPages } from "../http/contact-pages.ts";
import { type EntryOptions, EntryPages } from "../http/entry/entry-pages.ts";
import { HttpServer } from "../http/http-server.ts";
import { MetricsPage } from "../http/metrics-page.ts";
import { StaticFiles } from "../http/static-files.ts";
import { UploadPages } from "../http/uploads/upload-pages.ts";
import { deriveCredentials } from "../store/credentials.ts";
import type { Files } from "../store/files/files.ts";
import type { Account, Invitation, Store } from "../store/store.ts";
import { clientId } from "../stream/binding.ts";
import { Endings } from "../stream/endings.ts";
import { FastTokens } from "../stream/fast-tokens.ts";
import { GuestTokens } from "../stream/guest-tokens.ts";
import { type Cluster, Handover } from "../stream/handover.ts";
import { LoginGuard } from "../stream/login-guard.ts";
import { newStreamMetrics, type StreamMetrics } from "../stream/metrics.ts";
import type { Awaitable, GuestEvents, Log, SessionEvents } from "../stream/node-port.ts";
import { PASSKEY_SECRET, Passkeys } from "../stream/passkeys/passkeys.ts";
import { PasswordCheck } from "../stream/password-check.ts";
import { Registrar } from "../stream/registration.ts";
import { ResumableSessions } from "../stream/resumable-sessions.ts";
import { Stream } from "../stream/stream.ts";
import type { StreamContext } from "../stream/stream-context.ts";
import { TimeWheel } from "../stream/time-wheel.ts";
import { Backlogs } from "./backlogs.ts";
import { BoshTransport } from "./bosh/bosh.ts";
import { ConnectionCaps } from "./connection-caps.ts";
import { OutputTurn } from "./output-turn.ts";
import { TcpTransport } from "./tcp.ts";
import { TlsIdentity, type TlsSource } from "./tls-identity.ts";
import type { TransportContext } from "./transport-context.ts";
import { isOwnOrigin } from "./web-origin.ts";
import { WebSocketTransport } from "./websocket.ts";

export interface EntranceOptions {
  readonly config: Config;
  readonly store: Store;
  /** Where uploads are kept; undefined: there are none. */
  readonly files: Files | undefined;
  readonly events: SessionEvents;
  /** Offered to whoever has logged in, besides bind and stream management. */
  readonly streamFeatures: readonly Element[];
  /** What may be asked for along with binding, besides stream management. */
  readonly inlineFeatures: readonly string[];
  /** Who hears of guests' sessions, by domain. */
  readonly guests: ReadonlyMap<string, GuestEvents>;
  /** The other nodes; undefined: this node is alone. */
  readonly cluster?: Cluster | undefined;
  /** Where browsers find our page; known once the node listens. */
  readonly publicUrl: () => string;
  /** Folder of the built web app. */
  readonly webRoot: string;
  readonly log: Log;
  randomId(): string;
  readonly dispatch: Dispatch;
  readonly admission: Admission;
  /** What /metrics shows where there are several processes. */
  readonly metricsOfAll?: (() => Promise<string>) | undefined;
  /** Whether the node serves, for /health/ready. */
  isReady(): boolean;
  /** What an invitation brings along; done before the client hears of its new account. */
  onRegistered?(account: Account, invitation: Invitation | undefined): Awaitable<void>;
}

export interface Ports {
  readonly http: number;
  readonly c2s: number;
  /** undefined: there is no certificate. */
  readonly c2sTls: number | undefined;
}

/** All ways into a node: XMPP over TCP, with TLS, over WebSocket and over HTTP, and the web app. */
export class Entrance {
  readonly metrics: StreamMetrics;
  /** Values of other parts may be added to it. */
  readonly metricsPage: MetricsPage;
  readonly wheel: TimeWheel;
  readonly #options: EntranceOptions;
  readonly #stream: StreamContext;
  readonly #tls: TlsIdentity | undefined;
  readonly #tcp: TcpTransport;
  readonly #tcpTls: TcpTransport | undefined;
  readonly #webSocket: WebSocketTransport;
  readonly #bosh: BoshTransport;
  readonly #http: HttpServer;

  /** Makes it all ready, without listening yet. Throws when the certificate cannot be read. */
  static async prepare(options: EntranceOptions): Promise<Entrance> {
    const { config, store, webRoot, randomId } = options;
    const [tls, files, fakeSalt, token, passkey] = await Promise.all([
      loadTls(config),
      StaticFiles.load(webRoot),
      store.settings.ensure(FAKE_SALT_SECRET, randomId()),
      store.settings.ensure(TOKEN_SECRET, randomId()),
      store.settings.ensure(PASSKEY_SECRET, randomId()),
    ]);
    return new Entrance(options, tls, files, { fakeSalt, token, passkey });
  }

  private constructor(options: EntranceOptions, tls: TlsIdentity | undefined, files: StaticFiles, secrets: Secrets) {
    const { config, dispatch, log, cluster, randomId } = options;
    this.#options = options;
    this.#tls = tls;
    this.wheel = new TimeWheel();
    this.metrics = newStreamMetrics();
    this.metricsPage = new MetricsPage(this.metrics, options.metricsOfAll && config.nodeId);
    this.#stream = streamContext(options, this.wheel, this.metrics, secrets);
    const transport = transportContext(options, this.#stream, tls);
    this.#tcp = new TcpTransport(transport, "starttls", config.trustedProxies);
    this.#tcpTls = tls && new TcpTransport(transport, "direct-tls", config.trustedProxies);
    const web = {
      trustedProxies: config.trustedProxies,
      isAllowedOrigin: (origin: string, host: string | undefined) =>
        isOwnOrigin(origin, host, { domain: config.domain, urls: dispatch.allWebUrls(), others: config.origins }),
    };
    this.#webSocket = new WebSocketTransport(transport, web);
    this.#bosh = new BoshTransport(transport, { ...web, peers: cluster, randomId, now: () => performance.now() });
    const { metricsPage: metrics } = this;
    const { files: kept, store } = options;
    this.#http = new HttpServer({
      files,
      webSocket: this.#webSocket,
      bosh: this.#bosh,
      maxWebSockets: config.limits.connections,
      uploads:
        kept &&
        new UploadPages({
          ...web,
          isLimited: config.rateLimits,
          uploads: store.uploads,
          files: kept,
          now: Date.now,
          log,
        }),
      embedders: config.widgetOrigins,
      contacts: new ContactPages({ ...web, guests: options.guests, isLimited: config.rateLimits, now: Date.now }),
      entry: entryPages(options, this.#stream, web, secrets.passkey),
      metrics: { contentType: metrics.contentType, text: options.metricsOfAll ?? (() => metrics.text()) },
      isReady: options.isReady,
      domain: config.domain,
      dispatch,
      log,
    });
  }

  async listen(): Promise<Ports> {
    const { config } = this.#options;
    this.wheel.start();
    const http = await this.#http.listen(config.httpPort, config.bind);
    const c2s = await this.#tcp.listen(config.c2sPort, config.bind);
    const c2sTls = await this.#tcpTls?.listen(config.c2sTlsPort, config.bind);
    return { http, c2s, c2sTls };
  }

  /** Reads the certificate's files again. Throws, and keeps the present one, when they are not in order. */
  async reloadCertificate(): Promise<void> {
    await this.#tls?.reload();
  }

  /** Accepts nobody any more, ends all streams and sessions with this error, and waits until they are gone, for `graceMs` or so. */
  async close(error: StreamError, graceMs = 3_000): Promise<void> {
    const transports = [this.#tcp, this.#tcpTls, this.#webSocket, this.#bosh].filter((it) => it !== undefined);
    this.#http.stopAccepting();
    await Promise.all(transports.map((transport) => transport.close(error, graceMs)));
    this.#stream.resumable.closeAll(error);
    await this.#stream.endings.settled(graceMs);
    this.#http.abortAll();
    this.wheel.stop();
  }
}

const FAKE_SALT_SECRET = "fake-salt-secret";
const TOKEN_SECRET = "token-secret";

/** Made once, the same on all nodes. */
interface Secrets {
  /** Of what accounts seem to have that do not exist. */
  readonly fakeSalt: string;
  /** Of what clients' tokens are made. */
  readonly token: string;
  /** Of what challenges for passkeys are made. */
  readonly passkey: string;
}

async function loadTls({ tlsCert, tlsKey, domain, dataDir }: Config): Promise<TlsIdentity | undefined> {
  if (tlsCert !== undefined && tlsKey !== undefined)
    return TlsIdentity.load({ kind: "files", cert: tlsCert, key: tlsKey });
  const source: TlsSource | undefined = domain === "localhost" ? { kind: "self-signed", dataDir } : undefined;
  return source && TlsIdentity.load(source);
}

function streamContext(
  options: EntranceOptions,
  wheel: TimeWheel,
  metrics: StreamMetrics,
  { fakeSalt: fakeSaltSecret, token: secret }: Secrets,
): StreamContext {
  const { config, store, events, admission, cluster, log, streamFeatures, inlineFeatures, randomId } = options;
  const { passwordIterations, domain, allowPlaintext, limits, rateLimits } = config;
  const resumable = new ResumableSessions();
  const session = { domain, events, resumable, endings: new Endings(), wheel, limits, metrics, log };
  const members: StreamContext = {
    ...session,
    guests: new Map(),
    door: undefined,
    admission,
    accounts: store.accounts,
    passwords: new PasswordCheck(passwordIterations),
    tokens: new FastTokens({ store: store.tokens, secret, now: () => Date.now(), randomId }),
    guard: rateLimits ? new LoginGuard(() => wheel.now) : undefined,
    registrar: registrar(options, wheel, metrics),
    handover: cluster && new Handover(cluster, session),
    elementBytes: limits,
    allowPlaintext,
    fakeSaltSecret,
    passwordIterations,
    streamFeatures,
    inlineFeatures,
    randomId,
  };
  return {
    ...members,
    guests: new Map([...options.guests].map(([at, door]) => [at, guestsContext(at, door)])),
  };

  /** They have no account, and nothing is offered to them but to write. */
  function guestsContext(at: string, door: GuestEvents): StreamContext {
    const guests = { ...session, domain: at, events: door };
    const nothing = { registrar: undefined, streamFeatures: [], inlineFeatures: [] };
    const tokens = new GuestTokens({ secret, now: () => Date.now() });
    return { ...members, ...nothing, ...guests, door, tokens, handover: cluster && new Handover(cluster, guests, at) };
  }
}

/** What the ways into the web have in common. */
type WebEntrance = Pick<EntryOptions, "trustedProxies" | "isAllowedOrigin">;

function entryPages(
  { config, store, publicUrl, log, randomId }: EntranceOptions,
  stream: StreamContext,
  web: WebEntrance,
  secret: string,
): EntryPages {
  const { tokens, registrar, guard } = stream;
  const now = () => Date.now();
  const passkeys = new Passkeys({ store: store.passkeys, secret, now, randomId, publicUrl });
  return new EntryPages({
    ...web,
    domain: config.domain,
    passkeys,
    store,
    tokens,
    clientId: (account, agent) => clientId(account, agent, stream),
    registrar,
    guard,
    log,
    randomId,
    now,
  });
}

function registrar(
  { config, store, onRegistered }: EntranceOptions,
  wheel: TimeWheel,
  metrics: StreamMetrics,
): Registrar | undefined {
  const { registration: mode, domain, placeName: place, passwordIterations, rateLimits } = config;
  if (mode === "closed") return undefined;
  const deriveKeys = (password: string) => deriveCredentials(password, passwordIterations);
  const now = rateLimits ? () => wheel.now : undefined;
  const callbacks = onRegistered && { onRegistered };
  return new Registrar({ domain, mode, place, store, deriveKeys, now, metrics, ...callbacks });
}

function transportContext(
  { config, log }: EntranceOptions,
  stream: StreamContext,
  tls: TlsIdentity | undefined,
): TransportContext {
  const { limits, rateLimits } = config;
  return {
    accept: (connection) => new Stream(connection, stream),
    wheel: stream.wheel,
    turn: new OutputTurn(),
    caps: new ConnectionCaps(limits.connections, rateLimits ? limits.connectionsPerAddress : Number.POSITIVE_INFINITY),
    backlogs: new Backlogs(limits.sendBufferTotalBytes),
    limits: { ...limits, streamBytesPerSecond: rateLimits ? limits.streamBytesPerSecond : undefined },
    tls,
    metrics: stream.metrics,
    log,
  };
}
