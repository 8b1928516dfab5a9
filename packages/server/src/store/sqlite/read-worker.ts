import { openForReading } from "./database.ts";
import { Reader } from "./reader.ts";
import type { ReadRequest, Task, WorkerSetup } from "./worker.ts";

/** Opens the database and answers calls until it is asked to close. */
export function startReader(setup: WorkerSetup): Task {
  const database = openForReading(setup);
  const reader = new Reader(database);
  return {
    database,
    receive: (message, answer) => reader.receive(message as readonly ReadRequest[], answer),
    async close() {
      await reader.idle();
      database.close();
    },
  };
}
