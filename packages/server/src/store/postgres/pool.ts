import { StoreError } from "../store-error.ts";
import type { Connection } from "./connection.ts";
import { ConnectionLost, toStoreError } from "./errors.ts";
import type { Lane } from "./lane.ts";

const maxWaiting = 10_000;

interface Work {
  readonly since: number;
  /** Done again on another connection when the first one broke. */
  readonly isRepeatable: boolean;
  isOver: boolean;
  run(connection: Connection): Promise<unknown>;
  resolve(value: never): void;
  reject(error: unknown): void;
}

/** Work for a few connections, begun in the order of the calls. With one connection, each is done before the next. */
export class Pool {
  readonly #elapsed: () => number;
  readonly #lanes: readonly Lane[];
  readonly #idle: Lane[];
  readonly #waiting: Work[] = [];
  readonly #begun = new Set<Work>();
  #closing: (() => void) | undefined;
  #isClosed = false;

  /** `elapsed` is in milliseconds and never goes back. */
  constructor(lanes: readonly Lane[], elapsed: () => number) {
    this.#lanes = lanes;
    this.#idle = [...lanes];
    this.#elapsed = elapsed;
  }

  /** For what changes nothing: when the connection breaks it is begun again. */
  read<T>(run: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#push(run, true);
  }

  write<T>(run: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#push(run, false);
  }

  /** Rejects what has waited since before this time; what was not begun is withdrawn. */
  expire(before: number): void {
    const waiting = this.#waiting.findIndex(({ since }) => since >= before);
    const late = this.#waiting.splice(0, waiting < 0 ? this.#waiting.length : waiting);
    for (const work of late) fail(work, tooLate());
    for (const work of this.#begun) if (work.since < before) fail(work, tooLate());
  }

  /** Does what was asked before, then ends. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#begun.size > 0) await new Promise<void>((resolve) => (this.#closing = resolve));
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  #push<T>(run: (connection: Connection) => Promise<T>, isRepeatable: boolean): Promise<T> {
    if (this.#isClosed) return Promise.reject(new StoreError("unavailable", "The store is closed."));
    if (this.#waiting.length >= maxWaiting) return Promise.reject(tooLate());
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ since: this.#elapsed(), isRepeatable, isOver: false, run, resolve, reject });
      const lane = this.#idle.pop();
      if (lane !== undefined) void this.#drain(lane);
    });
  }

  async #drain(lane: Lane): Promise<void> {
    for (let work = this.#waiting.shift(); work !== undefined; work = this.#waiting.shift()) {
      this.#begun.add(work);
      await this.#do(work, lane);
      this.#begun.delete(work);
    }
    this.#idle.push(lane);
    if (this.#begun.size === 0) this.#closing?.();
  }

  async #do(work: Work, lane: Lane): Promise<void> {
    while (!work.isOver) {
      const connection = await lane.connection();
      if (work.isOver) return;
      try {
        succeed(work, await work.run(connection));
      } catch (error) {
        if (error instanceof ConnectionLost && work.isRepeatable) continue;
        fail(work, toStoreError(error, true));
      }
    }
  }
}

function succeed(work: Work, value: unknown): void {
  work.isOver = true;
  work.resolve(value as never);
}

function fail(work: Work, error: unknown): void {
  work.isOver = true;
  work.reject(error);
}

function tooLate(): StoreError {
  return new StoreError("unavailable", "The store does not answer in time.");
}
