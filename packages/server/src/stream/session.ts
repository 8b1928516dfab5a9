import { type Element, type Jid, StreamError } from "@yonder/protocol";
import type { Asker } from "../relay/relay.ts";
import type { Account } from "../store/store.ts";
import type { Connection } from "../transport/connection.ts";
import { Deadline } from "./deadline.ts";
import { Incoming } from "./incoming.ts";
import { type Awaitable, type EndReason, endReasonOf } from "./node-port.ts";
import { Outgoing } from "./outgoing.ts";
import type { SessionContext } from "./session-context.ts";
import { shortcutFor } from "./session-iq.ts";
import { ack, resumed } from "./stream-management.ts";
import type { Sent } from "./unacked.ts";

/** A bound resource (RFC 6120 §7). It outlives its connection while it may be resumed (XEP-0198). */
export class Session {
  readonly jid: Jid;
  /** As it was at login, or since the session itself changed its password. */
  account: Account;
  /** Unguessable; also its SM-ID. */
  readonly id: string;
  priority = 0;
  /** The last available presence it broadcast. */
  presence: Element | undefined = undefined;
  /** It asked for the roster (RFC 6121 §2.2). */
  isInterested = false;
  hasCarbons = false;
  wantsOutcomes = false;

  readonly #context: SessionContext;
  readonly #incoming: Incoming;
  readonly #outgoing: Outgoing;
  readonly #expiry: Deadline;
  #connection: Connection | undefined;
  #isOver = false;
  #isToldOver = false;
  /** The client has closed its stream, and is answered before it is let go. */
  #isLeaving = false;
  /** Seconds for which it may be resumed; undefined: not at all. */
  #resumeSeconds: number | undefined = undefined;
  /** Connection that takes it over as soon as all that arrived over the former is done. */
  #successor: Connection | undefined = undefined;

