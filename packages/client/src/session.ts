import { carbonsSwitch, type Element, handledCount, NS, sm, xml } from "@yonder/protocol";
import { bareOf } from "./address.ts";
import { bindPayload, ConnectionLost, type Credentials, readBound, type StreamEnd, XmppSocket } from "./connection.ts";
import type { Clock, SocketFactory } from "./options.ts";
import { Requests, StanzaFailure } from "./requests.ts";
import type { SignedIn } from "./sasl2.ts";
import { type ResumableState, StreamManagement } from "./stream-management.ts";

export interface SessionHandlers {
  /** Called when stanzas may be sent on a new session: they travel with the login. */
  begin(): void;
  /** A stanza for us, answers to our requests excepted. */
  stanza(stanza: Element): void;
  /** The server has taken responsibility for a stanza of ours. */
  acked(stanza: Element): void;
  /** Anything at all arrived: the connection lives. */
  heard(): void;
  ended(end: StreamEnd): void;
}

export interface SessionOptions {
  readonly url: string;
  readonly domain: string;
  readonly credentials: Credentials;
  /** What our resource begins with, or is. */
  readonly resource: string;
  readonly socket: SocketFactory;
  readonly clock: Clock;
  readonly isPipelined: boolean;
  /** The stream to resume, if there is one. */
  readonly previous?: ResumableState | undefined;
}

/** How long a login may take, ms. */
const TIMEOUT = 20_000;

/** A bound resource over one connection, with stream management (XEP-0198) where the server has it. */
export class Session {
  readonly #options: SessionOptions;
  readonly #handlers: SessionHandlers;
  readonly #socket: XmppSocket;
  readonly #requests = new Requests((iq) => this.send(iq));
  #management = new StreamManagement();
  #isCounting = false; // our stanzas: from <enable/> on
  #isEnabled = false; // the server's: from <enabled/> on
  #isAckWanted = false;
  #established: (isResumed: boolean) => void = () => {};
  #failed: (cause: unknown) => void = () => {};
  #end: StreamEnd | undefined;
  address = "";

  constructor(options: SessionOptions, handlers: SessionHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#socket = new XmppSocket(options);
    this.#requests.ownAddress = `${options.credentials.username}@${options.domain}`;
    this.#socket.onElement = (element) => this.#received(element);
    this.#socket.onEnd = (end) => this.#ended(end);
  }

