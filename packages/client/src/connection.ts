import { type Element, NS, xml } from "@yonder/protocol";
import { systemClock } from "./clock.ts";
import type { Credentials, LoginStream } from "./credentials.ts";
import { openSocket } from "./open-socket.ts";
import type { Clock, SocketFactory } from "./options.ts";
import { Requests } from "./requests.ts";
import { type SignedIn, signIn, type Wanted } from "./sasl2.ts";
import { type StreamEnd, XmppStream } from "./stream.ts";

export interface XmppSocketOptions {
  /** ws: or wss:, or where requests go over HTTP (XEP-0206) http: or https: */
  readonly url: string;
  readonly domain: string;
  /** By default the platform's own. */
  readonly socket?: SocketFactory;
  /** Gives up when nobody answered after so long, ms: by default 15,000. */
  readonly timeout?: number;
  readonly clock?: Clock;
}

export interface LoginOptions {
  /** What is asked for along with the login, where the server does it (XEP-0388). */
  readonly wanted: Wanted;
  /**
   * Sends what must come next without waiting for the answers: fewer round trips. A server that wants one step at a time
   * (RFC 6120 §4.3), or that has no SASL2, ends the stream or says so; connect again without it then.
   */
  readonly isPipelined: boolean;
  /** Called when the last word of the login is sent, when pipelined: what follows travels with it. */
  readonly afterProof?: (() => void) | undefined;
  /** Called before anything that came after the login is heard; undefined: nothing could be asked for along with it. */
  readonly onSignedIn: (outcome: SignedIn | undefined) => void;
}

/** The stream ended before the work was done. */
export class ConnectionLost extends Error {
  readonly end: StreamEnd;

  constructor(end: StreamEnd) {
    super(`connection lost${end.condition ? `: ${end.condition}` : ""}`);
    this.name = "ConnectionLost";
    this.end = end;
  }
}

/** A lean XMPP client over WebSocket or HTTP: one stream, no state that outlives it. What arrives goes to `onElement`, answers to requests excepted. */
export class XmppSocket {
  onElement: (element: Element) => void = () => {};
  onEnd: (end: StreamEnd) => void = () => {};
  /** Stream features of the authenticated stream, once they are here; after a resumption there are none. */
  features: Element | undefined;
  /** Those of the stream before that. */
  #offer: Element | undefined;
  readonly #stream: XmppStream;
  readonly #requests = new Requests((iq) => this.send(iq));
  /** What arrived while a step of the login was not waiting. */
  readonly #inbox: Element[] = [];
  #waiting: { resolve: (element: Element) => void; reject: (cause: unknown) => void } | undefined;
  #isAuthenticating = false;
  #hasHeard = false;
  #isLoggedIn = false;
  readonly #stopTimer: () => void;
  #end: StreamEnd | undefined;

  constructor(options: XmppSocketOptions) {
    const open = options.socket ?? openSocket;
    this.#stream = new XmppStream(open(options.url), options.domain);
    this.#stream.onElement = (element) => this.#received(element);
    this.#stream.onEnd = (end) => this.#ended(end);
    this.#stopTimer = (options.clock ?? systemClock).after(options.timeout ?? 15_000, () => this.abort());
  }

  /** Opens the stream. @returns its features @throws ConnectionLost */
  async open(): Promise<Element> {
    this.#stream.open();
    return this.#features();
  }

  /** Opens the stream and proves who we are. @throws ConnectionLost, AuthenticationError */
  async authenticate(credentials: Credentials, options: LoginOptions): Promise<void> {
    this.#isAuthenticating = true;
    const login = this.#login(`${credentials.username}@${this.#stream.domain}`);
    const outcome = await signIn(login, credentials, options.wanted, options);
    if (!outcome) await this.#authenticateOnly(login, credentials);
    this.#isLoggedIn = true;
    this.#stopTimer();
    options.onSignedIn(outcome);
    for (const element of this.#inbox.splice(0)) this.#deliver(element);
  }

  /** RFC 6120 §6, and a new stream. */
  async #authenticateOnly(login: LoginStream, credentials: Credentials): Promise<void> {
    const { authenticate } = await import("./login/later/authentication.ts");
    await authenticate(login, credentials);
    credentials.onAccepted?.(undefined);
    this.#stream.open();
    this.features = await this.#features();
  }

  /** Whether the session's features have this, as the server says when it is bound along with the login, or else after it. */
  offers(name: string, ns: string): boolean {
    const inline = this.#offer?.child("authentication", NS.sasl2)?.child("inline")?.child("bind", NS.bind2);
    const names = inline
      ?.child("inline")
      ?.elements()
      .map((feature) => feature.attr("var"));
    return this.features?.child(name, ns) !== undefined || names?.includes(ns) === true;
  }

  send(stanza: Element): void {
    this.#stream.send(stanza);
  }

  /** The server has said something. */
  get hasHeard(): boolean {
    return this.#hasHeard;
  }

  /** Sends an iq. @returns the result iq @throws StanzaFailure, ConnectionLost */
  request(type: "get" | "set", payload: Element, to?: string): Promise<Element> {
    if (this.#end) return Promise.reject(new ConnectionLost(this.#end));
    return this.#requests.send(type, payload, to);
  }

  /** Ends the stream in good order. */
  close(): void {
    this.#stream.close();
  }

  /** Lets go of the connection as if the network had broken. */
  abort(): void {
    this.#stream.abort();
  }

  #login(address: string): LoginStream {
    return {
      open: () => this.#stream.open(address),
      send: (element: Element) => this.send(element),
      next: () => this.#next(),
      features: async () => {
        this.#offer ??= await this.#features();
        return this.#offer;
      },
    };
  }

  async #features(): Promise<Element> {
    for (;;) {
      const element = await this.#next();
      if (element.is("features", NS.stream)) return element;
    }
  }

  #next(): Promise<Element> {
    const element = this.#inbox.shift();
    if (element) return Promise.resolve(element);
    if (this.#end) return Promise.reject(new ConnectionLost(this.#end));
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  #received(element: Element): void {
    this.#hasHeard = true;
    if (this.#isLoggedIn) return this.#deliver(element);
    // Nothing but the login is heard until the server has proved itself; in-band registration needs no login.
    if (!this.#isAuthenticating && element.is("iq", NS.client) && this.#requests.answered(element)) return;
    const waiting = this.#waiting;
    this.#waiting = undefined;
    if (waiting) waiting.resolve(element);
    else this.#inbox.push(element);
  }

  #deliver(element: Element): void {
    if (element.ns === NS.framing) return;
    if (element.is("features", NS.stream)) this.features = element;
    else if (!element.is("iq", NS.client) || !this.#requests.answered(element)) this.onElement(element);
  }

  #ended(end: StreamEnd): void {
    this.#end = end;
    this.#stopTimer();
    const lost = new ConnectionLost(end);
    this.#waiting?.reject(lost);
    this.#requests.failAll(lost);
    this.onEnd(end);
  }
}

export function bindPayload(resource?: string): Element {
  return xml("bind", NS.bind, null, resource ? xml("resource", NS.bind, null, resource) : undefined);
}

/** The full address in the answer to a bind request. */
export function readBound(result: Element): string {
  return result.child("bind", NS.bind)?.childText("jid") ?? "";
}

export { AuthenticationError, type Credentials } from "./credentials.ts";
export { StanzaFailure } from "./requests.ts";
export type { StreamEnd } from "./stream.ts";
