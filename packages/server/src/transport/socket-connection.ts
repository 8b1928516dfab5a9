import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { type Element, StreamError, XmlError } from "@yonder/protocol";
import type { Timed } from "../stream/time-wheel.ts";
import type { Origin } from "./addresses.ts";
import type { Laggard } from "./backlogs.ts";
import { channelBindingOf } from "./channel-binding.ts";
import type { ChannelBindingType, Connection, ConnectionListener, StreamHeader, TransportKind } from "./connection.ts";
import { FloodGate } from "./flood-gate.ts";
import type { TransportContext } from "./transport-context.ts";
import { WriteWatch } from "./write-watch.ts";

const SECOND = 1_000;
/** How long a peer may take over one stanza. */
const STANZA_TIME = 180 * SECOND;
/** Characters that one connection writes before others do. */
const MOST_IN_A_TURN = 32_768;
/** How long we wait for the peer to close after we did. */
const CLOSING_TIME = 3 * SECOND;

/** What TCP and WebSocket have in common: output once a turn, time limits, flow control. */
export abstract class SocketConnection implements Connection, Timed, Laggard {
  abstract readonly transport: TransportKind;
  abstract readonly canStartTls: boolean;
  abstract readonly idleSeconds: number;
  readonly remoteAddress: string;
  readonly isLoopback: boolean;
  due = 0;
  protected socket: Socket;
  protected readonly context: TransportContext;
  protected readonly listener: ConnectionListener;
  protected isEstablished = false;
  protected lastHeard: number;
  #isSecure: boolean;
  #state: "open" | "closing" | "gone" = "open";
  #output: (Element | string)[] = [];
  #isInTurn = false;
  /** Asked for several times in a login, and not after it. */
  #bindings: Map<ChannelBindingType, Uint8Array | undefined> | undefined = undefined;
  #isHeldByStream = false;
  #isFlooding = false;
  readonly #gate: FloodGate | undefined;
  readonly #startedAt: number;
  #closingSince = 0;
  readonly #writes: WriteWatch;
  #stanzaSince = 0;
  readonly #onWritten = (): void => this.#written();

  constructor(socket: Socket, origin: Origin, context: TransportContext) {
    const { wheel, limits, backlogs } = context;
    this.socket = socket;
    this.context = context;
    this.remoteAddress = origin.remoteAddress;
    this.#isSecure = origin.isSecure;
    this.isLoopback = origin.isLoopback;
    this.#writes = new WriteWatch(this, limits.sendBufferBytes, backlogs);
    this.#startedAt = wheel.now;
    this.lastHeard = wheel.now;
    this.#gate =
      limits.streamBytesPerSecond === undefined ? undefined : new FloodGate(limits.streamBytesPerSecond, wheel.now);
    this.listener = context.accept(this);
    wheel.schedule(this, wheel.now + limits.loginSeconds * SECOND);
  }

  /** Writes as this transport carries it, up to where it is so many characters or more. @returns how much of it is written */
  protected abstract write(output: readonly (Element | string)[], most: number): number;
  /** Text of our stream header, and of the stream's end. */
  abstract open(header: StreamHeader): void;
  protected abstract sendEnd(seeOtherUri: string | undefined): void;
  /** Ends the connection after all that was written. */
  protected abstract endSocket(): void;
  protected abstract setLimits(limits: { maxStanzaBytes: number }): void;
  /** Nothing was heard for a while: asks for a sign of life, or gives up. */
  protected abstract probe(silentMs: number): void;
  protected abstract readonly hasUnfinishedElement: boolean;
  abstract restart(): void;
  abstract startTls(proceed: Element): void;

  get isSecure(): boolean {
    return this.#isSecure || this.socket instanceof TLSSocket;
  }

  get isClosed(): boolean {
    return this.#state !== "open";
  }

  get bufferedBytes(): number {
    return this.socket.writableLength;
  }

