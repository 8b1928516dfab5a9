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
  port.on("message", async (message: readonly ReadRequest[] | Closing) => {
    if (message !== "close") return answerAll(port, reader, message);
    await reader.idle();
    database.close();
    port.close();
  });
  return database;
}

/** How long an answer waits for those that go with it. */
const TOGETHER_MS = 2;

async function answerAll(port: MessagePort, reader: Reader, requests: readonly ReadRequest[]): Promise<void> {
  let since = performance.now();
  let answers: ReadAnswer[] = [];
  for (const [at, request] of requests.entries()) {
    answers.push(await answer(reader, request));
    const now = performance.now();
    if (at < requests.length - 1 && now - since < TOGETHER_MS) continue;
    port.postMessage(answers);
    answers = [];
    since = now;
  }
}

async function answer(reader: Reader, [id, name, parameters]: ReadRequest): Promise<ReadAnswer> {
  try {
    return [id, await reader.call(name, parameters), undefined];
  } catch (error) {
    return [id, undefined, toRecord(error)];
  }
}
