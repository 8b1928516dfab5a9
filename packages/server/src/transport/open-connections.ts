import type { StreamError } from "@yonder/protocol";

/** What a transport can do to each of its connections. */
export interface Closable {
  shutDown(error: StreamError): void;
  abort(): void;
}

/** The open connections of a transport. */
export class OpenConnections<T extends Closable> {
  readonly #open = new Set<T>();
  #whenEmpty: (() => void) | undefined;

  add(connection: T): void {
    this.#open.add(connection);
  }

  delete(connection: T): void {
    this.#open.delete(connection);
    if (this.#open.size === 0) this.#whenEmpty?.();
  }

  abortAll(): void {
    for (const connection of this.#open) connection.abort();
  }

  /** Ends each stream with this error; who is still there after `graceMs` is dropped. */
  async close(error: StreamError, graceMs: number): Promise<void> {
    for (const connection of this.#open) connection.shutDown(error);
    if (this.#open.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#whenEmpty = resolve;
    const timer = setTimeout(resolve, graceMs);
    await promise;
    clearTimeout(timer);
    this.abortAll();
  }
}
