import type { AcceptRequest } from "./store.ts";
import { StoreError } from "./store-error.ts";
import type { Timers } from "./timers.ts";

const maxWaiting = 65_536;
const maxBatch = 1_024;
const maxBatchLength = 8 * 1024 * 1024; // characters of stanzas
const laterMs = 50;

/** A message to accept, or a call by name. */
export interface WriteOperation {
  readonly request: AcceptRequest | undefined;
  readonly name: string;
  readonly parameters: readonly unknown[];
  readonly since: number;
  /** Takes a result of whichever kind belongs to the operation. */
  resolve(value: never): void;
  reject(error: Error): void;
}

/** What is written together, with one commit. */
export interface WriteBatch {
  readonly operations: readonly WriteOperation[];
  /** Highest id acknowledged by each owner. */
  readonly acknowledged: ReadonlyMap<number, number>;
}

export type WriteResult = { readonly value: unknown } | { readonly error: Error };

export interface WriteQueueOptions {
  /** In milliseconds; never goes back. */
  elapsed(): number;
  readonly timers: Timers;
  /** Something waits and nothing is under way: take() it as soon as it can be written, then settle() it. */
  begin(): void;
}

/**
 * What waits to be written. What a turn asks for goes out together; while that is under way the next batch gathers.
 * Operations are settled in the order in which they came.
 */
export class WriteQueue {
  readonly #options: WriteQueueOptions;
  #waiting: WriteOperation[] = [];
  #inFlight: readonly WriteOperation[] | undefined;
  #acknowledged = new Map<number, number>();
  #acknowledgedInFlight = new Map<number, number>();
  #settled: PromiseWithResolvers<void> | undefined;
  #isFlushDue = false;
  #isScheduled = false;
  #ended: StoreError | undefined;

  constructor(options: WriteQueueOptions) {
    this.#options = options;
  }

  push(request: AcceptRequest | undefined, name: string, parameters: readonly unknown[]): Promise<unknown> {
    this.#schedule();
    return this.#add(request, name, parameters);
  }

  /** Goes along with the next batch, or after a short while if there is none. */
  pushLater(name: string, parameters: readonly unknown[]): Promise<unknown> {
    this.#scheduleLater();
    return this.#add(undefined, name, parameters);
  }

