import { type Element, NS, xml } from "@yonder/protocol";
import { authenticate, type Credentials } from "./authentication.ts";
import { systemClock } from "./clock.ts";
import { openSocket } from "./open-socket.ts";
import type { Clock, SocketFactory } from "./options.ts";
import { Requests } from "./requests.ts";
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
  /**
   * Sends what must come next without waiting for the answers: two round trips less. A server that wants one step at a time
   * (RFC 6120 §4.3) ends the stream; connect again without it then.
   */
  readonly isPipelined?: boolean;
  /** Sends the first stanzas of the authenticated stream; when pipelined they travel with the proof of the password. */
  readonly begin?: () => void;
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

/**
 * A lean XMPP client over WebSocket or HTTP: one stream, no state that outlives it. Its steps are
 * `authenticate` → `bind` → `send` and `request`; what arrives goes to `onElement`, answers to requests excepted.
 */
export class XmppSocket {
  onElement: (element: Element) => void = () => {};
  onEnd: (end: StreamEnd) => void = () => {};
  /** Full address once bound. */
  address = "";
  /** Stream features of the authenticated stream, once they are here. */
  features: Element | undefined;
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
  async authenticate(credentials: Credentials, options: LoginOptions = {}): Promise<void> {
    this.#isAuthenticating = true;
    const restart = () => this.#restart(options.begin);
    await authenticate(this.#login(), credentials, options.isPipelined ? restart : undefined);
    if (!options.isPipelined) {
      this.#stream.open();
      this.features = await this.#features();
    }
    this.#isLoggedIn = true;
    this.#stopTimer();
    if (!options.isPipelined) options.begin?.();
    for (const element of this.#inbox.splice(0)) this.#deliver(element);
  }

  /** RFC 6120 §7. @returns the full address @throws StanzaFailure, ConnectionLost */
  async bind(resource?: string): Promise<string> {
    const result = await this.request("set", bindPayload(resource));
    this.address = readBound(result);
    return this.address;
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

  #login() {
    return {
      open: () => this.#stream.open(),
      send: (element: Element) => this.send(element),
      next: () => this.#next(),
      features: () => this.#features(),
    };
  }

  #restart(begin: (() => void) | undefined): void {
    this.#stream.open();
    begin?.();
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

export { AuthenticationError, type Credentials } from "./authentication.ts";
export { StanzaFailure } from "./requests.ts";
export type { StreamEnd } from "./stream.ts";