  constructor(jid: Jid, account: Account, id: string, connection: Connection, context: SessionContext) {
    const { wheel, limits, metrics } = context;
    this.jid = jid;
    this.account = account;
    this.id = id;
    this.#connection = connection;
    this.#context = context;
    this.#incoming = new Incoming(connection, wheel, {
      handle: (stanza) => this.#handle(stanza),
      onFailed: (error) => this.#onBug(error),
    });
    this.#outgoing = new Outgoing(connection, wheel, limits, {
      onReached: (sent) => this.#reached(sent),
      onStuck: () => this.#stuck(),
    });
    this.#expiry = new Deadline(wheel, () => this.#end("expired"));
    metrics.sessions += 1;
  }

  get isConnected(): boolean {
    return this.#connection !== undefined;
  }

  /** Whether it ended; what is sent to it while the end is not told yet counts as not acknowledged. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether stream management (XEP-0198) is on. */
  get isManaged(): boolean {
    return this.#outgoing.isManaged;
  }

  /** The lowest archive id that was sent and is not acknowledged. */
  get firstUnacked(): number | undefined {
    return this.#outgoing.firstArchiveId;
  }

  /** Address of the client, for the log and for rates; undefined while suspended. */
  get remoteAddress(): string | undefined {
    return this.#connection?.remoteAddress;
  }

  send(stanza: Element): void {
    this.#send(stanza, undefined, undefined);
  }

  /** As `send`; once acknowledged, `SessionEvents.acknowledged` is called, and `reached` if somebody wants to know. */
  deliver(stanza: Element, archiveId: number, reachedTo?: Asker): void {
    this.#send(stanza, archiveId, reachedTo);
  }

  /** Resolves when the client has taken most of what was sent, or the session is over. */
  drained(): Promise<void> {
    return this.#isOver ? Promise.resolve() : this.#outgoing.drained();
  }

  /** Ends the session, with a stream error. */
  close(error: StreamError): void {
    this.#disconnect()?.close(error);
    this.#end(endReasonOf(error));
  }

  /** Drops the connection; the client may resume. */
  cutOff(): void {
    const connection = this.#connection;
    if (!connection) return;
    this.detach(connection, "lost");
    connection.abort();
  }

  /** `h`: how many of the client's stanzas are done (XEP-0198 §4). */
  get handledCount(): number {
    return this.#incoming.handledCount;
  }

  /** How many stanzas were sent, modulo 2^32 (XEP-0198 §4). */
  get sentCount(): number {
    return this.#outgoing.sentCount;
  }

  /** Whether its stanzas go over this connection. */
  isCarriedBy(connection: Connection): boolean {
    return this.#connection === connection;
  }

  /** Takes a stanza from the client; `from` is set already. */
  receive(stanza: Element): void {
    this.#context.metrics.stanzasReceived += 1;
    this.#incoming.receive(stanza);
  }

  /** Turns stream management on. Returns for how many seconds it can be resumed; undefined: not at all. */
  manage(wantsResumption: boolean, maxSeconds: number | undefined): number | undefined {
    const limit = this.#context.limits.resumptionSeconds;
    this.#incoming.manage();
    this.#outgoing.manage();
    if (!wantsResumption || limit === 0) return undefined;
    this.#resumeSeconds = Math.min(maxSeconds ?? limit, limit);
    this.#context.resumable.add(this);
    return this.#resumeSeconds;
  }

  /** Takes the client's `h`. False: it counts more than was sent. */
  acknowledge(h: number): boolean {
    return this.#outgoing.acknowledge(h);
  }

  /** Takes the client's `<r/>`. */
  request(): void {
    this.#incoming.request();
  }

  /** The turn's output is about to be written. */
  onFlushing(connection: Connection): void {
    if (this.#connection === connection) this.#outgoing.onFlushing();
  }

  /** All that was sent has left. */
  onFlushed(connection: Connection): void {
    if (this.#connection !== connection) return;
    this.#outgoing.onFlushed();
    if (this.#isLeaving) this.#incoming.whenSettled(() => this.#depart(connection));
  }

  /** The client closes its stream and will not come back (XEP-0198 §7): what it asked for before is answered first. */
  leave(connection: Connection): void {
    if (this.#connection === connection) this.#isLeaving = true;
    this.#incoming.whenSettled(() => {
      if (this.#connection !== connection) return connection.close();
      if (this.isManaged) connection.send(ack(this.handledCount));
      // The client may have read to the end and gone, before its socket tells us that all has left: then `onFlushed` goes on.
      if (this.isManaged || this.#outgoing.firstArchiveId === undefined) this.#depart(connection);
    });
  }

  #depart(connection: Connection): void {
    this.detach(connection, "closed");
    connection.close();
  }

  /** It was never bound: nobody hears of it again. */
  abandon(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#isToldOver = true;
    this.#context.metrics.sessions -= 1;
  }

  /** Its connection is gone. */
  detach(connection: Connection, reason: EndReason): void {
    if (this.#connection !== connection) return;
    this.#disconnect();
    if (this.#isLeaving) return this.#end("closed");
    if (this.#resumeSeconds === undefined || reason !== "lost") return this.#end(reason);
    this.#context.metrics.sessionsSuspended += 1;
    this.#expiry.set(this.#resumeSeconds * 1_000);
  }

  /**
   * Goes on over another connection (XEP-0198 §5): `<resumed/>`, then all that is not acknowledged, is sent on it once what
   * arrived over the former connection is done. `whenReady` tells whether it did.
   */
  resume(connection: Connection, h: number, whenReady: (isResumed: boolean) => void): "too-high" | undefined {
    if (!this.#outgoing.acknowledge(h)) return "too-high";
    this.#disconnect()?.close(new StreamError("conflict", "Resumed over another connection."));
    this.#isLeaving = false;
    this.#successor = connection;
    this.#expiry.clear();
    this.#incoming.whenSettled(() => whenReady(this.#goOnOver(connection)));
  }

  #send(stanza: Element, archiveId: number | undefined, reachedTo: Asker | undefined): void {
    if (this.#isToldOver) return;
    this.#context.metrics.stanzasSent += 1;
    this.#outgoing.send(stanza, archiveId, reachedTo);
  }

  #handle(stanza: Element): Awaitable<void> {
    const shortcut = shortcutFor(stanza);
    if (shortcut) return shortcut.kind === "reply" ? this.send(shortcut.element) : undefined;
    try {
      return this.#context.events.stanza(this, stanza);
    } catch (error) {
      this.#onBug(error);
    }
  }

  #onBug(error: unknown): void {
    this.#context.log.error({ err: error, session: this.id }, "handling a stanza failed");
  }

  #reached(sent: readonly Sent[]): void {
    const { events } = this.#context;
    const highest = sent.reduce((max, { archiveId = 0 }) => Math.max(max, archiveId), 0);
    try {
      if (highest > 0) events.acknowledged(this, highest);
      for (const { archiveId, reachedTo } of sent)
        if (archiveId && reachedTo) events.reached(this, archiveId, reachedTo);
    } catch (error) {
      this.#onBug(error);
    }
  }

  #stuck(): void {
    if (this.#connection) this.cutOff();
    else if (!this.#successor) this.#end("overflow");
  }

  #disconnect(): Connection | undefined {
    const connection = this.#connection;
    this.#connection = undefined;
    this.#incoming.detach();
    this.#outgoing.detach();
    return connection;
  }

  #goOnOver(connection: Connection): boolean {
    if (this.#isOver || this.#successor !== connection) return false;
    this.#successor = undefined;
    this.#connection = connection;
    if (connection.isClosed) {
      this.detach(connection, "lost");
      return false;
    }
    this.#context.metrics.resumptions += 1;
    this.#incoming.forgetUndone();
    connection.send(resumed(this.id, this.handledCount));
    this.#incoming.attach(connection);
    this.#outgoing.attach(connection);
    return true;
  }

  /** Ends it once what the client sent before is done; the events hear of it once. */
  #end(reason: EndReason): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#successor = undefined;
    this.#expiry.drop();
    this.#context.resumable.remove(this);
    this.#context.metrics.sessions -= 1;
    this.#incoming.end();
    this.#outgoing.end();
    this.#context.endings.begin();
    this.#incoming.whenSettled(() => void this.#tellEnd(reason));
  }

  async #tellEnd(reason: EndReason): Promise<void> {
    this.#isToldOver = true;
    try {
      await this.#context.events.end(this, reason, this.#outgoing.unacknowledged());
    } catch (error) {
      this.#context.log.error({ err: error, session: this.id }, "ending a session failed");
    } finally {
      this.#context.endings.done();
    }
  }
}
