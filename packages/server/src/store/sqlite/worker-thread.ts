import { connect } from "node:net";
import { Worker } from "node:worker_threads";
import { StoreError } from "../store-error.ts";
import { fromRecord } from "./errors.ts";
import { MessageSocket } from "./message-socket.ts";
import type { SqliteStoreOptions } from "./open-store.ts";
import type { Closing, Started, WorkerSetup } from "./worker.ts";

/** One of the store's threads. */
export interface WorkerThread {
  /** The newest row of account_changes when it was opened. */
  readonly lastAccountChange: number;
  post(message: unknown): void;
  /** Ends it once it has done what was posted before. */
  close(): Promise<void>;
}

export interface WorkerEvents {
  onAnswer(answer: unknown): void;
  /** It died: nothing more will be answered. */
  onDeath(error: StoreError): void;
}

const defaultMergeThreshold = 65_536;

export function setupOf(options: SqliteStoreOptions): Omit<WorkerSetup, "task"> {
  const { folder, role, maxBytes, mergeThreshold = defaultMergeThreshold } = options;
  return { folder, role, maxBytes, mergeThreshold, slot: 0 };
}

/** Where the thread is: to be started here, or one that another process of this machine has, at its socket. */
export type ThreadPlace = WorkerSetup | string;

/** As startThread; at a socket, rejects with the system's error when nobody is there. */
export function openThread(place: ThreadPlace, events: WorkerEvents): Promise<WorkerThread> {
  return typeof place === "string" ? reachThread(place, events) : startThread(place, events);
}

/** Resolves when it has opened the database; rejects with the reason when it cannot. */
export async function startThread(setup: WorkerSetup, events: WorkerEvents): Promise<WorkerThread> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: setup });
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const { lastAccountChange } = await started(worker);
  worker.on("message", (answer) => events.onAnswer(answer));
  worker.on("error", (cause) => crash(events, cause));
  void ended.then(() => events.onDeath(closed()));
  return {
    lastAccountChange,
    post: (message) => worker.postMessage(message),
    close: () => {
      worker.postMessage("close" satisfies Closing);
      return ended;
    },
  };
}

/** It was started by another process. */
async function reachThread(path: string, events: WorkerEvents): Promise<WorkerThread> {
  const socket = connect(path);
  const ended = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const first = Promise.withResolvers<Started>();
  socket.on("error", first.reject);
  let onMessage = (message: unknown): void => {
    onMessage = (answer) => events.onAnswer(answer);
    first.resolve(message as Started);
  };
  const line = new MessageSocket(socket, (message) => onMessage(message));
  const started = await first.promise;
  if (started.kind === "failed") throw fromRecord(started.error);
  let isClosing = false;
  void ended.then(() => (isClosing ? events.onDeath(closed()) : crash(events, new Error(`${path} was closed`))));
  return {
    lastAccountChange: started.lastAccountChange,
    post: (message) => line.post(message),
    close() {
      isClosing = true;
      socket.end();
      return ended;
    },
  };
}

/** A bug, and nothing can be accepted without it: the process crashes too, and is started again by who runs it. */
function crash(events: WorkerEvents, cause: unknown): void {
  const death = new StoreError("unavailable", "The store's thread died.", { cause });
  events.onDeath(death);
  setImmediate(() => {
    throw death;
  });
}

function closed(): StoreError {
  return new StoreError("unavailable", "The store is closed.");
}

function started(worker: Worker): Promise<Extract<Started, { kind: "ready" }>> {
  return new Promise((resolve, reject) => {
    worker.once("error", reject);
    worker.once("message", (message: Started) => {
      worker.off("error", reject);
      if (message.kind === "ready") resolve(message);
      else reject(fromRecord(message.error));
    });
  });
}
