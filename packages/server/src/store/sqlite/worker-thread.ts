import { Worker } from "node:worker_threads";
import { StoreError } from "../store-error.ts";
import { fromRecord } from "./errors.ts";
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

/** Resolves when it has opened the database; rejects with the reason when it cannot. */
export async function startThread(setup: WorkerSetup, events: WorkerEvents): Promise<WorkerThread> {
  const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: setup });
  const ended = new Promise<void>((resolve) => worker.once("exit", () => resolve()));
  const { lastAccountChange } = await started(worker);
  worker.on("message", (answer) => events.onAnswer(answer));
  worker.on("error", (cause) => {
    const death = new StoreError("unavailable", "The store's thread died.", { cause });
    events.onDeath(death);
    // A bug, and nothing can be accepted without it: the process crashes too, and is started again by who runs it.
    setImmediate(() => {
      throw death;
    });
  });
  void ended.then(() => events.onDeath(new StoreError("unavailable", "The store is closed.")));
  return {
    lastAccountChange,
    post: (message) => worker.postMessage(message),
    close: () => {
      worker.postMessage("close" satisfies Closing);
      return ended;
    },
  };
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
