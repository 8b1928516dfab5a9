import {
  type Element,
  NS,
  resultReply,
  type ScramHash,
  type ScramKeys,
  type StanzaError,
  type StreamError,
  xml,
} from "@yonder/protocol";
import type { Asker } from "../relay/relay.ts";
import { deriveCredentials } from "../store/credentials.ts";
import { memoryTokens } from "../store/memory-tokens.fixture.ts";
import type { Account, Credentials, Invitation } from "../store/store.ts";
import { StoreError } from "../store/store.ts";
import { Backlogs } from "../transport/backlogs.ts";
import type { Connection } from "../transport/connection.ts";
import { ConnectionCaps } from "../transport/connection-caps.ts";
import { OutputTurn } from "../transport/output-turn.ts";
import type { TlsIdentity } from "../transport/tls-identity.ts";
import type { TransportContext } from "../transport/transport-context.ts";
import { Endings } from "./endings.ts";
import { FastTokens } from "./fast-tokens.ts";
import { type Cluster, Handover } from "./handover.ts";
import { LoginGuard } from "./login-guard.ts";
import { newStreamMetrics } from "./metrics.ts";
import type { EndReason, Log, Luggage, SessionEvents, Unacknowledged } from "./node-port.ts";
import { PasswordCheck } from "./password-check.ts";
import { Registrar } from "./registration.ts";
import { ResumableSessions } from "./resumable-sessions.ts";
import type { Session } from "./session.ts";
import { Stream } from "./stream.ts";
import type { StreamContext } from "./stream-context.ts";
import { TimeWheel } from "./time-wheel.ts";

const ITERATIONS = 4_096;

/** Accounts and invitations in memory. */
class FakeStore {
  readonly #accounts = new Map<string, { account: Account } & Credentials>();
  readonly #invitations = new Map<string, Invitation>();

