import { type Element, handledCount, NS, sm } from "@yonder/protocol";
import { Backoff } from "../backoff.ts";
import { Liveness } from "../liveness.ts";
import type { Clock, SocketFactory } from "../options.ts";
import { type StreamEnd, XmppStream } from "../stream.ts";
import { StreamManagement } from "../stream-management.ts";
import type { ConnectionState } from "../types.ts";
import type { GuestRecord } from "./record.ts";
import { authenticateGuest, type GuestWelcome, readWelcome } from "./sign-in.ts";

export interface GuestLineOptions {
  /** Where guests come in. */
  readonly domain: string;
  /** Where the server is, best first; `isFresh` when the last answer led nowhere. */
  readonly locate: (isFresh: boolean) => Promise<readonly string[]>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly socket: SocketFactory;
}

export interface GuestLineHandlers {
  record(): GuestRecord;
  /** What is to be remembered from now on; a stream that is not known any more is undefined. */
  remember(change: Partial<GuestRecord>): void;
  state(state: ConnectionState): void;
  /** The token is good no more: nobody comes back as this guest, and the line has stopped. */
  forgotten(): void;
  /** Online: what the server may not have is to be sent, but what is under way (ids) already. `isResumed`: nothing was missed. */
  online(underWay: ReadonlySet<string | undefined>, isResumed: boolean): void;
  stanza(stanza: Element): void;
  /** The server has handled this. */
  acked(stanza: Element): void;
}

/** How long an address may say nothing before there is a session, ms. */
const TIMEOUT = 10_000;

/** Keeps one guest connected: comes in, comes back, resumes (XEP-0198), waits. */
export class GuestLine {
  readonly #options: GuestLineOptions;
  readonly #handlers: GuestLineHandlers;
  readonly #backoff: Backoff;
  readonly #liveness: Liveness;
  #stream: XmppStream | undefined;
  #management = new StreamManagement();
  #address = "";
  #isWanted = false;
  #isOnline = false;
  #isAsking = false;
  #failures = 0;
  #cancel: () => void = () => {};

  constructor(options: GuestLineOptions, handlers: GuestLineHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#backoff = new Backoff(options.random);
    this.#liveness = new Liveness(
      options.clock,
      () => this.#stream?.send(sm.request()),
      () => this.#stream?.abort(),
    );
  }

  get isOnline(): boolean {
    return this.#isOnline;
  }

  start(): void {
    this.#isWanted = true;
    const { stream } = this.#handlers.record();
    if (stream) this.#management = StreamManagement.restore(stream);
    this.#address = stream?.address ?? "";
    this.#retry();
  }

  /** Ends for good. */
  stop(): void {
    this.#isWanted = false;
    this.#cancel();
    this.#liveness.stop();
    const stream = this.#stream;
    this.#stream = undefined;
    this.#isOnline = false;
    stream?.close();
  }

  /** There is reason to doubt the connection, or hope for one. */
  check(): void {
    if (this.#isOnline) this.#liveness.doubt();
    else if (this.#isWanted && !this.#stream && !this.#isAsking) this.#retry();
  }

  /** @returns whether it was sent; it goes out again when the stream is resumed */
  send(stanza: Element): boolean {
    if (!this.#isOnline) return false;
    this.#management.sent(stanza);
    this.#stream?.send(stanza);
    this.#stream?.send(sm.request());
    this.#liveness.expect();
    this.#keep();
    return true;
  }

  #retry(): void {
    this.#cancel();
    this.#handlers.state({ kind: "connecting" });
    void this.#open();
  }

  async #open(): Promise<void> {
    const { locate, socket, clock, domain } = this.#options;
    this.#isAsking = true;
    const urls = await locate(this.#failures > 0);
    this.#isAsking = false;
    const url = urls[this.#failures % Math.max(1, urls.length)];
    if (!this.#isWanted || this.#stream || url === undefined) return;
    const stream = new XmppStream(socket(url), domain);
    this.#stream = stream;
    stream.onElement = (element) => void this.#received(stream, element);
    stream.onEnd = (end) => this.#ended(stream, end);
    this.#cancel = clock.after(TIMEOUT, () => stream.abort());
    stream.open();
  }

  async #received(stream: XmppStream, element: Element): Promise<void> {
    if (this.#stream !== stream) return;
    this.#liveness.heard();
    if (this.#isOnline) return this.#deliver(element);
    if (element.is("features", NS.stream) && element.child("authentication", NS.sasl2)) {
      const former = this.#management.id ? this.#management : undefined;
      stream.send(await authenticateGuest(this.#handlers.record(), former));
    }
    if (element.is("success", NS.sasl2)) this.#welcomed(readWelcome(element));
    if (element.is("failure", NS.sasl2)) this.#refused(stream, element);
  }

  #welcomed({ address, name, token, resumed, streamId }: GuestWelcome): void {
    this.#cancel();
    this.#isOnline = true;
    this.#failures = 0;
    this.#backoff.reset();
    this.#address = address;
    this.#liveness.start();
    if (resumed) this.#goOn(handledCount(resumed) ?? 0);
    else {
      this.#management = new StreamManagement();
      this.#management.id = streamId;
    }
    this.#handlers.remember({ name, ...(token && { token }) });
    this.#keep();
    const [underWay, isResumed] = [this.#management.unacked.map((stanza) => stanza.attr("id")), Boolean(resumed)];
    this.#handlers.online(new Set(underWay), isResumed);
    this.#handlers.state({ kind: "online", resumed: isResumed, sent: 0 });
  }

  #goOn(handled: number): void {
    this.#acknowledge(handled);
    for (const stanza of this.#management.unacked) this.#stream?.send(stanza);
    if (this.#management.unacked.length > 0) this.#stream?.send(sm.request());
  }

  /** A token that is good no more ends it. Anything else passes. */
  #refused(stream: XmppStream, failure: Element): void {
    const wasBack = this.#handlers.record().token !== undefined;
    const isForgotten = ["not-authorized", "credentials-expired"].includes(failure.firstElement?.name ?? "");
    if (!wasBack || !isForgotten) return stream.abort();
    this.stop();
    this.#management = new StreamManagement();
    this.#handlers.forgotten();
  }

  #deliver(element: Element): void {
    if (element.is("r", NS.sm)) return this.#stream?.send(this.#management.ack());
    if (element.is("a", NS.sm)) return this.#acknowledge(handledCount(element) ?? 0);
    if (element.ns !== NS.client) return;
    this.#management.received();
    this.#handlers.stanza(element);
    this.#keep();
  }

  #acknowledge(handled: number): void {
    for (const stanza of this.#management.acknowledged(handled)) this.#handlers.acked(stanza);
    this.#keep();
  }

  #keep(): void {
    this.#handlers.remember({ stream: this.#management.state(this.#address) });
  }

  #ended(stream: XmppStream, { condition }: StreamEnd): void {
    if (this.#stream !== stream) return;
    this.#stream = undefined;
    this.#liveness.stop();
    this.#cancel();
    if (!this.#isOnline) this.#failures += 1;
    this.#isOnline = false;
    // The same guest is in another tab now (RFC 6120 §4.9.3.3).
    if (condition === "conflict") return this.#handlers.state({ kind: "refused", reason: "conflict" });
    const delay = this.#backoff.next();
    const { clock } = this.#options;
    this.#cancel = clock.after(delay, () => this.#retry());
    this.#handlers.state({ kind: "waiting", retryAt: clock.now() + delay });
  }
}
