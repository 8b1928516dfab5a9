import { StoreError } from "../store-error.ts";
import type { Connection } from "./connection.ts";
import { ConnectionLost, NothingKept, toStoreError } from "./errors.ts";
import type { Lane } from "./lane.ts";

const maxWaiting = 10_000;

/** Work for a few connections, begun in the order of the calls. */
export class Pool {
  readonly #elapsed: () => number;
  readonly #lanes: readonly Lane[];
  readonly #idle: Lane[];
  #waiting: Work[] = [];
  readonly #begun = new Set<Work>();
  #isClosed = false;

  /** `elapsed` is in milliseconds and never goes back. */
  constructor(lanes: readonly Lane[], elapsed: () => number) {
    this.#lanes = lanes;
    this.#idle = [...lanes];
    this.#elapsed = elapsed;
  }

  /** For what changes nothing. When the connection breaks it is begun again. */
  read<T>(run: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#push(undefined, run, true);
  }

  /** What has the same key is done one after the other. When the connection breaks it is begun again if nothing of it can have been kept. */
  write<T>(key: string | undefined, run: (connection: Connection) => Promise<T>): Promise<T> {
    return this.#push(key, run, false);
  }

  /** Rejects what has waited since before this time; what was not begun is withdrawn. */
  expire(before: number): void {
    for (const work of this.#waiting) if (work.since < before) work.fail(tooLate(false));
    this.#waiting = this.#waiting.filter((work) => !work.isOver);
    for (const work of this.#begun) if (work.since < before) work.fail(tooLate(!work.isRepeatable));
  }

  /** Resolves when all that was asked before is done. */
  async flush(): Promise<void> {
    await Promise.allSettled([...this.#begun, ...this.#waiting].map((work) => work.result));
  }

  /** Does what was asked before, then ends. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
    await Promise.all(this.#lanes.map((lane) => lane.close()));
  }

  #push<T>(key: string | undefined, run: (connection: Connection) => Promise<T>, isRepeatable: boolean): Promise<T> {
    if (this.#isClosed) return Promise.reject(new StoreError("unavailable", "The store is closed."));
    if (this.#waiting.length >= maxWaiting) return Promise.reject(tooLate(false));
    const work = new Work(key, run, isRepeatable, this.#elapsed());
    this.#waiting.push(work);
    const lane = this.#idle.pop();
    if (lane !== undefined) void this.#drain(lane);
    return work.result as Promise<T>;
  }

  async #drain(lane: Lane): Promise<void> {
    for (let work = this.#next(); work !== undefined; work = this.#next()) {
      this.#begun.add(work);
      await work.do(lane);
      this.#begun.delete(work);
    }
    this.#idle.push(lane);
  }

  /** The first one that need not wait for another with its key. */
  #next(): Work | undefined {
    const busy = new Set([...this.#begun].map(({ key }) => key));
    const at = this.#waiting.findIndex(({ key }) => key === undefined || !busy.has(key));
    return at < 0 ? undefined : this.#waiting.splice(at, 1)[0];
  }
}

class Work {
  readonly key: string | undefined;
  readonly since: number;
  /** Done again on another connection when the first one broke. */
  readonly isRepeatable: boolean;
  readonly result: Promise<unknown>;
  isOver = false;
  readonly #run: (connection: Connection) => Promise<unknown>;
  readonly #settle: { resolve(value: unknown): void; reject(error: unknown): void };

  constructor(
    key: string | undefined,
    run: (connection: Connection) => Promise<unknown>,
    isRepeatable: boolean,
    since: number,
  ) {
    this.key = key;
    this.since = since;
    this.isRepeatable = isRepeatable;
    this.#run = run;
    const { promise, resolve, reject } = Promise.withResolvers();
    this.result = promise;
    this.#settle = { resolve, reject };
  }

  /** Never rejects. */
  async do(lane: Lane): Promise<void> {
    while (!this.isOver) {
      try {
        const connection = await lane.connection();
        if (!this.isOver) this.#succeed(await this.#run(connection));
      } catch (error) {
        const isAgain = error instanceof NothingKept || (this.isRepeatable && error instanceof ConnectionLost);
        if (!isAgain) this.fail(toStoreError(error, true));
      }
    }
  }

  fail(error: unknown): void {
    this.isOver = true;
    this.#settle.reject(error);
  }

  #succeed(value: unknown): void {
    this.isOver = true;
    this.#settle.resolve(value);
  }
}

function tooLate(isOutcomeUnknown: boolean): StoreError {
  return new StoreError("unavailable", "The store does not answer in time.", { isOutcomeUnknown });
}
