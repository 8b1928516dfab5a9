import { ConnectionLost } from "../connection.ts";
import type { Context } from "../context.ts";
import type { Conversations } from "../conversations.ts";
import type { Messages } from "../messages.ts";
import type { Outbox } from "../outbox.ts";
import type { Storage } from "../storage/storage.ts";
import type { Message, SendOptions, SharedFile } from "../types.ts";
import type { Uploads } from "./later/uploads.ts";
import type { FilesApi, NewAttachment, NewFile, Put } from "./types.ts";

export interface FilesParts {
  readonly storage: Storage;
  readonly messages: Messages;
  readonly conversations: Conversations;
  readonly outbox: () => Outbox;
  readonly write: (peer: string, body: string, options: SendOptions) => Message;
  readonly put: Put | undefined;
}

/** The way to files: how they are sent is loaded when one is. */
export class FilesDoor implements FilesApi {
  readonly #context: Context;
  readonly #parts: FilesParts;
  #loading: Promise<Uploads> | undefined;
  #loaded: Uploads | undefined;
  /** What is on its way, or attached: some browsers keep no files. */
  readonly #held = new Map<string, Blob>();

  constructor(context: Context, parts: FilesParts) {
    this.#context = context;
    this.#parts = parts;
  }

  clear(): void {
    this.#loaded?.clear();
    this.#held.clear();
  }

  async limit(): Promise<number> {
    return (await this.#load()).limit();
  }

  send(peer: string, { blob, ...told }: NewFile, text = "", options: SendOptions = {}): Message {
    const file: SharedFile = { ...told, url: "", size: blob.size, progress: 0 };
    const message = this.#parts.write(peer, text, { ...options, file });
    const kept = this.#parts.storage.keepUpload(message.key, blob);
    kept.catch((cause: unknown) => this.#context.log("a file could not be kept", cause));
    this.#held.set(message.key, blob);
    return message;
  }

  cancel(key: string): void {
    const message = this.#parts.messages.find(key);
    const entry = this.#parts.outbox().withoutFile.find((one) => one.key === key);
    if (!message || !this.#parts.outbox().withdraw(key)) return;
    if (entry) this.#with((uploads) => uploads.cancel(entry));
    this.#parts.messages.remove(message);
    this.forget(key);
  }

  attach(peer: string, file: NewAttachment): void {
    this.#with(({ attachments }) => attachments.add(peer, file));
  }

  detach(peer: string, key: string): void {
    this.#with(({ attachments }) => attachments.remove(peer, key));
  }

  async blob(key: string): Promise<Blob | undefined> {
    return this.#held.get(key) ?? (await this.#parts.storage.upload(key));
  }

  /** The file is not needed here any longer. */
  forget(key: string): void {
    this.#held.delete(key);
    this.#loaded?.release(key);
    this.#parts.storage
      .dropUpload(key)
      .catch((cause: unknown) => this.#context.log("a file could not be removed", cause));
  }

  /** Files wait, or there is a connection again. */
  go(): void {
    if (this.#parts.outbox().withoutFile.length > 0) this.#with((uploads) => uploads.go());
  }

  #with(action: (uploads: Uploads) => unknown): void {
    this.#load()
      .then(action)
      .catch((cause: unknown) => {
        if (!(cause instanceof ConnectionLost)) this.#context.log("files cannot be sent", cause);
        // Without a connection nothing is loaded: once there is one, it is tried again.
      });
  }

  async #load(): Promise<Uploads> {
    this.#loading ??= import("./later/uploads.ts").then(
      ({ Uploads }) => new Uploads(this.#context, this.#parts, this, this.#held),
    );
    try {
      this.#loaded = await this.#loading;
      return this.#loaded;
    } catch (cause) {
      this.#loading = undefined;
      throw cause;
    }
  }
}
