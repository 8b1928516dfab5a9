import { setImmediate as turn } from "node:timers/promises";
import { StoreError } from "../store-error.ts";
import type { Answer, Batch } from "./batch.ts";
import { openForWriting } from "./database.ts";
import { kyselyOn } from "./dialect.ts";
import { toRecord } from "./errors.ts";
import { migrate, needsMigration } from "./migrate.ts";
import { lockFolder, tryLockFolder } from "./node-lock.ts";
import type { Task, WorkerSetup } from "./worker.ts";
import { Writer } from "./writer.ts";

/** Opens the database, brings it up to date, and runs batches until it is asked to close. */
export async function startWriter(setup: WorkerSetup): Promise<Task> {
  const lock = setup.role === "node" ? lockFolder(setup.folder) : undefined;
  const database = openForWriting(setup);
  if (needsMigration(database)) await migrateAlone(setup, () => migrate(database, kyselyOn<unknown>(database)));
  const isShared = setup.entrance !== undefined;
  const writer = new Writer(database, setup.role === "node" ? { ...setup, isShared } : undefined);
  const maintenance = maintainer(writer);
  const turns = new Turns(writer, isShared, () => maintenance.start());
  maintenance.start();
  return {
    database,
    receive: (batch, answer) => turns.add(batch as Batch, answer),
    async close() {
      await turns.done;
      maintenance.stop();
      database.close();
      lock?.release();
    },
  };
}

/** What comes in one turn, of whatever processes, is one transaction with one fsync. */
class Turns {
  /** Resolves when all that came is answered. */
  done: Promise<void> = Promise.resolve();
  readonly #writer: Writer;
  readonly #gathered: () => Promise<void> | undefined;
  readonly #onIdle: () => void;
  #waiting: { readonly batch: Batch; answer(answer: Answer): void }[] = [];

  /** `isShared`: more may come in this turn. */
  constructor(writer: Writer, isShared: boolean, onIdle: () => void) {
    this.#writer = writer;
    this.#gathered = () => (isShared ? turn() : undefined);
    this.#onIdle = onIdle;
  }

  add(batch: Batch, answer: (answer: Answer) => void): void {
    if (this.#waiting.push({ batch, answer }) > 1) return;
    this.done = Promise.all([this.done, this.#gathered()]).then(() => this.#run());
  }

  async #run(): Promise<void> {
    const taken = this.#waiting;
    this.#waiting = [];
    const answers = await this.#writer.run(taken.map(({ batch }) => batch));
    for (const [index, { answer }] of taken.entries()) answer(answers[index] ?? [false]);
    this.#onIdle();
  }
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
