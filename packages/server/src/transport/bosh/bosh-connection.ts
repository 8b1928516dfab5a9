import { type Element, StreamError } from "@yonder/protocol";
import { Deadline } from "../../stream/deadline.ts";
import type { Origin } from "../addresses.ts";
import type { Connection, ConnectionListener, StreamHeader } from "../connection.ts";
import type { TransportContext } from "../transport-context.ts";
import type { BindingCondition } from "./binding-error.ts";
import { Exchange } from "./exchange.ts";
import { FloodPause } from "./flood-pause.ts";
import type { BoshRequest } from "./held-requests.ts";
import { KeySequence } from "./key-sequence.ts";
import { OutputQueue } from "./output-queue.ts";
import { Pace } from "./pace.ts";
import { isPoll, isRestart, isTermination, pauseOf, streamHeaderOf } from "./request.ts";
import { RequestOrder } from "./request-order.ts";
import { agreement, type Terms } from "./terms.ts";
import { EMPTY, farewell, terminal } from "./wrapper.ts";

export interface BoshConnectionOptions {
  readonly sid: string;
  readonly terms: Terms;
  readonly origin: Origin;
  readonly context: TransportContext;
  /** The request that creates the session. */
  readonly creation: BoshRequest;
  /** Milliseconds, finer than the wheel's. */
  now(): number;
  onGone(): void;
}

/** How long what the client asked for before it left may take, and last words wait for one that has not logged in. */
const CLOSING_TIME = 3_000;

/** A stream over requests and answers (XEP-0124, XEP-0206). */
export class BoshConnection implements Connection {
  readonly transport = "bosh";
  readonly canStartTls = false;
  readonly remoteAddress: string;
  readonly isSecure: boolean;
  readonly isLoopback: boolean;
  readonly terms: Terms;
  readonly idleSeconds: number;
  isEstablished = false;
  readonly #options: BoshConnectionOptions;
  readonly #listener: ConnectionListener;
  readonly #order: RequestOrder;
  readonly #exchange: Exchange;
  readonly #keys: KeySequence;
  readonly #pace: Pace;
  readonly #flood: FloodPause;
  readonly #output: OutputQueue;
  readonly #loginTime: Deadline;
  #state: "open" | "closing" | "gone" = "open";
  #lastWords = "";

  /** What the last request brought and the stream was not ready to read. */
  #unread: Element[] = [];
  #isReading = false;
  #isHeldByStream = false;
  /** The client's last request has come; its last word was read. */
  #isLeaving = false;
  #hasLeft = false;
  #isInTurn = false;

  constructor(options: BoshConnectionOptions) {
    const { terms, origin, context, creation } = options;
    const { wheel, limits, metrics } = context;
    const { header, rid } = creation.body;
    this.#options = options;
    this.terms = terms;
    this.idleSeconds = terms.inactivity;
    this.remoteAddress = origin.remoteAddress;
    this.isSecure = origin.isSecure;
    this.isLoopback = origin.isLoopback;
    this.#order = new RequestOrder(rid, terms.requests);
    this.#exchange = new Exchange(terms, context, () => this.#expired());
    this.#keys = new KeySequence(header.attr("newkey"));
    this.#pace = new Pace(terms);
    this.#flood = new FloodPause(context, () => this.#read());
    this.#output = new OutputQueue(context, this);
    this.#loginTime = new Deadline(wheel, () => this.shutDown(new StreamError("connection-timeout", "Log in sooner.")));
    this.#loginTime.set(limits.loginSeconds * 1_000);
    metrics.connections.bosh += 1;
    metrics.connectionsTotal += 1;
    this.#listener = context.accept(this);
  }

  get isClosed(): boolean {
    return this.#state !== "open";
  }

  get bufferedBytes(): number {
    return this.#output.weight + this.#exchange.untakenLength;
  }

  /** Opens the stream, as the request that creates the session asks. */
  begin(): void {
    const { sid, creation, terms } = this.#options;
    const { header, rid, bytes } = creation.body;
    const ack = terms.usesAcks ? rid : undefined;
    this.#exchange.greeting = { sid, ...agreement(terms), from: header.attr("to"), ack };
    this.#hold(creation);
    this.#flood.count(bytes, 1);
    this.#reading(() => this.#listener.onOpen(streamHeaderOf(header)));
  }

