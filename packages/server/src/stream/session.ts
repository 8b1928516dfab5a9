import { type Element, type Jid, StreamError } from "@yonder/protocol";
import type { Account } from "../store/store.ts";
import type { Connection } from "../transport/connection.ts";
import { Arrivals } from "./arrivals.ts";
import type { StreamMetrics } from "./metrics.ts";
import type { EndReason, Log, SessionEvents } from "./node-port.ts";
import { Queue } from "./queue.ts";
import type { ResumableSessions } from "./resumable-sessions.ts";
import { shortcutFor } from "./session-iq.ts";
import { ack, REQUEST, resumed } from "./stream-management.ts";
import type { Timed, TimeWheel } from "./time-wheel.ts";
import { type Sent, Unacked } from "./unacked.ts";

/** What all sessions of a node share. */
export interface SessionContext {
  readonly events: SessionEvents;
  readonly resumable: ResumableSessions;
  readonly wheel: TimeWheel;
  readonly limits: SessionLimits;
  readonly metrics: StreamMetrics;
  readonly log: Log;
}

export interface SessionLimits {
  /** Stanzas sent and not acknowledged before a session that is slow to acknowledge is suspended, or a suspended one given up. */
  readonly unackedStanzas: number;
  /** Longest time a lost connection's session can be resumed, in seconds; 0: never. */
  readonly resumptionSeconds: number;
}

/** Stanzas being handled at which reading pauses, and at which it goes on. */
const MAX_IN_FLIGHT = 256;
const FEW_IN_FLIGHT = 128;
/** Unacknowledged stanzas at which `drained` lets more come. */
const FEW_UNACKED = 200;
/** However fast the client is: so many times the limit may be under way to it. */
const HARD_FACTOR = 20;
const SECOND = 1_000;
/** A client that does not answer `<r/>` for so long is gone. */
const ACK_TIME = 60 * SECOND;
/** With that much under way already, it has only so long. */
const SLOW_ACK_TIME = 10 * SECOND;
/** After an answer that did not cover all: when to ask again. */
const ASK_AGAIN_TIME = 5 * SECOND;
/** How long `<r/>` waits for what arrived before it, and an end or a resumption for what is being handled. */
const HANDLING_TIME = 10 * SECOND;

/** A bound resource (RFC 6120 §7). It outlives its connection while it may be resumed (XEP-0198). */
export class Session implements Timed {
  readonly jid: Jid;
  readonly account: Account;
  /** Unguessable; also its SM-ID. */
  readonly id: string;

  // What the router and the features know of it.
  priority = 0;
  /** The last available presence it broadcast. */
  presence: Element | undefined = undefined;
  /** It asked for the roster (RFC 6121 §2.2). */
  isInterested = false;
  hasCarbons = false;
  wantsOutcomes = false;

  due = 0;
  readonly #context: SessionContext;
  readonly #arrivals: Arrivals;
  readonly #unacked = new Unacked();
  #connection: Connection | undefined;
  #isOver = false;
  #isManaged = false;
  /** Seconds for which it may be resumed; undefined: not at all. */
  #resumeSeconds: number | undefined = undefined;
  /** Connection that takes it over as soon as all that arrived over the former is done. */
  #successor: Connection | undefined = undefined;
  #isAwaitingAck = false;
  /** `sentCount` when the last `<r/>` was sent. */
  #askedAt = -1;
  /** For each unanswered `<r/>` how many stanzas had arrived before it. */
  #requests: Queue<number> | undefined = undefined;
  #settleWaiters: (() => void)[] | undefined = undefined;
  #drainWaiters: (() => void)[] | undefined = undefined;
  #ackDue = 0;
  #askDue = 0;
  #answerDue = 0;
  #settleDue = 0;
  #expiryDue = 0;

