import { isAscii } from "node:buffer";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { type Element, NS, parseElement, StreamError, serialize, xml } from "@yonder/protocol";
import { WebSocket, WebSocketServer } from "ws";
import { AddressRanges, type Origin, originOf, plainAddress } from "./addresses.ts";
import type { StreamHeader } from "./connection.ts";
import { textFrames } from "./frames.ts";
import { OpenConnections } from "./open-connections.ts";
import { refuseUpgrade } from "./refuse-upgrade.ts";
import { SocketConnection } from "./socket-connection.ts";
import type { TransportContext } from "./transport-context.ts";

export interface WebSocketOptions {
  readonly trustedProxies: readonly string[];
  /** Whether a page of an origin, as `https://chat.example`, may connect to this `Host`. */
  isAllowedOrigin(origin: string, host: string | undefined): boolean;
}

/** Accepts XMPP over WebSocket (RFC 7395); the HTTP server gives it the requests to upgrade. */
export class WebSocketTransport {
  readonly #context: TransportContext;
  readonly #options: WebSocketOptions;
  readonly #trusted: AddressRanges;
  readonly #server: WebSocketServer;
  readonly #open = new OpenConnections<WebSocketConnection>();
  #isStopping = false;

  constructor(context: TransportContext, options: WebSocketOptions) {
    this.#context = context;
    this.#options = options;
    this.#trusted = new AddressRanges(options.trustedProxies);
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: context.limits.stanzaBytes,
      maxFragments: MAX_FRAGMENTS,
      maxBufferedChunks: MAX_BUFFERED_CHUNKS,
      autoPong: false,
      handleProtocols: () => SUBPROTOCOL,
    });
  }

  /** Takes over a request to upgrade, or refuses it with an HTTP status. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = this.#refusal(request);
    if (refusal) return refuseUpgrade(socket, refusal);
    const { "x-forwarded-for": forwardedFor, "x-forwarded-proto": forwardedProto } = request.headers;
    const origin = originOf(
      plainAddress(request.socket.remoteAddress),
      { forwardedFor, forwardedProto },
      this.#trusted,
    );
    if (!this.#context.caps.enter(origin.remoteAddress)) {
      this.#context.metrics.connectionsRefused += 1;
      // Load balancers leave a node that answers 503 to the others, for everyone.
      return refuseUpgrade(socket, this.#context.caps.isFull ? "503 Service Unavailable" : "429 Too Many Requests");
    }
    let isTaken = false;
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      isTaken = true;
      this.#open.add(new WebSocketConnection(webSocket, socket as Socket, origin, this.#context, this.#open));
    });
    // It answers what is no handshake by itself.
    if (!isTaken) this.#context.caps.leave(origin.remoteAddress);
  }

  /** Accepts no more, ends each stream with this error; who is still there after `graceMs` is dropped. */
  close(error: StreamError, graceMs: number): Promise<void> {
    this.#isStopping = true;
    return this.#open.close(error, graceMs);
  }

  abortAll(): void {
    this.#open.abortAll();
  }

  #refusal(request: IncomingMessage): string | undefined {
    if (this.#isStopping) return "503 Service Unavailable";
    const { origin, host } = request.headers;
    // A page of another site must not speak in its visitor's name; what is no browser sends no Origin.
    if (origin !== undefined && !this.#options.isAllowedOrigin(origin, host)) return "403 Forbidden";
    const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
    return offered.includes(SUBPROTOCOL) ? undefined : "400 Bad Request";
  }
}

const SUBPROTOCOL = "xmpp";
const MAX_FRAGMENTS = 256;
const MAX_BUFFERED_CHUNKS = 4_096;
/** Proxies forget a connection after 60 seconds of silence. */
const PING_AFTER = 40_000;
const DEAD_AFTER = 120_000;
/** Pongs are not queued for a peer that does not read. */
const MAX_BUFFERED_FOR_PONG = 65_536;
/** What a control frame counts for the flood gate. */
const CONTROL_FRAME_COST = 64;

class WebSocketConnection extends SocketConnection {
  readonly transport = "websocket";
  readonly idleSeconds = PING_AFTER / 1_000;
  readonly canStartTls = false;
  readonly hasUnfinishedElement = false;
  readonly #webSocket: WebSocket;
  readonly #siblings: OpenConnections<WebSocketConnection>;
  #maxStanzaBytes: number;

