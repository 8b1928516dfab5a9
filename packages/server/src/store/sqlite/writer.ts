import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Kysely } from "kysely";
import { createArchiveIds } from "../archive-id.ts";
import type { Schema } from "../queries/schema.ts";
import { StoreError } from "../store-error.ts";
import { type Answer, type Batch, forEachOperation, pushAccepted, pushError, pushValue } from "./batch.ts";
import { kyselyOn } from "./dialect.ts";
import { type ErrorRecord, isFull, toRecord } from "./errors.ts";
import { IndexMerge } from "./index-merge.ts";
import { MessageLog } from "./message-log.ts";
import { bind, writeOperations } from "./operations.ts";
import { PendingHeads } from "./pending-heads.ts";
import { RemovedOwners } from "./removed-owners.ts";

export interface WriterOptions {
  /** Of this node among those that share a database: 0 – 63. */
  readonly slot: number;
  /** Messages that come together before they are put into the index. */
  readonly mergeThreshold: number;
}

/** `isShared`: several processes put messages into the mailboxes. */
export type ArchiveOptions = WriterOptions & { readonly isShared: boolean };

/** Runs batches, those that come together as one transaction, and in between fills the index. */
export class Writer {
  readonly #database: DatabaseSync;
  readonly #db: Kysely<Schema>;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #dataVersion: StatementSync;
  readonly #acknowledge: StatementSync;
  readonly #archive: NodeArchive | undefined;
  #seenVersion: unknown;
  #mayHaveRemoved = true;

  /** Without options it is a tool's: it leaves the archive to the node. */
  constructor(database: DatabaseSync, options: ArchiveOptions | undefined) {
    this.#database = database;
    this.#db = kyselyOn(database);
    this.#begin = database.prepare("BEGIN IMMEDIATE");
    this.#commit = database.prepare("COMMIT");
    this.#savepoint = database.prepare("SAVEPOINT operation");
    this.#release = database.prepare("RELEASE operation");
    this.#dataVersion = database.prepare("PRAGMA data_version");
    this.#acknowledge = database.prepare(
      "INSERT INTO watermarks VALUES (?, ?) ON CONFLICT (owner) DO UPDATE SET up_to = max(up_to, excluded.up_to)",
    );
    this.#archive = options && openArchive(database, options);
  }

  /** Answers each batch. Never rejects: when they fail as a whole, each operation is answered with the reason. */
  async run(batches: readonly Batch[]): Promise<readonly Answer[]> {
    const answers: Answer[] = [];
    let isCommitting = false;
    try {
      this.#begin.run();
      this.#noticeOthers();
      for (const batch of batches) answers.push(await this.#runAll(batch));
      isCommitting = true;
      this.#commit.run();
      this.#archive?.log.committed();
      return answers;
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec("ROLLBACK");
      this.#archive?.log.rolledBack();
      // What a failed commit had written already may be found whole after a crash; where there was no room for it, it is not whole.
      const record = toRecord(error, isCommitting && !isFull(error));
      return batches.map((batch) => failAll(batch, record));
    }
  }

  /** Does one small step of work that can wait. Returns whether more is to be done. */
  maintain(): boolean {
    if (this.#archive === undefined) return false;
    if (this.#archive.merge.step()) return true;
    this.#mayHaveRemoved &&= this.#archive.removed.step();
    return this.#mayHaveRemoved;
  }

  /** Whether another process committed something. */
  #noticeOthers(): void {
    const version = this.#dataVersion.get()?.data_version;
    if (version !== this.#seenVersion) this.#accountsChanged();
    this.#seenVersion = version;
  }

  /** Accounts may have come or gone. */
  #accountsChanged(): void {
    this.#mayHaveRemoved = true;
    this.#archive?.log.forgetAccounts();
  }

  async #runAll(batch: Batch): Promise<Answer> {
    const answer: Answer = [true];
    const now = Number(batch[0]);
    await forEachOperation(batch, {
      accept: (request) => {
        if (this.#archive === undefined) throw new StoreError("unavailable", "Only a node accepts messages.");
        pushAccepted(answer, this.#archive.log.accept(request, now));
      },
      call: (name, parameters) => this.#call(name, parameters, answer),
      acknowledge: (owner, upTo) => this.#acknowledge.run(owner, upTo),
    });
    return answer;
  }

  /** One that fails leaves no trace, and the rest of the batch as it is. */
  async #call(name: string, parameters: readonly unknown[], answer: Answer): Promise<void> {
    this.#savepoint.run();
    try {
      pushValue(answer, await this.#do(name, parameters));
    } catch (error) {
      if (!this.#database.isTransaction) throw error;
      this.#database.exec("ROLLBACK TO operation");
      pushError(answer, toRecord(error));
    }
    this.#release.run();
    if (name === "removeAccount") this.#accountsChanged();
  }

  #do(name: string, parameters: readonly unknown[]): unknown {
    if (name === ("pendingHeads" satisfies keyof MailboxCalls))
      return this.#archive?.log.heads(parameters[0] as readonly number[]);
    return bind(writeOperations, this.#db, name)(parameters);
  }
}

/** What the writing worker answers besides the typed queries. */
export interface MailboxCalls {
  pendingHeads(owners: readonly number[]): Promise<ReadonlyMap<number, number>>;
}

interface NodeArchive {
  readonly log: MessageLog;
  readonly merge: IndexMerge;
  readonly removed: RemovedOwners;
}

function openArchive(database: DatabaseSync, { slot, mergeThreshold, isShared }: ArchiveOptions): NodeArchive {
  const merge = new IndexMerge(database, mergeThreshold);
  const newest = Number(database.prepare("SELECT max(id) AS id FROM messages").get()?.id ?? 0);
  const last = Math.max(newest, merge.indexedTo);
  const heads = isShared ? new PendingHeads(database, merge, last) : undefined;
  const log = new MessageLog(database, merge, createArchiveIds(slot, last), heads);
  return { merge, log, removed: new RemovedOwners(database, merge) };
}

function failAll(batch: Batch, record: ErrorRecord): Answer {
  const answer: Answer = [false];
  const fail = () => pushError(answer, record);
  void forEachOperation(batch, { accept: fail, call: async () => fail(), acknowledge: () => undefined });
  return answer;
}
