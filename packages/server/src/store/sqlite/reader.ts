import type { DatabaseSync } from "node:sqlite";
import type { Kysely } from "kysely";
import type { Schema } from "../queries/schema.ts";
import type { ArchivePage, PageQuery } from "../store.ts";
import { ArchiveReader, type PendingPage } from "./archive-reader.ts";
import { kyselyOn } from "./dialect.ts";
import { bind, type ReadCalls, readOperations } from "./operations.ts";

/** What the reading worker answers besides the typed queries. */
export interface ArchiveCalls {
  archivePage(owner: number, query: PageQuery): Promise<ArchivePage>;
  archiveMetadata(owner: number): Promise<{ readonly first: number; readonly last: number } | undefined>;
  pendingPage(owner: number, after: number, limit: number): Promise<PendingPage>;
}

export type AllReadCalls = ReadCalls & ArchiveCalls;

/** Answers one call after another, each on one snapshot of the database. */
export class Reader {
  readonly #database: DatabaseSync;
  readonly #db: Kysely<Schema>;
  readonly #operations: object;
  #last: Promise<unknown> = Promise.resolve();

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#db = kyselyOn(database);
    this.#operations = { ...readOperations, ...archiveOperations(new ArchiveReader(database)) };
  }

  call(name: string, parameters: readonly unknown[]): Promise<unknown> {
    const turn = this.#last.then(() => this.#run(name, parameters));
    this.#last = turn.catch(() => undefined); // told to its own caller
    return turn;
  }

  async #run(name: string, parameters: readonly unknown[]): Promise<unknown> {
    this.#database.exec("BEGIN");
    try {
      return await bind(this.#operations, this.#db, name)(parameters);
    } finally {
      if (this.#database.isTransaction) this.#database.exec("COMMIT");
    }
  }
}

type WithDatabase<F> = F extends (...parameters: infer P) => infer R
  ? (db: Kysely<Schema>, ...parameters: P) => R
  : never;

function archiveOperations(archive: ArchiveReader): { [K in keyof ArchiveCalls]: WithDatabase<ArchiveCalls[K]> } {
  return {
    archivePage: async (_db, owner, query) => archive.page(owner, query),
    archiveMetadata: async (_db, owner) => archive.metadata(owner),
    pendingPage: async (_db, owner, after, limit) => archive.pending(owner, after, limit),
  };
}