  constructor(
    webSocket: WebSocket,
    socket: Socket,
    origin: Origin,
    context: TransportContext,
    siblings: OpenConnections<WebSocketConnection>,
  ) {
    super(socket, origin, context);
    this.#webSocket = webSocket;
    this.#siblings = siblings;
    this.#maxStanzaBytes = context.limits.stanzaBytesBeforeLogin;
    context.metrics.connections.websocket += 1;
    context.metrics.connectionsTotal += 1;
    webSocket.on("message", (data, isBinary) => this.#receive(data as Buffer, isBinary));
    webSocket.on("ping", (data) => this.#onPing(data));
    webSocket.on("pong", () => this.heard(CONTROL_FRAME_COST, 0));
    webSocket.on("error", (error) =>
      this.context.log.debug({ address: this.remoteAddress, reason: error.message }, "connection lost"),
    );
    webSocket.on("close", () => this.#closed());
  }

  open(header: StreamHeader): void {
    const { to, from, id, version, lang } = header;
    this.send(xml("open", NS.framing, { from, to, id, version, "xml:lang": lang }));
  }

  /** Each frame stands alone: nothing to do. */
  restart(): void {}

  startTls(): void {
    throw new Error("STARTTLS is not for WebSocket (RFC 7395 §3.9)");
  }

  protected write(output: readonly (Element | string)[], most: number): number {
    const texts: string[] = [];
    for (let length = 0; texts.length < output.length && length < most; length += texts.at(-1)?.length ?? 0) {
      const part = output[texts.length] as Element | string;
      texts.push(typeof part === "string" ? part : serialize(part));
    }
    this.writeOut(textFrames(texts));
    return texts.length;
  }

  protected sendEnd(seeOtherUri: string | undefined): void {
    this.enqueue(serialize(xml("close", NS.framing, { "see-other-uri": seeOtherUri })));
  }

  protected endSocket(): void {
    this.#webSocket.close(NORMAL_CLOSURE);
  }

  protected setLimits(limits: { maxStanzaBytes: number }): void {
    this.#maxStanzaBytes = limits.maxStanzaBytes;
  }

  protected probe(silentMs: number): void {
    if (silentMs >= DEAD_AFTER) return this.abort();
    if (silentMs >= PING_AFTER && this.#webSocket.readyState === WebSocket.OPEN) this.#webSocket.ping();
  }

  protected override pauseSocket(): void {
    this.#webSocket.pause();
  }

  protected override resumeSocket(): void {
    this.#webSocket.resume();
  }

  #receive(data: Buffer, isBinary: boolean): void {
    if (this.isClosed) return;
    if (isBinary) return this.violated(new StreamError("bad-format", "Only text frames (RFC 7395 §3.2)."));
    this.heard(data.length, 1);
    try {
      this.#read(isAscii(data) ? data.toString("latin1") : data.toString());
    } catch (error) {
      this.violated(error);
    }
  }

  #read(text: string): void {
    const { elementDepth } = this.context.limits;
    const element = parseElement(text, { maxStanzaBytes: this.#maxStanzaBytes, maxDepth: elementDepth });
    if (element.ns !== NS.framing) return this.listener.onElement(element);
    if (element.name === "open") return this.#onOpen(element);
    if (element.name === "close") return this.listener.onEnd();
    this.violated(new StreamError("unsupported-stanza-type"));
  }

  #onOpen(element: Element): void {
    this.listener.onOpen({
      to: element.attr("to"),
      from: element.attr("from"),
      version: element.attr("version"),
      lang: element.attr("xml:lang"),
    });
  }

  #onPing(data: Buffer): void {
    this.heard(CONTROL_FRAME_COST, 0);
    if (this.bufferedBytes < MAX_BUFFERED_FOR_PONG && this.#webSocket.readyState === WebSocket.OPEN)
      this.#webSocket.pong(data);
  }

  #closed(): void {
    this.context.metrics.connections.websocket -= 1;
    this.context.caps.leave(this.remoteAddress);
    this.#siblings.delete(this);
    this.gone();
  }
}

const NORMAL_CLOSURE = 1_000;
