import type { DatabaseSync } from "node:sqlite";
import type { MessagePort } from "node:worker_threads";
import { openForReading } from "./database.ts";
import { toRecord } from "./errors.ts";
import { Reader } from "./reader.ts";
import type { Closing, ReadAnswer, ReadRequest, WorkerSetup } from "./worker.ts";

/** Opens the database and answers calls until it is asked to close. */
export function startReader(port: MessagePort, setup: WorkerSetup): DatabaseSync {
  const database = openForReading(setup);
  const reader = new Reader(database);
  port.on("message", async (message: ReadRequest | Closing) => {
    if (message === "close") {
      await reader.idle();
      database.close();
      return port.close();
    }
    port.postMessage(await answer(reader, message));
  });
  return database;
}

async function answer(reader: Reader, [id, name, parameters]: ReadRequest): Promise<ReadAnswer> {
  try {
    return [id, await reader.call(name, parameters), undefined];
  } catch (error) {
    return [id, undefined, toRecord(error)];
  }
}