  constructor(jid: Jid, account: Account, id: string, connection: Connection, context: SessionContext) {
    this.jid = jid;
    this.account = account;
    this.id = id;
    this.#connection = connection;
    this.#context = context;
    this.#arrivals = new Arrivals(
      (stanza) => this.#handle(stanza),
      () => this.#onProgress(),
    );
    context.metrics.sessions += 1;
  }

  get isConnected(): boolean {
    return this.#connection !== undefined;
  }

  /** Whether it ended; nothing sent to it goes anywhere. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether stream management (XEP-0198) is on. */
  get isManaged(): boolean {
    return this.#isManaged;
  }

  /** The lowest archive id that was sent and is not acknowledged. */
  get firstUnacked(): number | undefined {
    return this.#unacked.firstArchiveId;
  }

  /** Address of the client, for the log and for rates; undefined while suspended. */
  get remoteAddress(): string | undefined {
    return this.#connection?.remoteAddress;
  }

  send(stanza: Element): void {
    this.#send(stanza, undefined, undefined);
  }

  /** As `send`; once acknowledged, `SessionEvents.acknowledged` and then `onReached` are called. */
  deliver(stanza: Element, archiveId: number, onReached?: () => void): void {
    this.#send(stanza, archiveId, onReached);
  }

  /** Resolves when the client has taken most of what was sent, or the session is over. */
  drained(): Promise<void> {
    if (this.#isDrained()) return Promise.resolve();
    return new Promise((resolve) => {
      this.#drainWaiters ??= [];
      this.#drainWaiters.push(resolve);
    });
  }

  /** Ends the session, with a stream error. */
  close(error: StreamError): void {
    const connection = this.#connection;
    this.#connection = undefined;
    connection?.close(error);
    this.#end(reasonOf(error));
  }

  /** Drops the connection; the client may come back and resume. */
  cutOff(): void {
    const connection = this.#connection;
    if (!connection) return;
    this.detach(connection, "lost");
    connection.abort();
  }

  // For the stream that carries it.

  /** `h`: how many of the client's stanzas are done (XEP-0198 §4). */
  get handledCount(): number {
    return this.#arrivals.handledCount;
  }

  /** How many stanzas were sent, modulo 2^32 (XEP-0198 §4). */
  get sentCount(): number {
    return this.#unacked.sentCount;
  }

  /** Takes a stanza from the client; `from` is set already. */
  receive(stanza: Element): void {
    this.#context.metrics.stanzasReceived += 1;
    this.#arrivals.receive(stanza);
    if (this.#arrivals.inFlight >= MAX_IN_FLIGHT) this.#connection?.pause();
  }

  /** Turns stream management on. Returns for how many seconds it can be resumed; undefined: not at all. */
  manage(wantsResumption: boolean, maxSeconds: number | undefined): number | undefined {
    const limit = this.#context.limits.resumptionSeconds;
    this.#isManaged = true;
    this.#arrivals.countFromHere();
    this.#unacked.restart();
    if (!wantsResumption || limit === 0) return undefined;
    this.#resumeSeconds = Math.min(maxSeconds ?? limit, limit);
    this.#context.resumable.add(this);
    return this.#resumeSeconds;
  }

  /** Takes the client's `h`. False: it counts more than was sent. */
  acknowledge(h: number): boolean {
    const taken = this.#unacked.acknowledge(h);
    if (taken === "too-high") return false;
    this.#isAwaitingAck = false;
    this.#ackDue = 0;
    this.#reached(taken);
    if (this.#unacked.size === 0) return true;
    if (this.#askedAt !== this.#unacked.sentCount) this.#ask();
    else this.#askDue = this.#schedule(ASK_AGAIN_TIME);
    return true;
  }

  /** Takes the client's `<r/>`: answered once all that arrived before it is done. */
  answerRequest(): void {
    if (this.#arrivals.inFlight === 0) return this.#connection?.send(ack(this.#arrivals.handledCount));
    this.#requests ??= new Queue();
    // A client that asks without end gets one answer for many.
    if (this.#requests.size >= MAX_IN_FLIGHT) this.#requests.pop();
    this.#requests.push(this.#arrivals.arrived);
    if (this.#answerDue === 0) this.#answerDue = this.#schedule(HANDLING_TIME);
  }

  /** The turn's output is about to be written: asks for an acknowledgement of what is new in it. */
  onFlushing(connection: Connection): void {
    if (this.#connection !== connection) return;
    if (this.#isManaged && !this.#isAwaitingAck && this.#unacked.size > 0 && this.#askedAt !== this.#unacked.sentCount)
      this.#ask();
  }

  /** All that was sent has left: without stream management there will be no better sign that it arrived. */
  onFlushed(connection: Connection): void {
    if (this.#connection !== connection) return;
    if (!this.#isManaged && this.#unacked.size > 0) this.#reached(this.#unacked.take(this.#unacked.size));
  }

  /** Whether its stanzas go over this connection. */
  isCarriedBy(connection: Connection): boolean {
    return this.#connection === connection;
  }

  /** The client closes its stream and will not come back (XEP-0198 §7): what it asked for before is answered first. */
  leave(connection: Connection): void {
    this.#whenSettled(() => {
      if (this.#connection !== connection) return connection.close();
      if (this.#isManaged) connection.send(ack(this.handledCount));
      this.detach(connection, "closed");
      connection.close();
    });
  }

  /** It was never bound: nobody hears of it again. */
  abandon(): void {
    this.#isOver = true;
    this.#context.metrics.sessions -= 1;
  }

  /** Its connection is gone. */
  detach(connection: Connection, reason: EndReason): void {
    if (this.#connection !== connection) return;
    this.#connection = undefined;
    if (this.#resumeSeconds === undefined || reason !== "lost") return this.#end(reason);
    this.#suspend(this.#resumeSeconds);
  }

  /**
   * Goes on over another connection (XEP-0198 §5): `<resumed/>`, then all that is not acknowledged, is sent on it once what
   * arrived over the former connection is done. `whenReady` tells whether it did.
   */
  resume(connection: Connection, h: number, whenReady: (isResumed: boolean) => void): "too-high" | undefined {
    const former = this.#connection;
    const taken = this.#unacked.acknowledge(h);
    if (taken === "too-high") return "too-high";
    this.#connection = undefined;
    this.#successor = connection;
    this.#clearDeadlines();
    this.#reached(taken);
    former?.close(new StreamError("conflict", "Resumed over another connection."));
    this.#whenSettled(() => whenReady(this.#goOnOver(connection)));
    return undefined;
  }

  /** A time limit may be over (see time-wheel.ts). */
  onTime(now: number): void {
    if (isPast(this.#expiryDue, now)) return this.#end("expired");
    if (isPast(this.#settleDue, now)) this.#settled();
    if (isPast(this.#answerDue, now)) this.#answerAll();
    if (isPast(this.#ackDue, now)) return this.cutOff();
    if (isPast(this.#askDue, now)) this.#askAgain();
    this.#reschedule();
  }

  #send(stanza: Element, archiveId: number | undefined, onReached: (() => void) | undefined): void {
    if (this.#isOver) return;
    this.#context.metrics.stanzasSent += 1;
    if (this.#isManaged || archiveId !== undefined) this.#unacked.push({ stanza, archiveId, onReached });
    this.#connection?.send(stanza);
    if (this.#unacked.size > this.#context.limits.unackedStanzas) this.#onManyUnacked();
  }

  /** A burst may be large; only a client that leaves it unacknowledged for a while is cut off. */
  #onManyUnacked(): void {
    const { limits } = this.#context;
    if (!this.#connection && !this.#successor) return this.#end("overflow");
    if (this.#unacked.size > limits.unackedStanzas * HARD_FACTOR) return this.cutOff();
    if (!this.#isAwaitingAck) return;
    const due = this.#context.wheel.now + SLOW_ACK_TIME;
    if (this.#ackDue > due) this.#ackDue = this.#schedule(SLOW_ACK_TIME);
  }

  #handle(stanza: Element): void | Promise<void> {
    const shortcut = shortcutFor(stanza);
    if (shortcut) return shortcut.kind === "reply" ? this.send(shortcut.element) : undefined;
    try {
      return this.#context.events.stanza(this, stanza)?.catch((error: unknown) => this.#onBug(error));
    } catch (error) {
      this.#onBug(error);
    }
  }

  #onBug(error: unknown): void {
    this.#context.log.error({ err: error, session: this.id }, "handling a stanza failed");
  }

  /** A stanza that took time is done. */
  #onProgress(): void {
    const { inFlight, done } = this.#arrivals;
    while ((this.#requests?.first ?? Number.POSITIVE_INFINITY) <= done) {
      this.#requests?.shift();
      this.#connection?.send(ack(this.#arrivals.handledCount));
    }
    if (!this.#requests?.size) this.#answerDue = 0;
    if (inFlight === FEW_IN_FLIGHT || inFlight === 0) this.#connection?.resume();
    if (inFlight === 0) this.#settled();
  }

  /** The store takes too long: tells what is done so far. */
  #answerAll(): void {
    this.#answerDue = 0;
    while (this.#requests?.shift() !== undefined) this.#connection?.send(ack(this.#arrivals.handledCount));
  }

  #ask(): void {
    if (!this.#connection) return;
    this.#isAwaitingAck = true;
    this.#askedAt = this.#unacked.sentCount;
    this.#askDue = 0;
    this.#connection.send(REQUEST);
    this.#ackDue = this.#schedule(this.#unacked.size > this.#context.limits.unackedStanzas ? SLOW_ACK_TIME : ACK_TIME);
  }

  #askAgain(): void {
    this.#askDue = 0;
    if (!this.#isAwaitingAck && this.#unacked.size > 0) this.#ask();
  }

  #reached(taken: readonly Sent[]): void {
    let highest = 0;
    for (const { archiveId } of taken) if (archiveId !== undefined && archiveId > highest) highest = archiveId;
    if (highest > 0) this.#context.events.acknowledged(this, highest);
    for (const { onReached } of taken) onReached?.();
    if (this.#drainWaiters && this.#isDrained()) this.#letMoreCome();
  }

  #isDrained(): boolean {
    return this.#isOver || this.#unacked.size <= (this.#isManaged ? FEW_UNACKED : 0);
  }

  #letMoreCome(): void {
    const waiters = this.#drainWaiters ?? [];
    this.#drainWaiters = undefined;
    for (const resolve of waiters) resolve();
  }

  #suspend(seconds: number): void {
    this.#clearDeadlines();
    this.#context.metrics.sessionsSuspended += 1;
    this.#expiryDue = this.#schedule(seconds * SECOND);
    if (this.#unacked.size > this.#context.limits.unackedStanzas * HARD_FACTOR) this.#end("overflow");
  }

  #goOnOver(connection: Connection): boolean {
    if (this.#isOver || this.#successor !== connection) return false;
    this.#successor = undefined;
    if (connection.isClosed) {
      this.#suspend(this.#resumeSeconds ?? 0);
      return false;
    }
    this.#connection = connection;
    this.#context.metrics.resumptions += 1;
    connection.send(resumed(this.id, this.#arrivals.handledCount));
    for (const { stanza } of this.#unacked.toArray()) connection.send(stanza);
    if (this.#unacked.size > 0) this.#ask();
    return true;
  }

  /** Ends it once what the client sent before is done; the events hear of it once. */
  #end(reason: EndReason): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#successor = undefined;
    this.#clearDeadlines();
    this.#context.resumable.remove(this);
    this.#context.metrics.sessions -= 1;
    this.#letMoreCome();
    this.#whenSettled(() => void this.#tellEnd(reason));
  }

  async #tellEnd(reason: EndReason): Promise<void> {
    try {
      await this.#context.events.end(this, reason, this.#unacked.toArray());
    } catch (error) {
      this.#context.log.error({ err: error, session: this.id }, "ending a session failed");
    }
  }

  /** Calls back when nothing that arrived is still being handled; in bounded time. */
  #whenSettled(callback: () => void): void {
    if (this.#arrivals.inFlight === 0) return callback();
    this.#settleWaiters ??= [];
    this.#settleWaiters.push(callback);
    this.#settleDue = this.#schedule(HANDLING_TIME);
  }

  #settled(): void {
    const waiters = this.#settleWaiters ?? [];
    this.#settleWaiters = undefined;
    this.#settleDue = 0;
    for (const callback of waiters) callback();
  }

  #schedule(inMs: number): number {
    const at = this.#context.wheel.now + inMs;
    this.#context.wheel.schedule(this, at);
    return at;
  }

  #reschedule(): void {
    const dues = [this.#ackDue, this.#askDue, this.#answerDue, this.#settleDue, this.#expiryDue].filter(
      (due) => due > 0,
    );
    if (dues.length > 0) this.#context.wheel.schedule(this, Math.min(...dues));
  }

  /** What was to happen on the former connection happens no more. */
  #clearDeadlines(): void {
    this.#isAwaitingAck = false;
    this.#requests = undefined;
    this.#ackDue = 0;
    this.#askDue = 0;
    this.#answerDue = 0;
    this.#expiryDue = 0;
    if (this.#settleDue === 0) this.#context.wheel.cancel(this);
  }
}

function isPast(due: number, now: number): boolean {
  return due !== 0 && due <= now;
}

function reasonOf(error: StreamError): EndReason {
  if (error.condition === "conflict") return "replaced";
  return error.condition === "system-shutdown" ? "shutdown" : "refused";
}
