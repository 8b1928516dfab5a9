import type { Message, SendOptions, SharedFile } from "../types.ts";

/** A file to be sent, with what is known of it. */
export interface NewFile extends Omit<SharedFile, "url" | "size" | "hash" | "progress"> {
  readonly blob: Blob;
}

export interface FilesApi {
  /** Bytes of the largest file that the server takes; 0 when it takes none. Rejects without a connection. */
  limit(): Promise<number>;
  /** Takes the file at once, in state "waiting": it is kept on this device, and the message leaves when the file is up. */
  send(peer: string, file: NewFile, text?: string, options?: SendOptions): Message;
  /** Gives up a file that is on its way, and its message. Without effect once the message has left. */
  cancel(key: string): void;
  /** An own file that is not up yet, as it is kept here. */
  blob(key: string): Promise<Blob | undefined>;
}

/** Puts a file where a slot is (XEP-0363 §7). @returns the status; rejects when there is no answer */
export type Put = (request: PutRequest) => Promise<number>;

export interface PutRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly blob: Blob;
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  onProgress(part: number): void;
}
