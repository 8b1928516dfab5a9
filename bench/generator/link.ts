import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** Where a server listens, and how stanzas travel there: on a TCP stream, on one with TLS, or one per WebSocket frame (RFC 7395). */
export interface Endpoint {
  readonly transport: "tcp" | "tls" | "websocket";
  readonly port: number;
  readonly path?: string;
  /** The stream is secured before login (RFC 6120 §5). */
  readonly startsTls?: boolean;
  /** Bytes pass, and nothing is spoken: no stream, no login. */
  readonly isBare?: boolean;
}

/**
 * One raw connection. It never parses: while a login goes on the bytes are collected as text to match against, afterwards
 * each chunk goes to `onChunk` as it came. Frames from the server are not unpacked, as their payload stands in the bytes as it is.
 */
export class Link {
  readonly endpoint: Endpoint;
  onChunk: ((chunk: Buffer) => void) | undefined;
  #socket: Socket;
  #text = "";
  #waiting: { pattern: RegExp; resolve: (match: RegExpExecArray) => void; reject: (error: Error) => void } | undefined;

  private constructor(socket: Socket, endpoint: Endpoint) {
    this.#socket = socket;
    this.endpoint = endpoint;
    socket.setNoDelay(true);
    this.#listen();
  }

  static async connect(endpoint: Endpoint): Promise<Link> {
    const link = new Link(connect(endpoint.port, "127.0.0.1"), endpoint);
    if (endpoint.transport === "tls") await link.secure();
    if (endpoint.isBare && endpoint.transport === "tcp") await once(link.#socket, "connect");
    if (link.isFramed) await link.#upgrade(endpoint);
    return link;
  }

  get isFramed(): boolean {
    return this.endpoint.transport === "websocket";
  }

  /** Goes on with TLS, whatever the certificate. */
  async secure(): Promise<void> {
    this.#socket.removeAllListeners("data");
    const secured = connectTls({ socket: this.#socket, rejectUnauthorized: false });
    this.#socket = secured;
    this.#listen();
    await once(secured, "secureConnect");
  }

  /** Sends one stanza (ASCII only). */
  send(stanza: string): void {
    this.#socket.write(this.isFramed ? frame(stanza) : stanza, "latin1");
  }

  /** Sends what `pack` made, several stanzas in one write. */
  write(packed: string): void {
    this.#socket.write(packed, "latin1");
  }

  /** A stanza as it goes over this link; join several for `write`. */
  pack(stanza: string): string {
    return this.isFramed ? frame(stanza) : stanza;
  }

  /** Resolves once the system has taken what was sent; with false when the connection is gone. */
  async untilWritten(): Promise<boolean> {
    const socket = this.#socket;
    if (socket.writableNeedDrain && !socket.destroyed) {
      const { promise, resolve } = Promise.withResolvers<void>();
      socket.once("drain", resolve).once("close", resolve);
      await promise;
      socket.off("drain", resolve).off("close", resolve);
    }
    return !socket.destroyed;
  }

  /** Nothing of what comes is taken any more. */
  stopReading(): void {
    this.#socket.pause();
  }

  /** Resolves with the first match in what has come since the last match; all before the match's end is dropped. */
  expect(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve, reject) => {
      this.#waiting = { pattern, resolve, reject };
      this.#look();
    });
  }

  close(): void {
    this.onChunk = undefined;
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  async #upgrade(endpoint: Endpoint): Promise<void> {
    const host = `localhost:${endpoint.port}`;
    const lines = [
      `GET ${endpoint.path ?? "/xmpp-websocket"} HTTP/1.1`,
      `Host: ${host}`,
      `Origin: http://${host}`,
      "Upgrade: websocket",
      "Connection: Upgrade",
    ];
    lines.push(
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Protocol: xmpp",
    );
    this.#socket.write(`${lines.join("\r\n")}\r\n\r\n`);
    await this.expect(/HTTP\/1.1 101.*?\r\n\r\n/s);
  }

  #listen(): void {
    this.#socket.on("data", (chunk: Buffer) => this.#receive(chunk));
    this.#socket.on("error", () => this.#fail());
    this.#socket.on("close", () => this.#fail());
  }

  #receive(chunk: Buffer): void {
    if (this.onChunk) return this.onChunk(chunk);
    this.#text += chunk.toString("latin1");
    this.#look();
  }

  #look(): void {
    const match = this.#waiting?.pattern.exec(this.#text);
    if (!match) return;
    const { resolve } = this.#waiting ?? {};
    this.#waiting = undefined;
    this.#text = this.#text.slice(match.index + match[0].length);
    resolve?.(match);
  }

  #fail(): void {
    this.#waiting?.reject(
      new Error(`Connection ended while waiting for ${this.#waiting.pattern}, got: ${this.#text.slice(0, 500)}`),
    );
    this.#waiting = undefined;
  }
}

/** A masked text frame (RFC 6455 §5.2) as a Latin-1 string. The mask is zero, which is allowed and saves the generator the masking. */
function frame(text: string): string {
  const { length } = text;
  const head =
    length < 126
      ? String.fromCharCode(0x81, 0x80 | length)
      : String.fromCharCode(0x81, 0xfe, length >> 8, length & 0xff);
  return `${head}\0\0\0\0${text}`;
}
