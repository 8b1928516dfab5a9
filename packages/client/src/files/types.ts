import type { Message, SendOptions, SharedFile } from "../types.ts";

/** A file to be sent, with what is known of it. */
export interface NewFile extends Omit<SharedFile, "url" | "size" | "hash" | "progress"> {
  readonly blob: Blob;
}

/** A file that is attached to a conversation, and not sent yet. */
export interface NewAttachment {
  /** Another one each time. */
  readonly key: string;
  readonly name: string;
  readonly blob: Blob;
}

export interface FilesApi {
  /** Bytes of the largest file that the server takes; 0 when it takes none. Rejects without a connection. */
  limit(): Promise<number>;
  /** Takes the file at once, in state "waiting": it is kept on this device, and the message leaves when the file is up. */
  send(peer: string, file: NewFile, text?: string, options?: SendOptions): Message;
  /** Gives up a file that is on its way, and its message. Without effect once the message has left. */
  cancel(key: string): void;
  /** Keeps a file with a conversation, as its draft is kept; not if there is too much already. */
  attach(peer: string, file: NewAttachment): void;
  /** It is sent, or not wanted any more. */
  detach(peer: string, key: string): void;
  /** An own file that is attached, or not up yet, as it is kept here. */
  blob(key: string): Promise<Blob | undefined>;
}

/** Where a file is put, and to be had then (XEP-0363 §4). */
export interface Slot {
  readonly put: string;
  readonly get: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What breaks off there can be gone on with. */
  readonly isResumable: boolean;
}

/** Asks something of the place where files are put (XEP-0363 §7). Rejects when there is no answer. */
export type Put = (request: PutRequest) => Promise<PutAnswer>;

export interface PutRequest {
  readonly method: "PUT" | "HEAD" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly blob?: Blob;
  readonly signal: AbortSignal;
  /** From 0 to 1. */
  onProgress?(part: number): void;
}

export interface PutAnswer {
  readonly status: number;
  /** A header of the answer, if we may see it. */
  header(name: string): string | undefined;
}
