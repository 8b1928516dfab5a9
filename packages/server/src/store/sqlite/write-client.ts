import type { AcceptRequest, AcceptResult } from "../store.ts";
import type { StoreError } from "../store-error.ts";
import type { Timers } from "../timers.ts";
import { type WriteBatch, WriteQueue, type WriteResult } from "../write-queue.ts";
import { type Answer, type Batch, pushAccept, pushAcknowledge, pushCall, resultAt } from "./batch.ts";
import { fromRecord } from "./errors.ts";
import type { WriteCalls } from "./operations.ts";
import { openThread, type ThreadPlace, type WorkerThread } from "./worker-thread.ts";
import type { MailboxCalls } from "./writer.ts";

export interface WriteClock {
  /** Of the day, for archive ids. */
  now(): number;
  /** For waiting times: never goes back. */
  elapsed(): number;
}

/** The main thread's end of the writing worker, which runs each batch as one transaction with one fsync. */
export class WriteClient {
  readonly #clock: WriteClock;
  readonly #queue: WriteQueue;
  #thread: WorkerThread | undefined;
  #isClosing = false;

  private constructor(clock: WriteClock, timers: Timers) {
    this.#clock = clock;
    this.#queue = new WriteQueue({ elapsed: clock.elapsed, timers, begin: () => this.#post() });
  }

  static async open(place: ThreadPlace, clock: WriteClock, timers: Timers): Promise<WriteClient> {
    const client = new WriteClient(clock, timers);
    client.#thread = await openThread(place, {
      onAnswer: (answer) => client.#settle(answer as Answer),
      onDeath: (error) => client.#die(error),
    });
    return client;
  }

  accept(request: AcceptRequest): Promise<AcceptResult> {
    return this.#queue.push(request, "", none) as Promise<AcceptResult>;
  }

  call<K extends keyof AllWriteCalls>(
    name: K,
    ...parameters: Parameters<AllWriteCalls[K]>
  ): ReturnType<AllWriteCalls[K]>;
  call(name: string, ...parameters: unknown[]): Promise<unknown> {
    return this.#queue.push(undefined, name, parameters);
  }

  /** For what nobody waits for: no commit is made for it alone. */
  callLater<K extends keyof WriteCalls>(name: K, ...parameters: Parameters<WriteCalls[K]>): ReturnType<WriteCalls[K]>;
  callLater(name: string, ...parameters: unknown[]): Promise<unknown> {
    return this.#queue.pushLater(name, parameters);
  }

  acknowledge(owner: number, upTo: number): void {
    this.#queue.acknowledge(owner, upTo);
  }

  acknowledgedBy(owner: number): number {
    return this.#queue.acknowledgedBy(owner);
  }

  settled(): Promise<void> {
    return this.#queue.settled();
  }

  expire(before: number): void {
    this.#queue.expire(before);
  }

  /** Does what was asked before, then ends. */
  async close(): Promise<void> {
    if (this.#isClosing || this.#thread === undefined) return;
    this.#isClosing = true;
    const done = this.call("nothing");
    this.#queue.close();
    try {
      await done;
    } finally {
      await this.#thread?.close();
    }
  }

  #post(): void {
    const batch = this.#thread && this.#queue.take();
    if (batch !== undefined) this.#thread?.post(toPost(batch, this.#clock.now()));
  }

  #settle(answer: Answer): void {
    this.#queue.settle((index) => toResult(answer, index), answer[0] === true);
  }

  #die(error: StoreError): void {
    this.#thread = undefined;
    this.#queue.die(error);
  }
}

type AllWriteCalls = WriteCalls & MailboxCalls;

const none: readonly unknown[] = [];

function toPost({ operations, acknowledged }: WriteBatch, now: number): Batch {
  const batch: Batch = [now];
  for (const { request, name, parameters } of operations) {
    if (request === undefined) pushCall(batch, name, parameters);
    else pushAccept(batch, request);
  }
  for (const [owner, upTo] of acknowledged) pushAcknowledge(batch, owner, upTo);
  return batch;
}

function toResult(answer: Answer, index: number): WriteResult {
  const result = resultAt(answer, index);
  return "value" in result ? result : { error: fromRecord(result.error) };
}