  #add(request: AcceptRequest | undefined, name: string, parameters: readonly unknown[]): Promise<unknown> {
    if (this.#ended !== undefined) return Promise.reject(this.#ended);
    if (this.#waiting.length >= maxWaiting) return Promise.reject(tooLate(false));
    const since = this.#options.elapsed();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, name, parameters, since, resolve, reject });
    });
  }

  /** As pushLater(). */
  acknowledge(owner: number, upTo: number): void {
    if (upTo > (this.#acknowledged.get(owner) ?? 0)) this.#acknowledged.set(owner, upTo);
    this.#scheduleLater();
  }

  /** What was acknowledged and may not be written yet. */
  acknowledgedBy(owner: number): number {
    return Math.max(this.#acknowledged.get(owner) ?? 0, this.#acknowledgedInFlight.get(owner) ?? 0);
  }

  /** Nothing waits and nothing is under way. */
  get isIdle(): boolean {
    return this.#inFlight === undefined && this.#waiting.length === 0 && this.#acknowledged.size === 0;
  }

  /** Resolves when what is under way now was answered, or is overdue: until then it may be read by those whom it was not told yet. */
  settled(): Promise<void> {
    if (this.#inFlight === undefined) return Promise.resolve();
    this.#settled ??= Promise.withResolvers();
    return this.#settled.promise;
  }

  /** Rejects what has waited since before this time; what was not taken yet is withdrawn. */
  expire(before: number): void {
    const inFlight = this.#inFlight?.[0];
    if (this.#inFlight !== undefined && inFlight !== undefined && inFlight.since < before) {
      for (const operation of this.#inFlight) operation.reject(tooLate(true));
      this.#withdrawBehind(this.#inFlight);
      this.#tellSettled();
    }
    const kept = this.#waiting.findIndex((operation) => operation.since >= before);
    const expired = this.#waiting.splice(0, kept < 0 ? this.#waiting.length : kept);
    for (const operation of expired) operation.reject(tooLate(false));
    this.#withdrawBehind(expired);
  }

  /** The next batch; undefined when nothing waits any more. */
  take(): WriteBatch | undefined {
    this.#isScheduled = false;
    if (this.#inFlight !== undefined || (this.#waiting.length === 0 && this.#acknowledged.size === 0)) return undefined;
    const count = countOfBatch(this.#waiting);
    const operations = count === this.#waiting.length ? this.#waiting : this.#waiting.slice(0, count);
    this.#waiting = count === this.#waiting.length ? [] : this.#waiting.slice(count);
    this.#inFlight = operations;
    this.#acknowledgedInFlight = this.#acknowledged;
    this.#acknowledged = new Map();
    return { operations, acknowledged: this.#acknowledgedInFlight };
  }

  /** Answers the batch that was taken; acknowledgements that were not kept wait for the next one. */
  settle(resultOf: (index: number) => WriteResult, areAcknowledgementsKept: boolean): void {
    const operations = this.#inFlight ?? [];
    this.#inFlight = undefined;
    const failed = operations.filter((operation, i) => {
      const result = resultOf(i);
      if ("value" in result) operation.resolve(result.value as never);
      else operation.reject(result.error);
      return "error" in result;
    });
    this.#withdrawBehind(failed);
    this.#tellSettled();
    const acknowledged = this.#acknowledgedInFlight;
    this.#acknowledgedInFlight = new Map();
    if (!areAcknowledgementsKept) for (const [owner, upTo] of acknowledged) this.acknowledge(owner, upTo);
    // Acknowledgements whose time was over meanwhile go at once too.
    if (this.#waiting.length > 0 || (this.#acknowledged.size > 0 && !this.#isFlushDue)) this.#begin();
  }

  /** Takes no more; what waits goes on. */
  close(): void {
    this.#ended ??= new StoreError("unavailable", "The store is closed.");
  }

  /** Nothing more will be written. */
  die(error: StoreError): void {
    this.#ended = error;
    for (const operation of this.#inFlight ?? []) operation.reject(tooLate(true));
    for (const operation of this.#waiting) operation.reject(error);
    this.#inFlight = undefined;
    this.#waiting = [];
    this.#tellSettled();
  }

  #tellSettled(): void {
    this.#settled?.resolve();
    this.#settled = undefined;
  }

  /** A message must not be accepted when one that its sender wrote before was not: that one, sent again, would come behind it. */
  #withdrawBehind(failed: readonly WriteOperation[]): void {
    const senders = new Set(failed.flatMap(({ request }) => request?.from ?? []));
    if (senders.size === 0) return;
    const isBehind = ({ request }: WriteOperation) => request?.from !== undefined && senders.has(request.from);
    const withdrawn = this.#waiting.filter(isBehind);
    this.#waiting = this.#waiting.filter((operation) => !isBehind(operation));
    for (const operation of withdrawn) operation.reject(tooLate(false));
  }

  /** At the end of the turn: by then all sockets that had something were read. */
  #schedule(): void {
    if (this.#isScheduled || this.#inFlight !== undefined) return;
    this.#isScheduled = true;
    setImmediate(() => this.#begin());
  }

  #scheduleLater(): void {
    if (this.#isFlushDue) return;
    this.#isFlushDue = true;
    this.#options.timers.after(laterMs, () => {
      this.#isFlushDue = false;
      this.#schedule();
    });
  }

  #begin(): void {
    this.#isScheduled = true;
    this.#options.begin();
  }
}

/** How many operations a batch may take. */
function countOfBatch(operations: readonly WriteOperation[]): number {
  let [count, length] = [0, 0];
  for (const { request } of operations) {
    if (count === maxBatch || length > maxBatchLength) break;
    length += request?.xml.length ?? 0;
    count += 1;
  }
  return count;
}

function tooLate(isOutcomeUnknown: boolean): StoreError {
  return new StoreError("unavailable", "The store does not answer in time.", { isOutcomeUnknown });
}
