import { setTimeout as delay } from "node:timers/promises";
import { StoreError } from "../store-error.ts";
import type { Connection } from "./connection.ts";

const pauseMs = 200;

/** Keeps one connection: made when it is first asked for, and again, every 200 ms until it succeeds, when it was lost. */
export class Lane {
  readonly #open: () => Promise<Connection>;
  #connection: Connection | undefined;
  #isClosed = false;

  /** `first`: one that was made already. */
  constructor(open: () => Promise<Connection>, first?: Connection) {
    this.#open = open;
    this.#connection = first;
  }

  /** Waits as long as it takes. Rejects with StoreError "unavailable" once the lane is closed. One at a time. */
  async connection(): Promise<Connection> {
    while (!this.#isClosed) {
      if (this.#connection?.isOpen) return this.#connection;
      this.#connection = await this.#open().catch(unlessExpected);
      if (this.#connection === undefined) await delay(pauseMs);
    }
    await this.#connection?.close();
    throw new StoreError("unavailable", "The store is closed.");
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#connection?.close();
  }
}

function unlessExpected(error: unknown): undefined {
  if (!(error instanceof StoreError)) throw error;
}
