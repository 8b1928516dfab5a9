import type { Readable } from "node:stream";

/** Bytes of a file, both ends included. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** Where the contents of uploads are kept, by the ids that uploads.ts knows them by. Every operation may reject with a StoreError "unavailable" or "full". */
export interface Files {
  /**
   * Keeps what comes. When it resolves the file is durable; when it rejects nothing of it is left. Rejects with the error of `content`, and with
   * "conflict" when that does not have this size.
   */
  put(id: string, content: Readable, size: number): Promise<void>;
  /** A part of a file; undefined when there is none. */
  open(id: string, part: ByteRange): Promise<Readable | undefined>;
  /** Does nothing when there is none. */
  remove(id: string): Promise<void>;
  /** Removes what uploads left behind that a crash cut short. */
  tidy(): Promise<void>;
  /** Files that come in parts; undefined: they come whole, or not at all. */
  readonly parts?: FileParts;
}

/** What has come of files, which nobody can open before they are whole. One writes at a time: the caller sees to it. `remove` removes it too. */
export interface FileParts {
  /** Bytes that have come. */
  length(id: string): Promise<number>;
  /**
   * Adds to the `from` bytes that have come; 0 begins anew. Rejects with the error of `content`, and keeps what came of that. Nothing is written
   * any more once it has ended.
   */
  append(id: string, content: Readable, from: number): Promise<void>;
  /** Makes it a file, which is durable then. Rejects with "conflict" when it does not have this size. */
  finish(id: string, size: number): Promise<void>;
}
