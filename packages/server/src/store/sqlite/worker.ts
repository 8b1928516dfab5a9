import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { StoreError } from "../store-error.ts";
import type { Batch } from "./batch.ts";
import { type DatabaseOptions, openForReading, openForWriting } from "./database.ts";
import { kyselyOn } from "./dialect.ts";
import { type ErrorRecord, toRecord } from "./errors.ts";
import { migrate, needsMigration, schemaVersion } from "./migrate.ts";
import { lockFolder, tryLockFolder } from "./node-lock.ts";
import { Reader } from "./reader.ts";
import { Writer, type WriterOptions } from "./writer.ts";

/** What a worker is started with. */
export interface WorkerSetup extends DatabaseOptions, WriterOptions {
  readonly task: "write" | "read";
  readonly role: "node" | "tool";
}

/** A worker's first message. */
export type Started = { readonly kind: "ready" } | { readonly kind: "failed"; readonly error: ErrorRecord };

/** Calls of the reading worker and their answers. */
export type ReadRequest = readonly [id: number, name: string, parameters: readonly unknown[]];
export type ReadAnswer = readonly [id: number, value: unknown, error: ErrorRecord | undefined];

/** Asks either worker to end once it has done what came before. */
export const closing = "close";

if (parentPort !== null) await start(parentPort, workerData as WorkerSetup);

async function start(port: MessagePort, setup: WorkerSetup): Promise<void> {
  try {
    await (setup.task === "write" ? startWriter(port, setup) : startReader(port, setup));
    port.postMessage({ kind: "ready" } satisfies Started);
  } catch (error) {
    port.postMessage({ kind: "failed", error: toRecord(error) } satisfies Started);
    port.close();
  }
}

async function startWriter(port: MessagePort, setup: WorkerSetup): Promise<void> {
  const lock = setup.role === "node" ? lockFolder(setup.folder) : undefined;
  const database = openForWriting(setup);
  schemaVersion(database);
  if (needsMigration(database)) await migrateAlone(setup, () => migrate(database, kyselyOn<unknown>(database)));
  const writer = new Writer(database, setup.role === "node" ? setup : undefined);
  const maintenance = maintainer(writer);
  port.on("message", async (message: Batch | typeof closing) => {
    if (message !== closing) {
      port.postMessage(await writer.run(message));
      return maintenance.start();
    }
    maintenance.stop();
    database.close();
    lock?.release();
    port.close();
  });
  maintenance.start();
}

/** Tables are not changed under a running node's feet. */
async function migrateAlone({ role, folder }: WorkerSetup, run: () => Promise<void>): Promise<void> {
  if (role === "node") return run();
  const lock = tryLockFolder(folder, 0);
  if (lock === undefined)
    throw new StoreError("locked", "The node that is running is of an older release: restart it first.");
  try {
    await run();
  } finally {
    lock.release();
  }
}

/** Work that can wait, a step in each turn of the loop as long as there is any: batches come in between. */
function maintainer(writer: Writer): { start(): void; stop(): void } {
  let next: NodeJS.Immediate | undefined;
  const step = () => {
    next = undefined;
    if (attempt(writer)) next = setImmediate(step);
  };
  return {
    start: () => {
      next ??= setImmediate(step);
    },
    stop: () => clearImmediate(next),
  };
}

/** A step that fails, on a full disk say, is tried again after the next batch. */
function attempt(writer: Writer): boolean {
  try {
    return writer.maintain();
  } catch (error) {
    if (toRecord(error).code === undefined) throw error;
    return false;
  }
}

async function startReader(port: MessagePort, setup: WorkerSetup): Promise<void> {
  const database = openForReading(setup);
  const reader = new Reader(database);
  port.on("message", async (message: ReadRequest | typeof closing) => {
    if (message === closing) {
      database.close();
      return port.close();
    }
    const [id, name, parameters] = message;
    const answer: ReadAnswer = await reader.call(name, parameters).then(
      (value) => [id, value, undefined] as const,
      (error: unknown) => [id, undefined, toRecord(error)] as const,
    );
    port.postMessage(answer);
  });
}
