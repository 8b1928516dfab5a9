import { setTimeout as delay } from "node:timers/promises";
import { StoreError } from "../store-error.ts";
import type { Connection } from "./connection.ts";

const pauseMs = 200;

/** Keeps one connection: made when it is first asked for, and again, every 200 ms until it succeeds, when it was lost. */
export class Lane {
  readonly #open: () => Promise<Connection>;
  #connection: Connection | undefined;
  #opening: Promise<Connection> | undefined;
  #isClosed = false;

  /** `first`: one that was made already. */
  constructor(open: () => Promise<Connection>, first?: Connection) {
    this.#open = open;
    this.#connection = first;
  }

  /** Waits as long as it takes. Rejects with StoreError "unavailable" once the lane is closed. */
  async connection(): Promise<Connection> {
    if (this.#connection?.isOpen && !this.#isClosed) return this.#connection;
    this.#opening ??= this.#openAgain().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#connection?.close();
  }

  async #openAgain(): Promise<Connection> {
    while (!this.#isClosed) {
      const connection = await this.#open().catch(unlessExpected);
      if (connection === undefined) await delay(pauseMs);
      else if (this.#isClosed) await connection.close();
      else {
        this.#connection = connection;
        return connection;
      }
    }
    throw new StoreError("unavailable", "The store is closed.");
  }
}

function unlessExpected(error: unknown): undefined {
  if (!(error instanceof StoreError)) throw error;
}
