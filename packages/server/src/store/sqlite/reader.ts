import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ArchivedMessage, ArchivePage, PageQuery } from "../store.ts";
import { ArchiveReader, type PendingPage } from "./archive-reader.ts";
import type { ReadCalls } from "./operations.ts";

/** What the reading worker answers besides the typed queries. */
export interface ArchiveCalls {
  archivePage(owner: number, query: PageQuery): Promise<ArchivePage>;
  archiveMetadata(owner: number): Promise<{ readonly first: number; readonly last: number } | undefined>;
  pendingPage(owner: number, after: number, limit: number): Promise<PendingPage>;
  pendingSince(owner: number, after: number, limit: number): Promise<readonly ArchivedMessage[]>;
}

export type AllReadCalls = ReadCalls & ArchiveCalls;

type Run = (parameters: readonly unknown[]) => Promise<unknown>;

/** Answers one call after another, each on one snapshot of the database. */
export class Reader {
  readonly #database: DatabaseSync;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #archive: ReadonlyMap<string, Run>;
  #queries: Promise<(name: string) => Run> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#begin = database.prepare("BEGIN");
    this.#commit = database.prepare("COMMIT");
    this.#archive = new Map(Object.entries(archiveCalls(database)) as [string, Run][]);
  }

  call(name: string, parameters: readonly unknown[]): Promise<unknown> {
    const turn = this.#last.then(() => this.#run(name, parameters));
    this.#last = turn.catch(() => undefined); // told to its own caller
    return turn;
  }

  /** Resolves when all calls made so far are answered. */
  async idle(): Promise<void> {
    await this.#last;
  }

  async #run(name: string, parameters: readonly unknown[]): Promise<unknown> {
    const run = this.#archive.get(name) ?? (await this.#query(name));
    this.#begin.run();
    try {
      return await run(parameters);
    } finally {
      if (this.#database.isTransaction) this.#commit.run();
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
