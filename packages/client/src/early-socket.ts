import { isFallback } from "./locate.ts";
import type { Clock, Socket, SocketFactory } from "./options.ts";

/** How long one is kept that nobody comes to use, ms: what the server leaves for logging in begins with it. */
const KEPT = 10_000;

/** Opens sockets, and one before it is wanted: the way to the server is made while somebody still types. */
export class EarlySocket {
  readonly #open: SocketFactory;
  readonly #clock: Clock;
  #early: { readonly url: string; readonly socket: Socket } | undefined;
  #preparedAt = Number.NEGATIVE_INFINITY;

  constructor(open: SocketFactory, clock: Clock) {
    this.#open = open;
    this.#clock = clock;
  }

  /** Opens one ahead, unless that was done just now. Requests over HTTP have nothing to open. */
  prepare(url: string): void {
    const now = this.#clock.now();
    if (now - this.#preparedAt < KEPT || isFallback(url)) return;
    this.#preparedAt = now;
    const early = { url, socket: this.#open(url) };
    this.#early = early;
    const forget = () => {
      if (this.#early !== early) return;
      this.#early = undefined;
      early.socket.close();
    };
    early.socket.onclose = early.socket.onerror = forget;
    this.#clock.after(KEPT, forget);
  }

  /** The one that was opened ahead, if it leads there, else a new one. */
  readonly open: SocketFactory = (url) => {
    const early = this.#early;
    this.#early = undefined;
    if (early?.url === url) return early.socket;
    early?.socket.close();
    return this.#open(url);
  };
}
