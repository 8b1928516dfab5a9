import type { Element } from "@yonder/protocol";
import { Backoff } from "./backoff.ts";
import { AuthenticationError, ConnectionLost, type Credentials, type StreamEnd } from "./connection.ts";
import { Liveness } from "./liveness.ts";
import type { Clock, SocketFactory } from "./options.ts";
import { randomId } from "./random.ts";
import { Session } from "./session.ts";
import type { ResumableState } from "./stream-management.ts";
import type { ConnectionState, RefusalReason } from "./types.ts";

export interface ConnectorOptions {
  readonly clock: Clock;
  readonly random: () => number;
  readonly socket: SocketFactory;
  readonly resourcePrefix: string;
  /** Where the server is; `isFresh` when the last answer led nowhere. */
  readonly locate: (isFresh: boolean) => Promise<string>;
}

export interface ConnectorHandlers {
  /** A new session starts: send what it needs first. */
  begin(): void;
  online(isResumed: boolean, url: string): void;
  /** Not online any more, or not yet: "connecting", "waiting" or "refused". */
  state(state: ConnectionState): void;
  stanza(stanza: Element): void;
  acked(stanza: Element): void;
  /** The server threw us out for what we sent. @returns whether we shall not send it again */
  accused(): boolean;
}

export interface Login {
  readonly domain: string;
  readonly credentials: Credentials;
}

/** A session that held this long lets the next attempt begin without delay, ms. */
const STEADY = 5_000;
const TIMEOUT = 20_000;

/** Keeps one account connected: attempts, resumption, waiting, giving up. */
export class Connector {
  readonly #options: ConnectorOptions;
  readonly #handlers: ConnectorHandlers;
  readonly #backoff: Backoff;
  readonly #liveness: Liveness;
  #login: Login | undefined;
  #session: Session | undefined;
  #previous: ResumableState | undefined;
  #isEstablished = false;
  #isBeginning = false;
  #isPipelined = true;
  #isLocationDoubtful = false;
  #onlineAt = 0;
  /** The server ended the session since it knows us no more. */
  #isDisowned = false;
  #cancelRetry: () => void = () => {};
  #seeOther: string | undefined;
  #url = "";
  #refusal: RefusalReason | undefined;