  /**
   * Logs in, then resumes the former stream or binds a resource. `silence`: how long the server may say nothing, ms.
   * @returns whether it was resumed @throws AuthenticationError, ConnectionLost, StanzaFailure
   */
  async establish(silence: number): Promise<boolean> {
    const { clock } = this.#options;
    const cancelSilence = clock.after(silence, () => this.#socket.hasHeard || this.abort());
    const cancelTimeout = clock.after(TIMEOUT, () => this.abort());
    try {
      return await this.#logIn();
    } finally {
      cancelSilence();
      cancelTimeout();
    }
  }

  async #logIn(): Promise<boolean> {
    const { credentials, isPipelined, previous, resource } = this.#options;
    const established = new Promise<boolean>((resolve, reject) => {
      this.#established = resolve;
      this.#failed = reject;
    });
    established.catch(() => {}); // counts once the login itself is done, which knows better why it failed
    if (previous) this.#management = StreamManagement.restore(previous);
    await this.#socket.authenticate(credentials, {
      isPipelined,
      wanted: { tag: resource, resume: previous && this.#management.resume() },
      // What follows a resumption must not be said twice: it waits.
      afterProof: isPipelined && !previous ? () => this.#beginAnew() : undefined,
      onSignedIn: (outcome) => (outcome ? this.#signedIn(outcome) : this.#begin()),
    });
    const isResumed = await established;
    if (this.#end) throw new ConnectionLost(this.#end);
    this.#requests.ownAddress = bareOf(this.address);
    return isResumed;
  }

  send(stanza: Element): void {
    this.#management.sent(stanza);
    this.#socket.send(stanza);
    if (stanza.name === "message") this.#wantAck();
  }

  /** Sends an iq. @throws StanzaFailure, ConnectionLost */
  request(type: "get" | "set", payload: Element, to?: string): Promise<Element> {
    return this.#requests.send(type, payload, to);
  }

  /** Makes the server say something, and how far it came. */
  probe(): void {
    if (this.#isCounting) this.#socket.send(sm.request());
    else void this.#barrier();
  }

  /** What is needed to resume, if that is possible. */
  get resumable(): ResumableState | undefined {
    const state = this.#management.state(this.address);
    const { maxBytes } = this;
    return state && { ...state, url: this.#options.url, ...(maxBytes && { maxBytes }) };
  }

  /** Bytes of the largest stanza that the server takes, if it says so (XEP-0478). */
  get maxBytes(): number | undefined {
    const bytes = Number(this.#socket.features?.child("limits", NS.limits)?.childText("max-bytes"));
    return bytes > 0 ? bytes : this.#options.previous?.maxBytes;
  }

  /** Stanzas of ours are on their way over this very connection. */
  get carries(): boolean {
    return this.#isEnabled && this.#management.unacked.length > 0;
  }

  /** XEP-0352: no stanza, not counted. */
  sendClientState(isActive: boolean): void {
    if (this.#socket.offers("csi", NS.csi)) this.#socket.send(xml(isActive ? "active" : "inactive", NS.csi));
  }

  /** Ends the session for good (XEP-0198 §7). */
  close(): void {
    if (this.#isEnabled) this.#socket.send(this.#management.ack());
    this.#management.id = undefined;
    this.#socket.close();
  }

  /** Drops the connection; the session can be resumed. */
  abort(): void {
    this.#socket.abort();
  }

  /** The stream is resumed, or a resource bound (XEP-0388 §2.6.1). */
  #signedIn({ address, resumed, failed, enabled }: SignedIn): void {
    const { previous, isPipelined } = this.#options;
    if (resumed && previous) {
      this.address = previous.address;
      return this.#resumed(resumed);
    }
    if (failed) this.#acknowledge(failed);
    this.address = address;
    if (previous || !isPipelined) this.#beginAnew();
    this.#isCounting = enabled !== undefined;
    if (enabled) this.#enabled(enabled);
    else this.#established(false);
  }

  #beginAnew(): void {
    this.#management = new StreamManagement();
    this.#isCounting = true;
    this.#handlers.begin();
  }

  /** Where nothing comes along with the login. */
  #begin(): void {
    const { previous } = this.#options;
    if (!previous) return this.#bind();
    this.address = previous.address;
    this.#socket.send(this.#management.resume());
  }

  #bind(): void {
    this.#management = new StreamManagement();
    this.#socket.request("set", bindPayload(this.#options.resource)).then((result) => {
      this.address = readBound(result);
      this.#afterBind();
      if (!this.#isCounting || this.#isEnabled) this.#established(false);
    }, this.#failed);
  }

  #afterBind(): void {
    this.#isCounting = this.#socket.features?.child("sm", NS.sm) !== undefined;
    if (this.#isCounting) this.#socket.send(sm.enable({ resume: true }));
    // Without copies of what other devices send there is still the archive.
    this.request("set", carbonsSwitch(true)).catch(() => {});
    this.#handlers.begin();
  }

  #received(element: Element): void {
    this.#handlers.heard();
    if (element.ns === NS.sm) return this.#managed(element);
    if (element.ns !== NS.client) return;
    if (this.#isEnabled) this.#management.received();
    if (element.name !== "iq" || !this.#requests.answered(element)) this.#handlers.stanza(element);
  }

  #managed(element: Element): void {
    if (element.name === "r" && this.#isEnabled) this.#socket.send(this.#management.ack());
    if (element.name === "a") this.#acknowledge(element);
    if (element.name === "enabled") this.#enabled(element);
    if (element.name === "resumed") this.#resumed(element);
    if (element.name === "failed") this.#refused(element);
  }

  #enabled(enabled: Element): void {
    this.#isEnabled = true;
    if (/^(true|1)$/.test(enabled.attr("resume") ?? "")) this.#management.id = enabled.attr("id");
    if (this.address) this.#established(false);
  }

  #resumed(resumed: Element): void {
    this.#isCounting = this.#isEnabled = true;
    this.#acknowledge(resumed);
    this.#management.forget(isPassing);
    for (const stanza of this.#management.unacked) this.#socket.send(stanza);
    if (this.#management.unacked.length > 0) this.#wantAck();
    this.#established(true);
  }

  #refused(failed: Element): void {
    if (this.#isCounting) {
      this.#isCounting = false; // no stream management here
      if (this.address) this.#established(false);
      return;
    }
    this.#acknowledge(failed);
    this.address = "";
    this.#bind();
  }

  #acknowledge(element: Element): void {
    const h = handledCount(element);
    if (h === undefined) return;
    // XEP-0198 §4: a server that counts what we never sent cannot be believed any more.
    if (!this.#management.isPossible(h)) return this.#distrust();
    for (const stanza of this.#management.acknowledged(h)) this.#handlers.acked(stanza);
  }

  #distrust(): void {
    this.#management.id = undefined;
    this.abort();
  }

  #wantAck(): void {
    if (this.#isAckWanted) return;
    this.#isAckWanted = true;
    queueMicrotask(() => {
      this.#isAckWanted = false;
      this.probe();
    });
  }

  /** Without stream management: when the server answers this, it has handled all before (RFC 6120 §10.1). */
  async #barrier(): Promise<void> {
    const h = this.#management.outbound;
    const answer = this.request("get", xml("ping", NS.ping));
    const isHandled = await answer.then(
      () => true,
      (cause: unknown) => cause instanceof StanzaFailure,
    );
    if (isHandled) for (const stanza of this.#management.acknowledged(h)) this.#handlers.acked(stanza);
  }

  #ended(end: StreamEnd): void {
    this.#end = end;
    const lost = new ConnectionLost(end);
    this.#requests.failAll(lost);
    this.#failed(lost);
    this.#handlers.ended(end);
  }
}

/** Who writes at the moment (XEP-0085): old news after a break. */
function isPassing(stanza: Element): boolean {
  return stanza.childWithNs(NS.chatStates) !== undefined && stanza.child("body") === undefined;
}
