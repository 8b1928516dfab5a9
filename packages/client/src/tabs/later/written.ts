import { replyTo } from "../../amendments/replies.ts";
import type { NewFile } from "../../files/types.ts";
import { timeAfter } from "../../message-order.ts";
import { referenceTo } from "../../message-references.ts";
import type { Clock } from "../../options.ts";
import { carriable } from "../../outgoing.ts";
import { randomId } from "../../random.ts";
import type { QueuedContent, Storage } from "../../storage/storage.ts";
import type { EngineApi, Message, SendOptions } from "../../types.ts";

interface WrittenParts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly api: EngineApi;
  /** Has the leading tab send what is in the queue. */
  readonly adopt: () => Promise<unknown>;
  readonly log: (event: string, cause: unknown) => void;
}

/** What the user writes in a tab that follows: kept in the storage of all tabs first, then taken over by the one that leads. */
export class Written {
  readonly #parts: WrittenParts;
  /** What the leading tab has not taken over yet. */
  readonly #messages = new Map<string, Message>();
  #storing: Promise<void> = Promise.resolve();
  #lastOrder = 0;

  constructor(parts: WrittenParts) {
    this.#parts = parts;
  }

  /** With what was written here and is not in it yet. */
  with(peer: string, window: readonly Message[]): readonly Message[] {
    const own = [...this.#messages.values()].filter((message) => message.peer === peer);
    const rest = own.filter(({ key }) => !window.some((message) => message.key === key));
    return rest.length > 0 ? [...window, ...rest] : window;
  }

  /** Resolves when all of it is stored. */
  settled(): Promise<void> {
    return this.#storing;
  }

  write(peer: string, body: string, { reply: answered, file }: SendOptions = {}, blob?: Blob): Message {
    const key = randomId();
    const reply = this.#reply(peer, answered);
    const text = { body: carriable(body), ...(reply && { reply }), ...(file && { file }) };
    const { last } = this.#parts.api.conversations.find((one) => one.peer === peer) ?? {};
    const at = timeAfter({ ...(last && { last }) }, this.#parts.clock.now());
    const message: Message = {
      key,
      id: key,
      peer,
      isOwn: true,
      ...text,
      state: "waiting",
      place: Number.POSITIVE_INFINITY,
      at,
    };
    this.#messages.set(key, message);
    // At once: the page may be left before what was written earlier is stored, which comes before this in any case.
    const stored = this.#store(message, { kind: "text", ...text }, blob).catch((cause: unknown) =>
      this.#parts.log("a message could not be stored", cause),
    );
    this.#storing = Promise.all([this.#storing, stored]).then(() => {});
    void stored.then(() => this.#parts.adopt()).finally(() => this.#messages.delete(key));
    return message;
  }

  async #store(message: Message, content: QueuedContent, blob: Blob | undefined): Promise<void> {
    const { storage, clock } = this.#parts;
    const { key, peer, at } = message;
    const order = Math.max(this.#lastOrder + 1, clock.now() * 1000);
    this.#lastOrder = order;
    if (blob) await storage.keepUpload(key, blob);
    const entry = { order, key, peer, content, at, tab: "another" };
    await storage.write({ messages: [message], queue: [entry] });
  }

  #reply(peer: string, key: string | undefined) {
    const { api } = this.#parts;
    const answered = key === undefined ? undefined : api.history(peer).find((message) => message.key === key);
    const isGroup = api.conversations.some((one) => one.peer === peer && one.kind === "group");
    const id = answered && referenceTo(answered, isGroup);
    return answered && id && !answered.isRemoved ? replyTo(answered, id, api.address) : undefined;
  }
}

/** A file as its message shows it before it is up. */
export function fileOf({ blob, ...told }: NewFile) {
  return { ...told, url: "", size: blob.size, progress: 0 };
}
