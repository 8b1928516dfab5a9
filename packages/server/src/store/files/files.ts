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
}
