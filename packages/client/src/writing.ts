import type { Amendments } from "./amendments/amendments.ts";
import { replyTo } from "./amendments/replies.ts";
import type { Context } from "./context.ts";
import type { Conversations } from "./conversations.ts";
import type { FilesDoor } from "./files/door.ts";
import { referenceTo } from "./message-references.ts";
import type { Messages } from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import type { Message, SendOptions } from "./types.ts";
import type { Typing } from "./typing.ts";
import type { Unread } from "./unread.ts";

export interface WritingParts {
  readonly messages: Messages;
  readonly conversations: Conversations;
  readonly amendments: Amendments;
  readonly outbox: Outbox;
  readonly unread: Unread;
  readonly typing: Typing;
  readonly files: FilesDoor;
}

/** What the user says. */
export class Writing {
  readonly #context: Context;
  readonly #parts: WritingParts;

  constructor(context: Context, parts: WritingParts) {
    this.#context = context;
    this.#parts = parts;
  }

  send(peer: string, body: string, options: SendOptions = {}): Message {
    const { conversations, outbox, unread, typing, files } = this.#parts;
    typing.sent(peer);
    const answered = options.reply === undefined ? undefined : this.#known(options.reply);
    const id = answered && referenceTo(answered, conversations.get(peer).kind === "group");
    const reply = answered && id && !answered.isRemoved ? replyTo(answered, id, this.#context.address) : undefined;
    const message = outbox.add(peer, body, reply, options);
    // What is passed on from elsewhere leaves alone what is being written.
    if (conversations.get(peer).draft.trim() === body.trim()) conversations.change(peer, { draft: "" });
    unread.wrote(message);
    if (message.file) files.go();
    return message;
  }

  /** Another tab of ours has put a message into storage. */
  wrote(key: string): void {
    const { messages, unread, typing } = this.#parts;
    const message = this.#known(key);
    if (!message) return;
    typing.sent(message.peer);
    messages.put(message);
    unread.wrote(message);
  }

  retry(key: string): void {
    const message = this.#known(key);
    if (message?.state !== "failed") return;
    this.#parts.outbox.retry(message);
    this.#parts.files.go();
  }

  discard(key: string): void {
    const message = this.#known(key);
    if (message?.state !== "failed") return;
    this.#parts.messages.remove(message);
    if (message.file) this.#parts.files.forget(key);
  }

  remove(key: string): void {
    // Nobody else has what failed.
    if (this.#known(key)?.state === "failed") this.discard(key);
    else this.#parts.amendments.remove(key);
  }

  #known(key: string): Message | undefined {
    return this.#parts.messages.find(key);
  }
}
