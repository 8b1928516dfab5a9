import { replyTo } from "../../amendments/replies.ts";
import type { NewFile } from "../../files/types.ts";
import { timeAfter } from "../../message-order.ts";
import { referenceTo } from "../../message-references.ts";
import type { Clock } from "../../options.ts";
import { carriable } from "../../outgoing.ts";
import { randomId } from "../../random.ts";
import type { QueuedMessage, Storage } from "../../storage/storage.ts";
import type { EngineApi, Message, SendOptions } from "../../types.ts";

interface WrittenParts {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly api: EngineApi;
  /** Has the leading tab send what is in the queue, and this as well. */
  readonly adopt: (unstored: Unstored | undefined) => Promise<unknown>;
  readonly log: (event: string, cause: unknown) => void;
}

/** What the user wrote where there is no room for it. */
export interface Unstored {
  readonly message: Message;
  readonly entry: QueuedMessage;
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

  write(peer: string, body: string, { reply: answered, file, link }: SendOptions = {}, blob?: Blob): Message {
    const key = randomId();
    const reply = this.#reply(peer, answered);
    const text = { body: carriable(body), ...(reply && { reply }), ...(file && { file }), ...(link && { link }) };
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
    const entry = {
      order: this.#nextOrder(),
      key,
      peer,
      content: { kind: "text", ...text },
      at,
      tab: "another",
    } as const;
    // At once: the page may be left before what was written earlier is stored, which comes before this in any case.
    const stored = this.#store({ message, entry }, blob);
    this.#storing = Promise.all([this.#storing, stored]).then(() => {});
    stored
      .then((unstored) => this.#parts.adopt(unstored))
      .catch((cause: unknown) => this.#parts.log("a message could not be passed on", cause))
      .finally(() => this.#messages.delete(key));
    return message;
  }

  #nextOrder(): number {
    this.#lastOrder = Math.max(this.#lastOrder + 1, this.#parts.clock.now() * 1000);
    return this.#lastOrder;
  }

  /** @returns what the leading tab has to be told, as it will not find it in storage */
  async #store(written: Unstored, blob: Blob | undefined): Promise<Unstored | undefined> {
    const { storage, log } = this.#parts;
    const { message, entry } = written;
    try {
      if (blob) await storage.keepUpload(message.key, blob);
      await storage.write({ messages: [message], queue: [entry] });
      return undefined;
    } catch (cause) {
      log("a message could not be stored", cause);
      return written;
    }
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