  constructor(options: ConnectorOptions, handlers: ConnectorHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#backoff = new Backoff(options.random);
    this.#liveness = new Liveness(
      options.clock,
      () => this.#session?.probe(),
      () => this.#session?.abort(),
    );
  }

  /** @returns why the first attempt failed, if it did */
  start(login: Login, previous?: ResumableState): Promise<unknown> {
    this.#login = login;
    this.#previous = previous;
    this.#isPipelined = true;
    this.#backoff.reset();
    return this.#attempt();
  }

  /** Ends for good. */
  stop(): void {
    this.#login = undefined;
    this.#previous = undefined;
    this.#cancelRetry();
    const session = this.#session;
    this.#forget();
    session?.close();
  }

  /** Lets go of the connection without ending the session. */
  drop(): void {
    this.#login = undefined;
    this.#cancelRetry();
    const session = this.#session;
    this.#forget();
    session?.abort();
  }

  /** Why the server does not want us, if so. */
  get refusal(): RefusalReason | undefined {
    return this.#refusal;
  }

  /** Now, not later. */
  retryNow(): void {
    if (!this.#login || this.#session) return;
    this.#cancelRetry();
    void this.#attempt();
  }

  /** There is reason to doubt the connection, or hope for one. */
  check(): void {
    if (this.#isEstablished) this.#liveness.doubt();
    else this.retryNow();
  }

  get canSend(): boolean {
    return this.#isEstablished || this.#isBeginning;
  }

  get isEstablished(): boolean {
    return this.#isEstablished;
  }

  get maxBytes(): number | undefined {
    return this.#session?.maxBytes;
  }

  get address(): string {
    return this.#session?.address ?? "";
  }

  get resumable(): ResumableState | undefined {
    return this.#isEstablished ? this.#session?.resumable : this.#previous;
  }

  send(stanza: Element): boolean {
    if (!this.canSend) return false;
    this.#session?.send(stanza);
    this.#liveness.expect();
    return true;
  }

  request(type: "get" | "set", payload: Element, to?: string): Promise<Element> {
    if (!this.#session || !this.canSend) return Promise.reject(new ConnectionLost({}));
    return this.#session.request(type, payload, to);
  }

  sendClientState(isActive: boolean): void {
    if (this.#isEstablished) this.#session?.sendClientState(isActive);
  }

  async #attempt(): Promise<unknown> {
    const login = this.#login;
    if (!login) return undefined;
    this.#refusal = undefined;
    this.#handlers.state({ kind: "connecting" });
    const located = this.#seeOther ?? (await this.#options.locate(this.#isLocationDoubtful));
    if (this.#login !== login || this.#session) return undefined;
    this.#url = located;
    const session = this.#open(login, located);
    this.#session = session;
    const cancelTimeout = this.#options.clock.after(TIMEOUT, () => session.abort());
    const failure = await session.establish().then(
      (isResumed) => this.#established(session, isResumed),
      (cause: unknown) => cause,
    );
    cancelTimeout();
    if (failure === undefined || this.#session !== session) return failure;
    this.#forget();
    session.abort();
    this.#accuse(session, failure);
    return this.#failed(failure);
  }

  #open(login: Login, url: string): Session {
    const { clock, socket, resourcePrefix } = this.#options;
    const resource = resourcePrefix + randomId(8);
    const session: Session = new Session(
      { ...login, resource, url, clock, socket, isPipelined: this.#isPipelined, previous: this.#previous },
      {
        begin: () => this.#begin(session),
        stanza: (stanza) => this.#session === session && this.#handlers.stanza(stanza),
        acked: (stanza) => this.#session === session && this.#handlers.acked(stanza),
        heard: () => this.#session === session && this.#liveness.heard(),
        ended: (end) => this.#session === session && this.#isEstablished && this.#dropped(session, end),
      },
    );
    return session;
  }

  #begin(session: Session): void {
    if (this.#session !== session) return;
    this.#previous = undefined;
    this.#isBeginning = true;
    this.#handlers.begin();
    this.#isBeginning = false;
  }

  #established(session: Session, isResumed: boolean): undefined {
    if (this.#session !== session) return;
    this.#isEstablished = true;
    this.#isDisowned = false;
    this.#isLocationDoubtful = false;
    this.#onlineAt = this.#options.clock.now();
    this.#liveness.start();
    this.#handlers.online(isResumed, this.#url);
  }

  #dropped(session: Session, end: StreamEnd): void {
    if (this.#options.clock.now() - this.#onlineAt >= STEADY) this.#backoff.reset();
    this.#previous = session.resumable;
    this.#isDisowned = end.condition === "not-authorized";
    this.#forget();
    this.#accuse(session, new ConnectionLost(end));
    void this.#failed(new ConnectionLost(end));
  }

  /** Thrown out for something that we sent: the session would send it again. */
  #accuse(session: Session, cause: unknown): void {
    const isViolation = cause instanceof ConnectionLost && cause.end.condition === "policy-violation";
    if (isViolation && session.carries && this.#handlers.accused()) this.#previous = undefined;
  }

  #forget(): void {
    this.#session = undefined;
    this.#isEstablished = false;
    this.#liveness.stop();
  }

  /** @returns the failure, or what came of a further attempt that was made at once */
  async #failed(cause: unknown): Promise<unknown> {
    const reason = refusal(cause);
    if (reason) this.#refused(reason === "credentials" && this.#isDisowned ? "removed" : reason);
    if (reason) return cause;
    this.#seeOther = cause instanceof ConnectionLost ? this.#redirect(cause.end.seeOther) : undefined;
    this.#isLocationDoubtful = !this.#seeOther;
    if (this.#isPipelined && isProtest(cause)) {
      this.#isPipelined = false;
      return this.#attempt();
    }
    this.#wait();
    return cause;
  }

  /** RFC 7395 §3.6.1: only to where the connection is as safe as here. */
  #redirect(url: string | undefined): string | undefined {
    return url?.startsWith("wss://") || (url?.startsWith("ws://") && this.#url.startsWith("ws://")) ? url : undefined;
  }

  #wait(): void {
    const delay = this.#backoff.next();
    this.#cancelRetry = this.#options.clock.after(delay, () => void this.#attempt());
    this.#handlers.state({ kind: "waiting", retryAt: this.#options.clock.now() + delay });
  }

  #refused(reason: RefusalReason): void {
    this.#refusal = reason;
    this.#handlers.state({ kind: "refused", reason });
  }
}

const REFUSALS: Readonly<Record<string, RefusalReason>> = {
  // RFC 6120 §6.5
  "not-authorized": "credentials",
  "credentials-expired": "credentials",
  "account-disabled": "removed",
  "bad-server": "policy",
  "invalid-mechanism": "policy",
  // RFC 6120 §4.9.3
  conflict: "conflict",
  "host-unknown": "policy",
  "host-gone": "policy",
};

/** Why it makes no sense to try again by ourselves, if so. */
function refusal(cause: unknown): RefusalReason | undefined {
  if (cause instanceof AuthenticationError) return REFUSALS[cause.condition];
  const condition = cause instanceof ConnectionLost ? cause.end.condition : undefined;
  // A stream that ends as not-authorized: the next login says whether the account or only the password is gone.
  return condition === undefined || condition === "not-authorized" ? undefined : REFUSALS[condition];
}

/** The server did not like what it was sent, in contrast to a network that broke. */
function isProtest(cause: unknown): boolean {
  return (
    !(cause instanceof ConnectionLost) ||
    /not-authorized|bad-format|unsupported|invalid|restricted/.test(cause.end.condition ?? "")
  );
}
