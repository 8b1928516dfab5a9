import { createServer, type Socket } from "node:net";
import { TLSSocket } from "node:tls";
import {
  type Element,
  NS,
  type ScannerHandlers,
  StreamError,
  StreamScanner,
  serialize,
  streamHeader,
} from "@yonder/protocol";
import { AddressRanges, isLoopbackAddress, plainAddress } from "./addresses.ts";
import type { StreamHeader } from "./connection.ts";
import { type Listening, listen } from "./listen.ts";
import { OpenConnections } from "./open-connections.ts";
import { readProxyHeader } from "./proxy-header.ts";
import { SocketConnection } from "./socket-connection.ts";
import type { TransportContext } from "./transport-context.ts";
import { Utf8Reader } from "./utf8-reader.ts";

/** Accepts XMPP over TCP (RFC 6120 §3): TLS begun on the stream, or at once (XEP-0368). */
export class TcpTransport {
  readonly #context: TransportContext;
  readonly #mode: TcpMode;
  readonly #trusted: AddressRanges;
  readonly #open = new OpenConnections<TcpConnection>();
  #listening: Listening | undefined;

  /** `trustedProxies` may name whom they pass on, by the PROXY protocol. */
  constructor(context: TransportContext, mode: TcpMode, trustedProxies: readonly string[] = []) {
    this.#context = context;
    this.#mode = mode;
    this.#trusted = new AddressRanges(trustedProxies);
  }

  /** Listens on each address; resolves with the port. Port 0: any free one. */
  async listen(port: number, addresses: readonly string[]): Promise<number> {
    const options = { noDelay: true, keepAlive: true, keepAliveInitialDelay: KEEP_ALIVE_DELAY };
    this.#listening = await listen(() => createServer(options, (socket) => this.#accept(socket)), port, addresses);
    return this.#listening.port;
  }

  /** Accepts no more; those that are open stay so. */
  stopAccepting(): void {
    this.#listening?.stop();
  }

  /** Accepts no more, ends each stream with this error; who is still there after `graceMs` is dropped. */
  close(error: StreamError, graceMs: number): Promise<void> {
    this.stopAccepting();
    return this.#open.close(error, graceMs);
  }

  abortAll(): void {
    this.#open.abortAll();
  }

