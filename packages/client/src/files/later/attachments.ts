import type { Context } from "../../context.ts";
import type { Conversations } from "../../conversations.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Attachment } from "../../types.ts";
import type { NewAttachment } from "../types.ts";

/** Bytes of all that is attached and not sent. What is more is on the page alone. */
const MAX_BYTES = 256 * 1024 * 1024;

interface AttachmentsParts {
  readonly storage: Storage;
  readonly conversations: Conversations;
  /** What is being kept is at hand meanwhile. */
  readonly held: Map<string, Blob>;
  /** The file is not needed here any longer. */
  readonly forget: (key: string) => void;
}

/** What is attached to conversations and not sent yet: kept as drafts are. */
export class Attachments {
  readonly #context: Context;
  readonly #parts: AttachmentsParts;

  constructor(context: Context, parts: AttachmentsParts) {
    this.#context = context;
    this.#parts = parts;
  }

  async add(peer: string, { key, name, blob }: NewAttachment): Promise<void> {
    const { storage, held, forget } = this.#parts;
    const before = this.#of(peer);
    if (before.some((one) => one.key === key) || this.#bytes() + blob.size > MAX_BYTES) return;
    held.set(key, blob);
    this.#change(peer, [...before, { key, name, size: blob.size, type: blob.type }]);
    try {
      await storage.keepUpload(key, blob);
    } catch (cause) {
      this.#context.log("what is attached could not be kept", cause);
      this.remove(peer, key);
    }
    // It may have been sent meanwhile.
    if (!this.#of(peer).some((one) => one.key === key)) forget(key);
  }

  remove(peer: string, key: string): void {
    const before = this.#of(peer);
    const after = before.filter((one) => one.key !== key);
    if (after.length === before.length) return;
    this.#change(peer, after);
    this.#parts.forget(key);
  }

  #of(peer: string): readonly Attachment[] {
    return this.#parts.conversations.get(peer).attached ?? [];
  }

  #bytes(): number {
    const all = [...this.#parts.conversations.records].flatMap(({ attached = [] }) => attached);
    return all.reduce((sum, { size }) => sum + size, 0);
  }

  #change(peer: string, attached: readonly Attachment[]): void {
    this.#parts.conversations.change(peer, { attached });
  }
}
