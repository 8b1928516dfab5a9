import type { AcceptRequest, AcceptResult } from "../store.ts";
import { StoreError } from "../store-error.ts";
import type { Timers } from "../timers.ts";
import { type WriteBatch, type WriteOperation, WriteQueue, type WriteResult } from "../write-queue.ts";
import { acceptBatch } from "./accept-batch.ts";
import type { Connection } from "./connection.ts";
import { ConnectionLost, toStoreError } from "./errors.ts";
import type { Lane } from "./lane.ts";
import { OwnerIds } from "./owner-ids.ts";

export interface AcceptorOptions {
  readonly lane: Lane;
  readonly timers: Timers;
  /** In milliseconds; never goes back. */
  elapsed(): number;
  /** For archive ids; undefined: PostgreSQL's clock. */
  readonly now: (() => number) | undefined;
}

/** Accepts messages over one connection: what comes while a batch is under way is the next batch. */
export class Acceptor {
  readonly #options: AcceptorOptions;
  readonly #queue: WriteQueue;
  readonly #ownerIds = new OwnerIds();
  #isClosing = false;

  constructor(options: AcceptorOptions) {
    const { elapsed, timers } = options;
    this.#options = options;
    this.#queue = new WriteQueue({ elapsed, timers, begin: () => void this.#write() });
  }

  accept(request: AcceptRequest): Promise<AcceptResult> {
    return this.#queue.push(request, "", none) as Promise<AcceptResult>;
  }

  acknowledge(owner: number, upTo: number): void {
    this.#queue.acknowledge(owner, upTo);
  }

  acknowledgedBy(owner: number): number {
    return this.#queue.acknowledgedBy(owner);
  }

  /** Resolves when all that was asked before is durable. */
  async flush(): Promise<void> {
    if (!this.#queue.isIdle) await this.#queue.push(undefined, "", none);
  }

  /** Rejects what has waited since before this time. */
  expire(before: number): void {
    this.#queue.expire(before);
  }

  /** Connects again at once if the connection was lost, not only with the next message. */
  async stayConnected(): Promise<void> {
    await this.#options.lane.connection().catch(unlessClosed);
  }

  /** Does what was asked before, then ends. */
  async close(): Promise<void> {
    if (this.#isClosing) return;
    this.#isClosing = true;
    const done = this.flush();
    this.#queue.close();
    await done.finally(() => this.#options.lane.close());
  }

  /** Nothing is taken from the queue, and so begun, before there is a connection. */
  async #write(): Promise<void> {
    let connection: Connection;
    try {
      connection = await this.#options.lane.connection();
    } catch (error) {
      return this.#queue.die(error as StoreError);
    }
    const batch = this.#queue.take();
    if (batch === undefined) return;
    const results: WriteResult[] = [];
    for (const part of partsOf(batch)) {
      const failure = results.find((it) => "error" in it);
      results.push(...(failure ? part.operations.map(() => failure) : await this.#writePart(connection, part)));
    }
    this.#queue.settle((index) => results[index] ?? { value: undefined }, !results.some((it) => "error" in it));
  }

  async #writePart(connection: Connection, { operations, acknowledged }: WriteBatch): Promise<WriteResult[]> {
    const requests = operations.map((it) => it.request).filter((it) => it !== undefined);
    try {
      if (requests.length === 0 && acknowledged.size === 0) return operations.map(() => ({ value: undefined }));
      const now = this.#options.now?.();
      const accepted = await acceptBatch(connection, { requests, acknowledged, now }, this.#ownerIds);
      let at = 0;
      return operations.map(({ request }) => ({ value: request && accepted[at++] }));
    } catch (error) {
      const known = toStoreError(error, error instanceof ConnectionLost);
      return operations.map(() => ({ error: known as Error }));
    }
  }
}

const none: readonly unknown[] = [];

function unlessClosed(error: unknown): void {
  if (!(error instanceof StoreError)) throw error;
}

/** Cut before each message that is sent again within the batch: whether it is a duplicate shows when the first one is durable. */
function partsOf({ operations, acknowledged }: WriteBatch): WriteBatch[] {
  const parts: WriteOperation[][] = [[]];
  let seen = new Set<string>();
  for (const operation of operations) {
    const { from, originId } = operation.request ?? {};
    const key = from === undefined || originId === undefined ? undefined : `${from} ${originId}`;
    if (key !== undefined && seen.has(key)) {
      parts.push([]);
      seen = new Set();
    }
    if (key !== undefined) seen.add(key);
    parts.at(-1)?.push(operation);
  }
  return parts.map((part, i) => ({ operations: part, acknowledged: i === 0 ? acknowledged : new Map() }));
}
