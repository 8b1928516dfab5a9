import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ArchivedMessage, ArchivePage, PageQuery } from "../store.ts";
import { ArchiveReader, type PendingPage } from "./archive-reader.ts";
import { toRecord } from "./errors.ts";
import type { ReadCalls } from "./operations.ts";
import type { ReadAnswer, ReadRequest } from "./worker.ts";

/** What the reading worker answers besides the typed queries. */
export interface ArchiveCalls {
  archivePage(owner: number, query: PageQuery): Promise<ArchivePage>;
  archiveMetadata(owner: number): Promise<{ readonly first: number; readonly last: number } | undefined>;
  pendingPage(owner: number, after: number, limit: number): Promise<PendingPage>;
  pendingSince(owner: number, after: number, limit: number): Promise<readonly ArchivedMessage[]>;
}

export type AllReadCalls = ReadCalls & ArchiveCalls;

type Run = (parameters: readonly unknown[]) => Promise<unknown>;

/** How long an answer waits for those that go with it, and a snapshot lasts at most beyond one call. */
const TOGETHER_MS = 2;

/** Answers one call after another; those that come together, on one snapshot of the database. */
export class Reader {
  readonly #database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #archive: ReadonlyMap<string, Run>;
  #queries: Promise<(name: string) => Run> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#begin = database.prepare("BEGIN");
    this.#commit = database.prepare("COMMIT");
    this.#archive = new Map(Object.entries(archiveCalls(database)) as [string, Run][]);
  }

  /** Behind what came before. What was asked first is answered without waiting for all. */
  receive(requests: readonly ReadRequest[], post: (answers: readonly ReadAnswer[]) => void): void {
    this.#last = this.#last.then(() => this.#answerAll(requests, post));
  }

  /** Resolves when all calls made so far are answered. */
  async idle(): Promise<void> {
    await this.#last;
  }

  async #answerAll(requests: readonly ReadRequest[], post: (answers: readonly ReadAnswer[]) => void): Promise<void> {
    for (let at = 0; at < requests.length; ) {
      const answers = await this.#onOneSnapshot(requests, at);
      at += answers.length;
      post(answers);
    }
  }

  async #onOneSnapshot(requests: readonly ReadRequest[], from: number): Promise<readonly ReadAnswer[]> {
    const since = performance.now();
    const answers: ReadAnswer[] = [];
    try {
      for (const request of requests.slice(from)) {
        answers.push(await this.#answer(request));
        if (performance.now() - since >= TOGETHER_MS) break;
      }
    } finally {
      if (this.#database.isTransaction) this.#commit.run();
    }
    return answers;
  }

  async #answer([id, name, parameters]: ReadRequest): Promise<ReadAnswer> {
    try {
      const run = this.#archive.get(name) ?? (await this.#query(name));
      if (!this.#database.isTransaction) this.#begin.run();
      return [id, await run(parameters), undefined];
    } catch (error) {
      return [id, undefined, toRecord(error)];
    }
  }

  async #query(name: string): Promise<Run> {
    this.#queries ??= loadQueries(this.#database);
    return (await this.#queries)(name);
  }
}

/** The query builder takes a tenth of a second to load: it is loaded when first needed, to open at once. */
async function loadQueries(database: DatabaseSync): Promise<(name: string) => Run> {
  const [{ bind, readOperations }, { kyselyOn }] = await Promise.all([
    import("./operations.ts"),
    import("./dialect.ts"),
  ]);
  const db = kyselyOn(database);
  return (name) => bind(readOperations, db, name);
}

type Runs = { [K in keyof ArchiveCalls]: (parameters: Parameters<ArchiveCalls[K]>) => ReturnType<ArchiveCalls[K]> };

function archiveCalls(database: DatabaseSync): Runs {
  const archive = new ArchiveReader(database);
  return {
    archivePage: async ([owner, query]) => archive.page(owner, query),
    archiveMetadata: async ([owner]) => archive.metadata(owner),
    pendingPage: async ([owner, after, limit]) => archive.pending(owner, after, limit),
    pendingSince: async ([owner, after, limit]) => archive.pendingSince(owner, after, limit),
  };
}