  channelBinding(type: ChannelBindingType): Uint8Array | undefined {
    if (!(this.socket instanceof TLSSocket)) return undefined;
    this.#bindings ??= new Map();
    if (!this.#bindings.has(type)) this.#bindings.set(type, channelBindingOf(this.socket, type));
    return this.#bindings.get(type);
  }

  send(element: Element): void {
    this.enqueue(element);
  }

  establish(): void {
    this.isEstablished = true;
    this.#bindings = undefined;
    this.setLimits({ maxStanzaBytes: this.context.limits.stanzaBytes });
  }

  pause(): void {
    this.#isHeldByStream = true;
    this.#applyPause();
  }

  resume(): void {
    this.#isHeldByStream = false;
    this.#applyPause();
  }

  close(error?: StreamError, seeOtherUri?: string): void {
    if (this.#state !== "open") return;
    if (error && seeOtherUri === undefined) {
      this.context.metrics.streamErrors += 1;
      this.enqueue(error.toElement());
    }
    this.sendEnd(seeOtherUri);
    this.flush(Number.POSITIVE_INFINITY);
    this.#state = "closing";
    this.#closingSince = this.context.wheel.now;
    this.context.wheel.schedule(this, this.#closingSince + CLOSING_TIME);
    // What still comes is read and dropped: a reset would take our last words with it.
    this.#isHeldByStream = false;
    this.#isFlooding = false;
    this.#applyPause();
    this.endSocket();
  }

  abort(): void {
    if (this.#state === "open") this.#state = "closing";
    this.socket.destroy();
  }

  /** The server stops. */
  shutDown(error: StreamError): void {
    if (this.isClosed) return;
    this.violated(error);
  }

  /** Writes what was collected; called at the end of the turn. Of much only some: others come in between. */
  flush(most = MOST_IN_A_TURN): void {
    this.#isInTurn = false;
    if (this.#state !== "open" || this.#output.length === 0) return;
    this.listener.onFlushing();
    const output = this.#output;
    this.#output = [];
    const count = this.write(output, most);
    if (count === output.length) return;
    this.#output = output.slice(count);
    this.#joinTurn();
  }

  onTime(now: number): void {
    if (this.#state === "gone") return;
    if (this.#state === "closing") {
      if (now - this.#closingSince >= CLOSING_TIME) return this.abort();
    } else if (!this.isEstablished && now - this.#startedAt >= this.context.limits.loginSeconds * SECOND) {
      this.violated(new StreamError("connection-timeout", "Log in sooner."));
    } else this.#check(now);
    this.context.wheel.schedule(this, now + this.#nextCheck(now));
  }

  #check(now: number): void {
    if (this.#writes.isStuck(now)) return this.cutOff();
    if (this.#isFlooding && this.#gate?.isOpen(now)) {
      this.#isFlooding = false;
      this.#applyPause();
    }
    if (!this.hasUnfinishedElement) this.#stanzaSince = 0;
    else if (now - this.#stanzaSince >= STANZA_TIME)
      return this.violated(new StreamError("policy-violation", "A stanza took too long."));
    if (this.isEstablished && !this.#isHeldByStream && !this.#isFlooding) this.probe(now - this.lastHeard);
  }

  #nextCheck(now: number): number {
    if (this.#isFlooding) return SECOND;
    if (this.#state === "closing") return CLOSING_TIME;
    if (!this.isEstablished) return Math.max(SECOND, this.#startedAt + this.context.limits.loginSeconds * SECOND - now);
    return Math.min(CHECK_TIME, this.#writes.dueAt > now ? this.#writes.dueAt - now : CHECK_TIME);
  }

  /** The peer does not read. */
  cutOff(): void {
    if (this.socket.destroyed) return;
    this.context.log.info(
      { address: this.remoteAddress, waiting: this.bufferedBytes },
      "a peer does not read: cut off",
    );
    this.abort();
  }

  /** The wire text of one turn, as one write. */
  protected writeOut(data: string | Buffer): void {
    const { metrics, wheel } = this.context;
    metrics.bytesSent += data.length;
    this.socket.write(data as string, this.#onWritten);
    if (!this.#writes.wrote(this.socket.writableLength, wheel.now)) return this.cutOff();
    if (this.#writes.dueAt > 0) wheel.schedule(this, this.#writes.dueAt);
  }

  protected enqueue(output: Element | string): void {
    if (this.#state !== "open") return;
    this.#output.push(output);
    this.#joinTurn();
  }

  #joinTurn(): void {
    if (this.#isInTurn) return;
    this.#isInTurn = true;
    this.context.turn.add(this);
  }

  /** Counts what was read; pauses a peer that floods. */
  protected heard(bytes: number, elements: number): void {
    const { wheel, metrics } = this.context;
    metrics.bytesReceived += bytes;
    this.lastHeard = wheel.now;
    if (this.#stanzaSince === 0 || elements > 0) this.#stanzaSince = wheel.now;
    if (!this.#gate || this.#gate.take(bytes, elements, wheel.now) || this.#isFlooding || this.isClosed) return;
    this.#isFlooding = true;
    this.#applyPause();
    wheel.schedule(this, wheel.now + SECOND);
  }

  /** The peer broke a rule, or what it sent met with a bug of ours: that ends this stream, and no other. */
  protected violated(error: unknown): void {
    if (this.#state !== "open") return;
    if (error instanceof StreamError) return this.listener.onViolation(error);
    if (error instanceof XmlError) return this.listener.onViolation(new StreamError(error.condition, error.message));
    this.context.log.error({ err: error, address: this.remoteAddress }, "reading a stream failed");
    this.listener.onViolation(new StreamError("internal-server-error"));
  }

  /** The socket is gone. */
  protected gone(error?: Error): void {
    if (this.#state === "gone") return;
    this.#state = "gone";
    this.#output = [];
    this.#writes.left(0);
    this.context.wheel.cancel(this);
    this.listener.onClosed(error);
  }

  protected pauseSocket(): void {
    this.socket.pause();
  }

  protected resumeSocket(): void {
    this.socket.resume();
  }

  #written(): void {
    if (this.socket.destroyed) return;
    const { writableLength } = this.socket;
    this.#writes.left(writableLength);
    if (writableLength === 0 && this.#output.length === 0 && this.#state === "open") this.listener.onFlushed();
  }

  #applyPause(): void {
    if (this.#isHeldByStream || this.#isFlooding) this.pauseSocket();
    else this.resumeSocket();
  }
}

/** How often a connection at rest is looked at. */
const CHECK_TIME = 45 * SECOND;