  readonly accounts = {
    credentials: async (username: string) => this.#accounts.get(username),
    find: async (username: string) => this.#accounts.get(username)?.account,
    add: async (username: string, keys: Credentials, isAdmin = false) => {
      if (this.#accounts.has(username)) throw new StoreError("conflict", "taken");
      const account = { id: this.#accounts.size + 1, username, isAdmin, epoch: 1 };
      this.#accounts.set(username, { account, ...keys });
      return account;
    },
    renewKeys: async ({ id, epoch }: Account, hash: ScramHash, keys: ScramKeys) => {
      const found = [...this.#accounts.values()].find(({ account }) => account.id === id && account.epoch === epoch);
      if (!found) return false;
      this.#accounts.set(found.account.username, { ...found, [hash === "SHA-1" ? "sha1" : "sha256"]: keys });
      return true;
    },
  };

  readonly invitations = {
    find: async (token: string) => this.#invitations.get(token),
    redeem: async (token: string, username: string, keys: Credentials) => {
      const invitation = this.#invitations.get(token);
      if (!invitation) throw new StoreError("not-found", "used up");
      const account = await this.accounts.add(username, keys, invitation.kind === "admin");
      this.#invitations.delete(token);
      return account;
    },
  };

  accountOf(username: string): Account | undefined {
    return this.#accounts.get(username)?.account;
  }

  /** As when somebody changes their password. */
  changeKeys(username: string): void {
    const found = this.#accounts.get(username);
    if (!found) throw new Error(`${username} has no account`);
    this.#accounts.set(username, { ...found, account: { ...found.account, epoch: found.account.epoch + 1 } });
  }

  invite(token: string, kind: Invitation["kind"] = "account"): void {
    this.#invitations.set(token, { kind, inviter: undefined, expiresAt: new Date(0), usesLeft: 1 });
  }
}

/** A router of nothing: records what it is told, answers pings, and holds stanzas that a test asks it to hold. */
class FakeRouter implements SessionEvents {
  readonly sessions = new Map<string, Session>();
  readonly received: Element[] = [];
  readonly acknowledgedIds: number[] = [];
  readonly reachedIds: string[] = [];
  readonly ended: { jid: string; reason: EndReason; unacknowledged: readonly Unacknowledged[] }[] = [];
  /** Stanzas whose handling waits for the test, by id. */
  readonly held = new Map<string, PromiseWithResolvers<void>>();
  /** What ends a session whose resource is bound anew. */
  conflictError: StreamError | undefined;
  bindError: StanzaError | undefined;
  /** What features have to say in `<bound/>`. */
  bound: readonly Element[] = [];
  arriveError: Error | undefined;
  /** What sessions brought along from other nodes. */
  readonly luggage: Luggage[] = [];

  inline(session: Session, request: Element): readonly Element[] {
    if (request.child("enable", NS.carbons)) session.hasCarbons = true;
    return this.bound;
  }

  bind(session: Session): void {
    if (this.bindError) throw this.bindError;
    if (this.conflictError) this.sessions.get(session.jid.toString())?.close(this.conflictError);
    this.sessions.set(session.jid.toString(), session);
  }

  stanza(session: Session, stanza: Element): void | Promise<void> {
    this.received.push(stanza);
    if (stanza.is("iq") && stanza.child("ping", NS.ping)) session.send(resultReply(stanza));
    return this.held.get(stanza.attr("id") ?? "")?.promise;
  }

  /** From now on a stanza of this id is done only when the test says so. */
  hold(id: string): PromiseWithResolvers<void> {
    const done = Promise.withResolvers<void>();
    this.held.set(id, done);
    return done;
  }

  acknowledged(_session: Session, archiveId: number): void {
    this.acknowledgedIds.push(archiveId);
  }

  attention(): void {}

  leaving(_session: Session, answer: () => void): void {
    answer();
  }

  reached(_session: Session, _archiveId: number, to: Asker | undefined): void {
    if (to) this.reachedIds.push(to.id);
  }

  end(session: Session, reason: EndReason, unacknowledged: readonly Unacknowledged[]): void {
    this.ended.push({ jid: session.jid.toString(), reason, unacknowledged });
  }

  depart(session: Session): Luggage {
    this.sessions.delete(session.jid.toString());
    return { suitcase: `of ${session.jid}` };
  }

  arrive(session: Session, luggage: Luggage): void {
    if (this.arriveError) throw this.arriveError;
    this.luggage.push(luggage);
    this.sessions.set(session.jid.toString(), session);
  }

  session(jid: string): Session {
    const session = this.sessions.get(jid);
    if (!session) throw new Error(`${jid} is not bound`);
    return session;
  }
}

/** All that streams and transports need, with a clock that the test moves. */
export class FakeNode {
  now = 1_000;
  readonly store = new FakeStore();
  readonly router = new FakeRouter();
  readonly metrics = newStreamMetrics();
  readonly wheel = new TimeWheel(() => this.now);
  /** All that ever connected. */
  readonly connections: Connection[] = [];
  readonly logged: string[] = [];
  readonly log: Log = {
    debug: () => {},
    info: (fields, message) => this.logged.push(`${message} ${JSON.stringify(fields)}`),
    warn: (fields, message) => this.logged.push(`${message} ${JSON.stringify(fields)}`),
    error: (fields, message) => this.logged.push(`${message} ${JSON.stringify(fields)}`),
  };
  readonly stream: StreamContext;
  readonly transport: TransportContext;
  #ids = 0;

  constructor(
    options: {
      stream?: Partial<StreamContext>;
      limits?: Partial<TransportContext["limits"]>;
      tls?: TlsIdentity;
      perAddress?: number;
      /** Bytes that may wait for all peers together. */
      backlogs?: number;
      /** The other nodes. */
      cluster?: Cluster;
    } = {},
  ) {
    const session = {
      domain: "localhost",
      events: this.router,
      resumable: new ResumableSessions(),
      endings: new Endings(),
      wheel: this.wheel,
      limits: { unackedStanzas: 1_000, resumptionSeconds: 300, sendBufferBytes: 1_048_576 },
      metrics: this.metrics,
      log: this.log,
      ...options.stream,
    };
    this.stream = {
      ...session,
      guests: new Map(),
      door: undefined,
      admission: { refusal: () => undefined },
      accounts: this.store.accounts,
      passwords: new PasswordCheck(ITERATIONS),
      tokens: new FastTokens({
        store: memoryTokens((username) => this.store.accountOf(username)),
        secret: "secret of the test",
        now: () => this.now,
        randomId: () => `seed-${++this.#ids}`,
      }),
      guard: new LoginGuard(() => this.now),
      registrar: this.registrar("invite"),
      handover: options.cluster && new Handover(options.cluster, session),
      elementBytes: LIMITS,
      allowPlaintext: false,
      fakeSaltSecret: "secret of the test",
      passwordIterations: ITERATIONS,
      streamFeatures: [],
      inlineFeatures: [NS.carbons],
      randomId: () => `id-${++this.#ids}-abcdefghijklmnop`,
      ...options.stream,
    };
    this.transport = {
      accept: (connection) => {
        this.connections.push(connection);
        return new Stream(connection, this.stream);
      },
      wheel: this.wheel,
      turn: new OutputTurn(),
      caps: new ConnectionCaps(1_000, options.perAddress ?? 1_000),
      backlogs: new Backlogs(options.backlogs ?? 134_217_728),
      limits: { ...LIMITS, ...options.limits },
      tls: options.tls,
      metrics: this.metrics,
      log: this.log,
    };
  }

  registrar(
    mode: "invite" | "open",
    onRegistered?: (account: Account, invitation: Invitation | undefined) => void,
    isLimited = true,
  ): Registrar {
    const { store, metrics } = this;
    const deriveKeys = (password: string) => deriveCredentials(password, ITERATIONS);
    const [domain, place, now] = ["localhost", "Hillside", isLimited ? () => this.now : undefined];
    const callbacks = onRegistered && { onRegistered };
    return new Registrar({ domain, mode, place, store, deriveKeys, now, metrics, ...callbacks });
  }

  async addAccount(username: string, password: string): Promise<Account> {
    return this.store.accounts.add(username, await deriveCredentials(password, ITERATIONS));
  }

  /** Lets time pass, second by second, as the wheel would see it. */
  pass(seconds: number): void {
    for (let i = 0; i < seconds; i++) {
      this.now += 1_000;
      this.wheel.tick();
    }
  }

  message(to: string, body: string, id = "m"): Element {
    return xml("message", NS.client, { from: "bob@localhost/desk", to, id }, xml("body", NS.client, null, body));
  }
}

/** What a client on this machine is offered without TLS (XEP-0388 §2.1). */
export const SASL2_ON_LOOPBACK =
  "<authentication xmlns='urn:xmpp:sasl:2'><mechanism>SCRAM-SHA-256</mechanism><mechanism>SCRAM-SHA-1</mechanism>" +
  "<inline><sm xmlns='urn:xmpp:sm:3'/><bind xmlns='urn:xmpp:bind:0'><inline><feature var='urn:xmpp:sm:3'/>" +
  "<feature var='urn:xmpp:carbons:2'/></inline></bind><fast xmlns='urn:xmpp:fast:0'><mechanism>HT-SHA-256-NONE</mechanism></fast>" +
  "</inline><upgrade xmlns='urn:xmpp:sasl:upgrade:0'>UPGR-SCRAM-SHA-256</upgrade>" +
  "<upgrade xmlns='urn:xmpp:sasl:upgrade:0'>UPGR-SCRAM-SHA-1</upgrade></authentication>";

/** XEP-0478 */
export function limitsOf(bytes: number, seconds: number): string {
  return `<limits xmlns='urn:xmpp:stream-limits:0'><max-bytes>${bytes}</max-bytes><idle-seconds>${seconds}</idle-seconds></limits>`;
}

const LIMITS: TransportContext["limits"] = {
  stanzaBytes: 262_144,
  stanzaBytesBeforeLogin: 16_384,
  elementDepth: 64,
  loginSeconds: 30,
  sendBufferBytes: 1_048_576,
  streamBytesPerSecond: undefined,
};
