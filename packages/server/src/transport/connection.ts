import type { Element, StreamError } from "@yonder/protocol";

export type TransportKind = "tcp" | "websocket" | "bosh";

/** Attributes of a stream header: `<stream:stream/>` on TCP (RFC 6120 §4.7), `<open/>` on WebSocket (RFC 7395 §3.4). */
export interface StreamHeader {
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  readonly id?: string | undefined;
  readonly version?: string | undefined;
  readonly lang?: string | undefined;
}

/** Channel-binding types of RFC 9266 and RFC 5929 §4; the last one is taken, and never offered. */
export type ChannelBindingType = "tls-exporter" | "tls-server-end-point" | "tls-unique";

/** PORT: one peer; bytes ⇄ elements. Implementations: tcp.ts, websocket.ts, bosh/bosh-connection.ts. */
export interface Connection {
  readonly transport: TransportKind;
  /** Address of the client; behind a trusted proxy the one the proxy named. */
  readonly remoteAddress: string;
  /** TLS, or a trusted proxy said so. */
  readonly isSecure: boolean;
  readonly isLoopback: boolean;
  /** Whether STARTTLS may be offered (RFC 6120 §5). */
  readonly canStartTls: boolean;
  /** No element comes from it any more, and none goes to it. */
  readonly isClosed: boolean;
  /** After so long without a sign of life we ask the peer for one, or take it for gone. */
  readonly idleSeconds: number;
  /** Bytes written and not yet taken by the peer. */
  readonly bufferedBytes: number;

  /** Sends our stream header. */
  open(header: StreamHeader): void;
  /** The peer's next stream header is expected: a new stream after SASL (RFC 6120 §6.4.6). */
  restart(): void;
  /** Serialised once a turn, all of a turn in one write. */
  send(element: Element): void;
  /** Sends `<proceed/>` and starts the TLS handshake; only when `canStartTls`. Ends with a new `onOpen`. */
  startTls(proceed: Element): void;
  /** What binds SASL to this TLS connection; undefined where there is none of that type. */
  channelBinding(type: ChannelBindingType): Uint8Array | undefined;
  /** Called at login: the limits of size after it hold, and the time allowed for it is over no more. */
  establish(): void;

  /** Back-pressure on reading. */
  pause(): void;
  resume(): void;

  /** Sends the error, or where else to go (RFC 7395 §3.6.1), and the stream's end, waits briefly for the peer's, then ends. */
  close(error?: StreamError, seeOtherUri?: string): void;
  /** Ends at once, without a word. */
  abort(): void;
}

/** What a connection tells its stream; implemented by stream/stream.ts. */
export interface ConnectionListener {
  onOpen(header: StreamHeader): void;
  onElement(element: Element): void;
  /** The peer closed its stream (`</stream:stream>`, `<close/>`). */
  onEnd(): void;
  /** The peer broke a rule of XML, framing or time: a stream error is due. */
  onViolation(error: StreamError): void;
  /** The turn's output is about to be written: the last moment to add to it. */
  onFlushing(): void;
  /** All that was sent has left. */
  onFlushed(): void;
  /** The connection is gone; last call. */
  onClosed(error?: Error): void;
}

/** Makes the stream of a new connection. */
export type Accept = (connection: Connection) => ConnectionListener;
