import type { AcceptRequest, AcceptResult } from "../store.ts";
import { StoreError } from "../store-error.ts";
import { type Answer, type Batch, pushAccept, pushAcknowledge, pushCall, resultAt } from "./batch.ts";
import { fromRecord } from "./errors.ts";
import type { WriteCalls } from "./operations.ts";
import type { Timers } from "./timers.ts";
import type { WorkerSetup } from "./worker.ts";
import { startThread, type WorkerThread } from "./worker-thread.ts";

const maxWaiting = 65_536;
const maxBatch = 1_024;
const acknowledgeMs = 50;
const maxBatchLength = 8 * 1024 * 1024; // characters of stanzas

interface Operation {
  readonly request: AcceptRequest | undefined;
  readonly name: string;
  readonly parameters: readonly unknown[];
  readonly since: number;
  /** Takes a result of whichever kind belongs to the operation. */
  resolve(value: never): void;
  reject(error: Error): void;
}

export interface WriteClock {
  /** Of the day, for archive ids. */
  now(): number;
  /** For waiting times: never goes back. */
  elapsed(): number;
}

/**
 * The main thread's end of the writing worker. What a turn asks for goes out together, as one transaction with one fsync;
 * while it is under way the next batch gathers.
 */
export class WriteClient {
  readonly #clock: WriteClock;
  readonly #timers: Timers;
  #thread: WorkerThread | undefined;
  #waiting: Operation[] = [];
  #inFlight: Operation[] | undefined;
  #acknowledged = new Map<number, number>();
  #acknowledgedInFlight = new Map<number, number>();
  #isFlushDue = false;
  #isScheduled = false;
  #isClosing = false;

  private constructor(clock: WriteClock, timers: Timers) {
    this.#clock = clock;
    this.#timers = timers;
  }

  static async open(setup: WorkerSetup, clock: WriteClock, timers: Timers): Promise<WriteClient> {
    const client = new WriteClient(clock, timers);
    client.#thread = await startThread(setup, {
      onAnswer: (answer) => client.#settle(answer as Answer),
      onDeath: (error) => client.#die(error),
    });
    return client;
  }

  accept(request: AcceptRequest): Promise<AcceptResult> {
    return this.#enqueue(request, "", none) as Promise<AcceptResult>;
  }

  call<K extends keyof WriteCalls>(name: K, ...parameters: Parameters<WriteCalls[K]>): ReturnType<WriteCalls[K]>;
  call(name: string, ...parameters: unknown[]): Promise<unknown> {
    return this.#enqueue(undefined, name, parameters);
  }

  /** Goes along with the next batch, or after a short while if there is none. */
  acknowledge(owner: number, upTo: number): void {
    if (upTo > (this.#acknowledged.get(owner) ?? 0)) this.#acknowledged.set(owner, upTo);
    if (this.#isFlushDue) return;
    this.#isFlushDue = true;
    this.#timers.after(acknowledgeMs, () => {
      this.#isFlushDue = false;
      this.#schedule();
    });
  }

  /** What was acknowledged and may not be written yet. */
  acknowledgedBy(owner: number): number {
    return Math.max(this.#acknowledged.get(owner) ?? 0, this.#acknowledgedInFlight.get(owner) ?? 0);
  }

  /** Rejects what has waited since before this time; what was not posted yet is withdrawn. */
  expire(before: number): void {
    const inFlight = this.#inFlight?.[0];
    if (this.#inFlight !== undefined && inFlight !== undefined && inFlight.since < before) {
      for (const operation of this.#inFlight) operation.reject(tooLate(true));
    }
    const kept = this.#waiting.findIndex((operation) => operation.since >= before);
    const expired = this.#waiting.splice(0, kept < 0 ? this.#waiting.length : kept);
    for (const operation of expired) operation.reject(tooLate(false));
  }

  /** Does what was asked before, then ends. */
  async close(): Promise<void> {
    if (this.#isClosing || this.#thread === undefined) return;
    const done = this.call("nothing");
    this.#isClosing = true;
    try {
      await done;
    } finally {
      await this.#thread?.close();
    }
  }

  #enqueue(request: AcceptRequest | undefined, name: string, parameters: readonly unknown[]): Promise<unknown> {
    if (this.#thread === undefined || this.#isClosing) return Promise.reject(closed());
    if (this.#waiting.length >= maxWaiting) return Promise.reject(tooLate(false));
    const since = this.#clock.elapsed();
    this.#schedule();
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, name, parameters, since, resolve, reject });
    });
  }

  /** At the end of the turn: by then all sockets that had something were read. */
  #schedule(): void {
    if (this.#isScheduled || this.#inFlight !== undefined) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      this.#post();
    });
  }

  #post(): void {
    if (this.#inFlight !== undefined || this.#thread === undefined) return;
    if (this.#waiting.length === 0 && this.#acknowledged.size === 0) return;
    const batch: Batch = [this.#clock.now()];
    const count = fill(batch, this.#waiting);
    this.#inFlight = count === this.#waiting.length ? this.#waiting : this.#waiting.slice(0, count);
    this.#waiting = count === this.#waiting.length ? [] : this.#waiting.slice(count);
    this.#acknowledgedInFlight = this.#acknowledged;
    this.#acknowledged = new Map();
    for (const [owner, upTo] of this.#acknowledgedInFlight) pushAcknowledge(batch, owner, upTo);
    this.#thread.post(batch);
  }

  #settle(answer: Answer): void {
    const operations = this.#inFlight ?? [];
    this.#inFlight = undefined;
    operations.forEach((operation, i) => {
      const result = resultAt(answer, i);
      if ("value" in result) operation.resolve(result.value as never);
      else operation.reject(fromRecord(result.error));
    });
    const acknowledged = this.#acknowledgedInFlight;
    this.#acknowledgedInFlight = new Map();
    if (answer[0] !== true) for (const [owner, upTo] of acknowledged) this.acknowledge(owner, upTo);
    if (this.#waiting.length > 0) this.#post();
  }

  #die(error: StoreError): void {
    this.#thread = undefined;
    for (const operation of this.#inFlight ?? []) operation.reject(tooLate(true));
    for (const operation of this.#waiting) operation.reject(error);
    this.#inFlight = undefined;
    this.#waiting = [];
  }
}

const none: readonly unknown[] = [];

/** Puts as many operations into the batch as it may take; returns how many. */
function fill(batch: Batch, operations: readonly Operation[]): number {
  let [count, length] = [0, 0];
  for (const { request, name, parameters } of operations) {
    if (count === maxBatch || length > maxBatchLength) break;
    if (request === undefined) pushCall(batch, name, parameters);
    else pushAccept(batch, request);
    length += request?.xml.length ?? 0;
    count += 1;
  }
  return count;
}

function tooLate(isOutcomeUnknown: boolean): StoreError {
  return new StoreError("unavailable", "The store does not answer in time.", { isOutcomeUnknown });
}

function closed(): StoreError {
  return new StoreError("unavailable", "The store is closed.");
}
