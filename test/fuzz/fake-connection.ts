import type { Element, StreamError } from "@yonder/protocol";
import type { Connection, StreamHeader } from "../../packages/server/src/transport/connection.ts";
import { must } from "./target.ts";

/** A connection that is none: what is sent over it is handed on at once. */
export class FakeConnection implements Connection {
  readonly transport = "tcp";
  readonly remoteAddress = "192.0.2.1";
  readonly isSecure = true;
  readonly isLoopback = false;
  readonly canStartTls = false;
  readonly idleSeconds = 150;
  readonly bufferedBytes = 0;
  isClosed = false;
  error: StreamError | undefined;
  readonly #onSent: (element: Element) => void;

  constructor(onSent: (element: Element) => void) {
    this.#onSent = onSent;
  }

  send(element: Element): void {
    if (!this.isClosed) this.#onSent(element);
  }

  close(error?: StreamError): void {
    must(error === undefined || error.condition !== "internal-server-error", "a stream ends by a fault of ours");
    this.error = error;
    this.isClosed = true;
  }

  abort(): void {
    this.isClosed = true;
  }

  open(_header: StreamHeader): void {}
  restart(): void {}
  startTls(): void {}
  channelBinding(): undefined {}
  establish(): void {}
  pause(): void {}
  resume(): void {}
}
