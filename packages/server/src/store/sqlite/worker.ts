import type { DatabaseSync } from "node:sqlite";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { DatabaseOptions } from "./database.ts";
import { type ErrorRecord, toRecord } from "./errors.ts";
import type { WriterOptions } from "./writer.ts";

/** What a worker is started with. */
export interface WorkerSetup extends DatabaseOptions, WriterOptions {
  readonly task: "write" | "read" | "search";
  readonly role: "node" | "tool";
}

/** A worker's first message. */
export type Started =
  | { readonly kind: "ready"; readonly lastAccountChange: number }
  | { readonly kind: "failed"; readonly error: ErrorRecord };

/** Calls of the reading and the searching worker and their answers: both come several at a time, as waking a thread costs more than most calls. */
export type ReadRequest = readonly [id: number, name: string, parameters: readonly unknown[]];
export type ReadAnswer = readonly [id: number, value: unknown, error: ErrorRecord | undefined];

/** Asks a worker to end once it has done what came before. */
export type Closing = "close";

if (parentPort !== null) await start(parentPort, workerData as WorkerSetup);

async function start(port: MessagePort, setup: WorkerSetup): Promise<void> {
  try {
    const database = await startTask(port, setup);
    const lastAccountChange = Number(database.prepare("SELECT max(seq) AS seq FROM account_changes").get()?.seq ?? 0);
    port.postMessage({ kind: "ready", lastAccountChange } satisfies Started);
  } catch (error) {
    port.postMessage({ kind: "failed", error: toRecord(error) } satisfies Started);
    port.close();
  }
}

/** Each task loads what it needs alone: the query builder is most of the time it takes to start. */
async function startTask(port: MessagePort, setup: WorkerSetup): Promise<DatabaseSync> {
  if (setup.task === "read") return (await import("./read-worker.ts")).startReader(port, setup);
  if (setup.task === "search") return (await import("./search-worker.ts")).startSearcher(port, setup);
  return (await import("./write-worker.ts")).startWriter(port, setup);
}
