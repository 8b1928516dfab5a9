import { StoreError } from "../store-error.ts";
import { fromRecord } from "./errors.ts";
import type { AllReadCalls } from "./reader.ts";
import type { ReadAnswer, ReadRequest } from "./worker.ts";
import { openThread, type ThreadPlace, type WorkerThread } from "./worker-thread.ts";

const maxWaiting = 10_000;

interface Waiting {
  readonly since: number;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

type ParametersOf<F> = F extends (...parameters: infer P) => unknown ? P : never;
type ResultOf<F> = F extends (...parameters: never) => infer R ? R : never;

/** The main thread's end of a worker that reads. */
export class ReadClient<Calls extends object = AllReadCalls> {
  readonly #now: () => number;
  readonly #waiting = new Map<number, Waiting>();
  /** What this turn asks for. */
  #gathered: ReadRequest[] = [];
  #thread: WorkerThread | undefined;
  #lastId = 0;
  #isClosing = false;

  private constructor(now: () => number) {
    this.#now = now;
  }

  /** `now` is in milliseconds and never goes back. */
  static async open<Calls extends object = AllReadCalls>(
    place: ThreadPlace,
    now: () => number,
  ): Promise<ReadClient<Calls>> {
    const client = new ReadClient<Calls>(now);
    client.#thread = await openThread(place, {
      onAnswer: (answers) => client.#settle(answers as readonly ReadAnswer[]),
      onDeath: (error) => client.#die(error),
    });
    return client;
  }

  /** The newest row of account_changes when the store was opened. */
  get lastAccountChange(): number {
    return this.#thread?.lastAccountChange ?? 0;
  }

  call<K extends keyof Calls & string>(name: K, ...parameters: ParametersOf<Calls[K]>): ResultOf<Calls[K]>;
  call(name: string, ...parameters: unknown[]): unknown {
    if (this.#thread === undefined || this.#isClosing || this.#waiting.size >= maxWaiting)
      return Promise.reject(unavailable());
    this.#lastId += 1;
    this.#post([this.#lastId, name, parameters]);
    return new Promise((resolve, reject) => {
      this.#waiting.set(this.#lastId, { since: this.#now(), resolve, reject });
    });
  }

  /** Rejects what has waited since before this time. */
  expire(before: number): void {
    for (const [id, waiting] of this.#waiting) {
      if (waiting.since >= before) return;
      this.#waiting.delete(id);
      waiting.reject(unavailable());
    }
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    this.#postGathered();
    await this.#thread?.close();
  }

  /** At the end of the turn: by then all sockets that had something were read. */
  #post(request: ReadRequest): void {
    if (this.#gathered.push(request) === 1) setImmediate(() => this.#postGathered());
  }

  #postGathered(): void {
    const requests = this.#gathered;
    this.#gathered = [];
    if (requests.length > 0) this.#thread?.post(requests);
  }

  #settle(answers: readonly ReadAnswer[]): void {
    for (const [id, value, error] of answers) {
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error === undefined) waiting?.resolve(value);
      else waiting?.reject(fromRecord(error));
    }
  }

  #die(error: StoreError): void {
    this.#thread = undefined;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}

function unavailable(): StoreError {
  return new StoreError("unavailable", "The store does not answer.");
}