  #accept(socket: Socket): void {
    const peer = plainAddress(socket.remoteAddress);
    if (!this.#trusted.has(peer)) return this.#admit(socket, peer);
    readProxyHeader(socket, (address = peer) => {
      this.#admit(socket, address);
      // TLS reads by itself.
      if (this.#mode === "starttls") socket.resume();
    });
  }

  #admit(socket: Socket, address: string): void {
    if (!this.#context.caps.enter(address)) {
      this.#context.metrics.connectionsRefused += 1;
      socket.destroy();
      return;
    }
    const connection = new TcpConnection(socket, address, this.#context, this.#open);
    this.#open.add(connection);
    connection.start(this.#mode);
  }
}

export type TcpMode = "starttls" | "direct-tls";

const KEEP_ALIVE_DELAY = 120_000;
/** After so much silence a space goes out (RFC 6120 §4.6.1): it shows whether the peer is there, and keeps routers from forgetting it. */
const SILENCE = 150_000;

/** How long a peer that has ended its stream has for closing the connection, in milliseconds. */
const PARTING_TIME = 100;

/** Where a socket's handlers, shared by all, find its connection. */
const OWNER = Symbol("connection");
type OwnedSocket = Socket & { [OWNER]?: TcpConnection };

class TcpConnection extends SocketConnection implements ScannerHandlers {
  readonly transport = "tcp";
  readonly idleSeconds = SILENCE / 1_000;
  readonly #scanner: StreamScanner;
  readonly #siblings: OpenConnections<TcpConnection>;
  #isGone = false;
  #reader: Utf8Reader | undefined = new Utf8Reader();
  #hasHeader = false;
  #hasPeerEnded = false;
  #elements = 0;
  #isUpgrading = false;
  #isReading = false;
  #probedAt = 0;

  constructor(socket: Socket, address: string, context: TransportContext, siblings: OpenConnections<TcpConnection>) {
    super(socket, { remoteAddress: address, isSecure: false, isLoopback: isLoopbackAddress(address) }, context);
    this.#siblings = siblings;
    const { stanzaBytesBeforeLogin, elementDepth } = context.limits;
    this.#scanner = new StreamScanner(this, { maxStanzaBytes: stanzaBytesBeforeLogin, maxDepth: elementDepth });
    context.metrics.connections.tcp += 1;
    context.metrics.connectionsTotal += 1;
  }

  start(mode: TcpMode): void {
    if (mode === "direct-tls") this.#upgrade();
    else own(this.socket, this);
  }

  get canStartTls(): boolean {
    return this.context.tls !== undefined && !this.#isUpgrading && !(this.socket instanceof TLSSocket);
  }

  protected get hasUnfinishedElement(): boolean {
    return this.#scanner.bytesInElement > 0;
  }

  open(header: StreamHeader): void {
    this.#hasHeader = true;
    const { to, from, id, version, lang } = header;
    this.enqueue(streamHeader({ from, to, id, version, "xml:lang": lang }));
  }

  restart(): void {
    this.#hasHeader = false;
    this.#scanner.reset();
  }

  /** RFC 6120 §5.4.2.3. What the peer sent behind its `<starttls/>`, before TLS, must not be taken for something said under TLS. */
  startTls(proceed: Element): void {
    this.send(proceed);
    this.flush(Number.POSITIVE_INFINITY);
    this.#isUpgrading = true;
    if (!this.#isReading) this.#upgrade();
  }

  receive(chunk: Buffer): void {
    if (this.isClosed) return;
    const text = this.#reader?.read(chunk);
    if (text === undefined) return this.violated(new StreamError("not-well-formed", "Not UTF-8."));
    this.#elements = 0;
    this.#scan(text);
    this.heard(chunk.length, this.#elements);
    if (this.#isUpgrading && !this.isClosed) this.#upgradeUnlessInjected(text);
  }

  #scan(text: string): void {
    this.#isReading = true;
    try {
      this.#scanner.write(text);
    } catch (error) {
      this.violated(error);
    } finally {
      this.#isReading = false;
    }
  }

  closed(socket: Socket, error?: Error): void {
    if (socket !== this.socket || this.#isGone) return;
    this.#isGone = true;
    if (error)
      this.context.log.debug(
        { address: this.remoteAddress, code: (error as NodeJS.ErrnoException).code },
        "connection lost",
      );
    this.context.metrics.connections.tcp -= 1;
    this.context.caps.leave(this.remoteAddress);
    this.#siblings.delete(this);
    this.gone(error);
  }

  protected write(output: readonly (Element | string)[], most: number): number {
    let text = "";
    let count = 0;
    for (; count < output.length && text.length < most; count++) {
      const part = output[count] as Element | string;
      text += typeof part === "string" ? part : serialize(part, NS.client);
    }
    this.writeOut(text);
    return count;
  }

  protected sendEnd(): void {
    if (this.#hasHeader) this.enqueue("</stream:stream>");
  }

  /**
   * RFC 6120 §4.4: whoever ended its stream first closes the connection; when it does not, we do.
   * COMPAT: Smack loses the end of the stream when TLS's own end comes with it.
   */
  protected endSocket(): void {
    this.#scanner.stop();
    if (this.#hasPeerEnded && this.isSecure) setTimeout(() => this.socket.end(), PARTING_TIME).unref();
    else this.socket.end();
  }

  protected setLimits(limits: { maxStanzaBytes: number }): void {
    this.#scanner.limits = limits;
  }

  protected probe(silentMs: number): void {
    const { now } = this.context.wheel;
    if (silentMs < SILENCE || now - this.#probedAt < SILENCE) return;
    this.#probedAt = now;
    this.enqueue(" ");
  }

  onStreamStart(header: Element): void {
    if (!header.is("stream", NS.stream))
      return this.violated(new StreamError("invalid-namespace", "A stream begins with <stream:stream/>."));
    if (header.attr("xmlns") !== NS.client)
      return this.violated(new StreamError("invalid-namespace", `The content namespace must be ${NS.client}.`));
    this.listener.onOpen({
      to: header.attr("to"),
      from: header.attr("from"),
      version: header.attr("version"),
      lang: header.attr("xml:lang"),
    });
  }

  onElement(element: Element): void {
    this.#elements += 1;
    if (this.#isUpgrading) return this.abort();
    if (!this.isClosed) this.listener.onElement(element);
  }

  onStreamEnd(): void {
    this.#hasPeerEnded = true;
    if (!this.isClosed) this.listener.onEnd();
  }

  #upgradeUnlessInjected(text: string): void {
    // Only white space may follow <starttls/>; anything else was injected, or is a peer that does not wait.
    if (!/>\s*$/.test(text) || this.#scanner.bytesInElement > 0) return this.abort();
    this.#upgrade();
  }

  #upgrade(): void {
    const plain = this.socket;
    const secureContext = this.context.tls?.context;
    if (!secureContext) return this.abort();
    disown(plain);
    const secure = new TLSSocket(plain, {
      isServer: true,
      secureContext,
      ALPNProtocols: ["xmpp-client"],
      minVersion: "TLSv1.2",
    });
    this.socket = secure;
    this.#isUpgrading = false;
    this.#reader = new Utf8Reader();
    this.restart();
    own(secure, this);
  }
}

function own(socket: OwnedSocket, connection: TcpConnection): void {
  socket[OWNER] = connection;
  socket.on("data", onData).on("error", onError).on("close", onClose);
}

/** The plain socket under a TLS one: nothing is heard of it any more. */
function disown(socket: OwnedSocket): void {
  socket.off("data", onData).off("error", onError).off("close", onClose);
  socket.on("error", ignore);
  delete socket[OWNER];
}

function onData(this: OwnedSocket, chunk: Buffer): void {
  this[OWNER]?.receive(chunk);
}

function onError(this: OwnedSocket, error: Error): void {
  this[OWNER]?.closed(this, error);
  this.destroy();
}

function onClose(this: OwnedSocket): void {
  this[OWNER]?.closed(this);
}

/** The TLS socket reports it. */
function ignore(): void {}