  /** Takes a further request of the session. */
  take(request: BoshRequest): void {
    const place = this.#order.offer(request, this.#options.now());
    if (place === "outside") return this.refuse("item-not-found", request);
    if (place === "too-often") return this.refuse("policy-violation", request);
    if (place === "again") return this.#takeAgain(request);
    if (this.#state === "closing") return this.#finish(EMPTY, this.#lastWords);
    this.#read();
  }

  /** Ends the session for what this request is, or one that could not be read. */
  refuse(condition: BindingCondition, request?: BoshRequest): void {
    this.#options.context.log.debug({ address: this.remoteAddress, condition }, "a request ends its session");
    request?.answer(terminal(condition));
    this.#finish(terminal("other-request"));
  }

  /** The line of a request broke before it was answered: the client asks again, or is gone. */
  abandon(request: BoshRequest): void {
    this.#order.abandon(request);
    this.#exchange.abandon(request);
  }

  open(header: StreamHeader): void {
    const { greeting } = this.#exchange;
    if (greeting) this.#exchange.greeting = { ...greeting, authid: header.id };
  }

  /** Each body stands alone: nothing to do. */
  restart(): void {}

  startTls(): void {
    throw new Error("STARTTLS is not for HTTP (XEP-0206 §2)");
  }

  channelBinding(): undefined {
    return undefined;
  }

  establish(): void {
    this.isEstablished = true;
    this.#loginTime.drop();
  }

  send(element: Element): void {
    if (this.#state !== "open") return;
    this.#joinTurn();
    this.#output.add(element);
  }

  pause(): void {
    this.#isHeldByStream = true;
  }

  resume(): void {
    this.#isHeldByStream = false;
    this.#read();
  }

  close(error?: StreamError, seeOtherUri?: string): void {
    if (this.#state !== "open") return;
    if (error) this.#options.context.metrics.streamErrors += 1;
    this.#lastWords = farewell(this.#output.takeAll(), error, seeOtherUri);
    this.#state = "closing";
    this.#loginTime.clear();
    if (this.#isLeaving) return this.#finish(EMPTY, this.#lastWords);
    if (this.#exchange.liveCount > 0) return this.#finish(terminal("other-request"), this.#lastWords);
    // The next request is told.
    this.#exchange.close(this.isEstablished ? undefined : CLOSING_TIME);
  }

  abort(): void {
    this.#finish(terminal("remote-connection-failed"));
  }

  /** The server stops, or the stream cannot go on. */
  shutDown(error: StreamError): void {
    if (!this.isClosed) this.#listener.onViolation(error);
  }

  /** The turn's output goes out with the oldest request, and more requests than may wait get their answers. */
  flush(): void {
    this.#isInTurn = false;
    if (this.#state !== "open") return;
    this.#exchange.answerBroken();
    while (!this.#output.isEmpty && this.#exchange.liveCount > 0) {
      this.#listener.onFlushing();
      this.#exchange.answer(this.#output.take());
    }
    while (!this.#isLeaving && this.#exchange.count > this.terms.hold) this.#exchange.answer();
  }

  /** Reads on, in order, as far as there is something and the stream wants it. */
  #read(): void {
    if (this.#isReading) return;
    this.#reading(() => {
      while (this.#state === "open" && !this.#isHeldByStream && !this.#flood.isOn && this.#readNext());
    });
  }

  #reading(action: () => void): void {
    this.#isReading = true;
    try {
      action();
    } catch (error) {
      this.#options.context.log.error({ err: error, address: this.remoteAddress }, "reading a stream failed");
      this.shutDown(new StreamError("internal-server-error"));
    } finally {
      this.#isReading = false;
    }
  }

  /** False: there is nothing more to read. */
  #readNext(): boolean {
    const payload = this.#unread.shift();
    if (payload) this.#listener.onElement(payload);
    if (payload) return true;
    if (this.#isLeaving) return this.#leave();
    const request = this.#order.next();
    if (request) this.#process(request);
    return request !== undefined;
  }

  #process(request: BoshRequest): void {
    const { header, payloads, bytes } = request.body;
    if (!this.#keys.take(header.attr("key"), header.attr("newkey"))) return this.refuse("item-not-found", request);
    const { liveCount, hadPayload } = this.#exchange;
    const poll = isPoll(request.body) ? { unanswered: liveCount + 1, hadPayload } : undefined;
    if (!this.#pace.take(poll, this.#options.now())) return this.refuse("policy-violation", request);
    this.#hold(request);
    this.#flood.count(bytes, payloads.length);
    this.#unread = [...payloads];
    this.#isLeaving = isTermination(header);
    const pause = pauseOf(header);
    if (pause > 0 && pause <= this.terms.maxpause) this.#exchange.rest(pause);
    else if (isRestart(header)) this.#listener.onOpen(streamHeaderOf(header, this.#options.creation.body.header));
  }

  #hold(request: BoshRequest): void {
    this.#exchange.hold(request);
    if (this.#exchange.areTaken && this.#output.isEmpty) this.#listener.onFlushed();
    this.#joinTurn();
  }

  /** The client's last word was read. */
  #leave(): false {
    if (this.#hasLeft) return false;
    this.#hasLeft = true;
    this.#exchange.close(CLOSING_TIME);
    this.#listener.onEnd();
    return false;
  }

  #takeAgain(request: BoshRequest): void {
    if (!this.#exchange.takeAgain(request)) return this.refuse("item-not-found", request);
    if (this.#state === "open") return this.#joinTurn();
    if (this.#exchange.liveCount > 0) this.#finish(EMPTY, this.#lastWords);
  }

  #joinTurn(): void {
    if (this.#isInTurn) return;
    this.#isInTurn = true;
    this.#options.context.turn.add(this);
  }

  #expired(): void {
    if (this.#hasLeft) this.#finish(EMPTY, terminal());
    else this.#finish(terminal("item-not-found"));
  }

  /** The client does not fetch what is there for it. */
  cutOff(): void {
    const { log } = this.#options.context;
    log.info({ address: this.remoteAddress, waiting: this.bufferedBytes }, "a peer does not read: cut off");
    this.abort();
  }

  /** Nothing comes or goes any more. The oldest request may get another answer than the rest. */
  #finish(others: string, first = others): void {
    if (this.#state === "gone") return;
    this.#state = "gone";
    this.#unread = [];
    this.#output.end();
    this.#flood.end();
    this.#loginTime.drop();
    const [oldest, ...rest] = [...this.#exchange.end(), ...this.#order.takeAll()];
    oldest?.answer(first);
    for (const request of rest) request.answer(others);
    const { metrics, caps } = this.#options.context;
    metrics.connections.bosh -= 1;
    caps.leave(this.remoteAddress);
    this.#options.onGone();
    this.#listener.onClosed();
  }
}
