import { openForReading } from "./database.ts";
import { toRecord } from "./errors.ts";
import { Reader } from "./reader.ts";
import type { ReadAnswer, ReadRequest, Task, WorkerSetup } from "./worker.ts";

/** Opens the database and answers calls until it is asked to close. */
export function startReader(setup: WorkerSetup): Task {
  const database = openForReading(setup);
  const reader = new Reader(database);
  return {
    database,
    receive: (message, answer) => void answerAll(answer, reader, message as readonly ReadRequest[]),
    async close() {
      await reader.idle();
      database.close();
    },
  };
}

/** How long an answer waits for those that go with it. */
const TOGETHER_MS = 2;

async function answerAll(
  post: (answers: readonly ReadAnswer[]) => void,
  reader: Reader,
  requests: readonly ReadRequest[],
): Promise<void> {
  let since = performance.now();
  let answers: ReadAnswer[] = [];
  for (const [at, request] of requests.entries()) {
    answers.push(await answer(reader, request));
    const now = performance.now();
    if (at < requests.length - 1 && now - since < TOGETHER_MS) continue;
    post(answers);
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
