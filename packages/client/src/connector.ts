import type { Element } from "@yonder/protocol";
import { Backoff } from "./backoff.ts";
import { ConnectionLost, type StreamEnd } from "./connection.ts";
import type { ConnectorHandlers, ConnectorOptions, Login } from "./connector-options.ts";
import { isFarewell, isPassing, isProtest, refusalOf } from "./failures.ts";
import { Liveness } from "./liveness.ts";
import { randomId } from "./random.ts";
import { Route } from "./route.ts";
import { Session } from "./session.ts";
import type { ResumableState } from "./stream-management.ts";
import type { RefusalReason } from "./types.ts";

/** A session that held this long lets the next attempt begin without delay, ms. */
const STEADY = 5_000;
/** How long an address may say nothing, alone or while there are others to try. */
const TIMEOUT = 20_000;
const HOP = 4_000;
/** The server sends us elsewhere: so long nobody needs to hear of it. */
const QUIET = 2_000;

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
  #route: Route;
  /** Asking where the server is. */
  #seeking: Login | undefined;
  #onlineAt = 0;
  /** Since the page began: where we were last, when we were connected first, and how often that was lost. */
  readonly line = { url: "", since: 0, breaks: 0 };
  /** The server ended the session since it knows us no more. */
  #isDisowned = false;
  /** Nothing begins any more. */
  #isClosed = false;
  #cancelRetry: () => void = () => {};
  #cancelNotice: () => void = () => {};
  #refusal: RefusalReason | undefined;

  constructor(options: ConnectorOptions, handlers: ConnectorHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#backoff = new Backoff(options.random);
    this.#route = new Route(options.locate);
    this.#liveness = new Liveness(
      options.clock,
      () => this.#session?.probe(),
      () => this.#session?.abort(),
    );
  }

  /** `home`: where the server was before. @returns why the first attempts failed, if they did */
  start(login: Login, previous?: ResumableState, home?: string): Promise<unknown> {
    if (this.#isClosed) return Promise.resolve(new ConnectionLost({}));
    this.#login = login;
    this.#previous = previous;
    this.#route = new Route(this.#options.locate, home);
    this.#isPipelined = true;
    this.#backoff.reset();
    return this.#begin();
  }

  /** Ends for good. */
  stop(): void {
    this.#login = undefined;
    this.#previous = undefined;
    this.#cancelRetry();
    this.#cancelNotice();
    const session = this.#session;
    this.#forget();
    session?.close();
  }

  /** As the page ends: lets go of the connection, and of the session if that `isOver`. */
  close(isOver: boolean): void {
    this.#isClosed = true;
    if (isOver) this.stop();
    else this.#drop();
  }

  #drop(): void {
    this.#login = undefined;
    this.#cancelRetry();
    this.#cancelNotice();
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
    if (!this.#login || this.#session || this.#seeking === this.#login) return;
    this.#cancelRetry();
    void this.#begin();
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

  #begin(): Promise<unknown> {
    this.#cancelNotice();
    this.#handlers.state({ kind: "connecting" });
    this.#route.begin();
    return this.#attempt(undefined);
  }

  /** `former`: why the last attempt failed. */
  async #attempt(former: unknown): Promise<unknown> {
    const login = this.#login;
    if (!login) return undefined;
    this.#refusal = undefined;
    this.#seeking = login;
    const url = await this.#route.next();
    if (this.#seeking === login) this.#seeking = undefined;
    if (this.#login !== login || this.#session) return undefined;
    if (url === undefined) return this.#wait(former);
    const session = this.#open(login, url);
    this.#session = session;
    const failure = await session.establish(this.#route.isLast ? TIMEOUT : HOP).then(
      (isResumed) => this.#established(session, isResumed),
      (cause: unknown) => cause,
    );
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
        begin: () => this.#sendFirst(session),
        stanza: (stanza) => this.#session === session && this.#handlers.stanza(stanza),
        acked: (stanza) => this.#session === session && this.#handlers.acked(stanza),
        heard: () => this.#session === session && this.#liveness.heard(),
        ended: (end) => this.#session === session && this.#isEstablished && this.#dropped(session, end),
      },
    );
    return session;
  }

  #sendFirst(session: Session): void {
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
    this.#route.arrived();
    this.#onlineAt = this.#options.clock.now();
    this.line.url = this.#route.current;
    this.line.since ||= this.#onlineAt;
    this.#liveness.start();
    this.#cancelNotice();
    this.#handlers.online(isResumed, this.#route.current);
  }

  #dropped(session: Session, end: StreamEnd): void {
    const lasted = this.#options.clock.now() - this.#onlineAt;
    this.line.breaks++;
    const isSteady = lasted >= STEADY;
    if (isSteady) this.#route.settled();
    // A server that stops, or sends us away, is soon there again: or another one is.
    if (isSteady || isFarewell(end)) this.#backoff.reset();
    this.#previous = session.resumable;
    this.#isDisowned = end.condition === "not-authorized";
    this.#forget();
    this.#accuse(session, new ConnectionLost(end));
    this.#route.lost(end.condition === undefined && end.seeOther === undefined, lasted);
    void this.#leave(end);
  }

  /** A session is over: at once to where the server wants us, and without a word if that is quick. */
  async #leave(end: StreamEnd): Promise<unknown> {
    const cause = new ConnectionLost(end);
    if (end.seeOther === undefined || !this.#route.redirect(end.seeOther)) return this.#failed(cause, true);
    this.#cancelNotice = this.#options.clock.after(QUIET, () => this.#handlers.state({ kind: "connecting" }));
    return this.#attempt(cause);
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
  async #failed(cause: unknown, wasOnline = false): Promise<unknown> {
    const reason = refusalOf(cause);
    if (reason === "credentials" && (await this.#hasAnother())) {
      this.#route.again();
      return this.#attempt(cause);
    }
    if (reason) this.#refused(reason === "credentials" && this.#isDisowned ? "removed" : reason);
    if (reason) return cause;
    if (this.#isPipelined && isProtest(cause)) {
      this.#isPipelined = false;
      this.#route.again();
      return this.#attempt(cause);
    }
    const isElsewhere = !wasOnline && cause instanceof ConnectionLost && this.#mayBeElsewhere(cause.end);
    return isElsewhere ? this.#attempt(cause) : this.#wait(cause);
  }

  /** Meanwhile nothing else is begun. */
  async #hasAnother(): Promise<boolean> {
    const login = this.#login;
    this.#seeking = login;
    const hasAnother = (await login?.another()) ?? false;
    if (this.#seeking === login) this.#seeking = undefined;
    return hasAnother && this.#login === login;
  }

  /** Whether another address is to be tried, now. */
  #mayBeElsewhere(end: StreamEnd): boolean {
    if (end.seeOther !== undefined && this.#route.redirect(end.seeOther)) return true;
    return !this.#route.isLast && (end.condition === undefined || isPassing(end));
  }

  #wait(cause: unknown): unknown {
    const delay = this.#backoff.next();
    this.#cancelNotice();
    this.#cancelRetry = this.#options.clock.after(delay, () => void this.#begin());
    this.#handlers.state({ kind: "waiting", retryAt: this.#options.clock.now() + delay });
    return cause;
  }

  #refused(reason: RefusalReason): void {
    this.#cancelNotice();
    this.#refusal = reason;
    this.#handlers.state({ kind: "refused", reason });
  }
}
