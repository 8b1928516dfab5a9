import type { DatabaseSync } from "node:sqlite";
import type { MessagePort } from "node:worker_threads";
import { StoreError } from "../store-error.ts";
import type { Batch } from "./batch.ts";
import { openForWriting } from "./database.ts";
import { kyselyOn } from "./dialect.ts";
import { toRecord } from "./errors.ts";
import { migrate, needsMigration } from "./migrate.ts";
import { lockFolder, tryLockFolder } from "./node-lock.ts";
import type { Closing, WorkerSetup } from "./worker.ts";
import { Writer } from "./writer.ts";

/** Opens the database, brings it up to date, and runs batches until it is asked to close. */
export async function startWriter(port: MessagePort, setup: WorkerSetup): Promise<DatabaseSync> {
  const lock = setup.role === "node" ? lockFolder(setup.folder) : undefined;
  const database = openForWriting(setup);
  if (needsMigration(database)) await migrateAlone(setup, () => migrate(database, kyselyOn<unknown>(database)));
  const writer = new Writer(database, setup.role === "node" ? setup : undefined);
  const maintenance = maintainer(writer);
  port.on("message", async (message: Batch | Closing) => {
    if (message !== "close") {
      port.postMessage(await writer.run(message));
      return maintenance.start();
    }
    maintenance.stop();
    database.close();
    lock?.release();
    port.close();
  });
  maintenance.start();
  return database;
}

/** Tables are not changed under a running node's feet. */
async function migrateAlone({ role, folder }: WorkerSetup, run: () => Promise<void>): Promise<void> {
  if (role === "node") return run();
  const lock = tryLockFolder(folder, 0);
  if (lock === undefined) {
    throw new StoreError("locked", "The node that is running is of an older release: restart it first.");
  }
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
