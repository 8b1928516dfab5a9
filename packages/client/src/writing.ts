import type { Amendments } from "./amendments/amendments.ts";
import { replyTo } from "./amendments/reading.ts";
import type { Context } from "./context.ts";
import type { Conversations } from "./conversations.ts";
import { referenceTo } from "./message-references.ts";
import type { Messages } from "./messages.ts";
import type { Outbox } from "./outbox.ts";
import { carriable } from "./outgoing.ts";
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
}

/** What the user says, and what they change of it. */
export class Writing {
  readonly #context: Context;
  readonly #parts: WritingParts;
  /** Changes of which what is stored about their messages is being read: each after the one before it. */
  #changing: Promise<void> = Promise.resolve();

  constructor(context: Context, parts: WritingParts) {
    this.#context = context;
    this.#parts = parts;
  }

  send(peer: string, body: string, options: SendOptions = {}): Message {
    const { conversations, outbox, unread, typing } = this.#parts;
    typing.sent(peer);
    const answered = options.reply === undefined ? undefined : this.#known(options.reply);
    const id = answered && this.#referenceTo(answered);
    const reply = answered && id && !answered.isRemoved ? replyTo(answered, id, this.#context.address) : undefined;
    const message = outbox.add(peer, body, reply);
    conversations.change(peer, { draft: "" });
    unread.wrote(message);
    return message;
  }

  /** XEP-0308 */
  edit(key: string, text: string): void {
    const body = carriable(text);
    this.#change(key, (message) => {
      const replaces = this.#referenceTo(message, true);
      if (!replaces || !message.isOwn || !message.body || message.body === body || body.trim() === "") return;
      const { reply } = message;
      const content = { kind: "text", body, replaces, ...(reply && { reply }) } as const;
      this.#parts.outbox.change(message, content, { kind: "text", body });
    });
  }

  retry(key: string): void {
    const message = this.#known(key);
    if (message?.state === "failed") this.#parts.outbox.retry(message);
  }

  discard(key: string): void {
    const message = this.#known(key);
    if (message?.state === "failed") this.#parts.messages.remove(message);
  }

  /** XEP-0424; nobody else has what failed. */
  remove(key: string): void {
    this.discard(key);
    this.#change(key, (message) => {
      const of = this.#referenceTo(message);
      if (of && message.isOwn) this.#parts.outbox.change(message, { kind: "retraction", of }, { kind: "removal" });
    });
  }

  /** XEP-0444: a stanza says all that we feel. */
  react(key: string, emoji: string): void {
    this.#change(key, (message) => {
      const of = this.#referenceTo(message);
      const own = (message.reactions ?? []).flatMap((each) => (each.isOwn ? [each.emoji] : []));
      const emojis = own.includes(emoji) ? own.filter((each) => each !== emoji) : [...own, emoji];
      if (of) this.#parts.outbox.change(message, { kind: "reactions", of, emojis }, { kind: "reactions", emojis });
    });
  }

  /** Changes a message that is there still, once all that is known of it is at hand. */
  #change(key: string, change: (message: Message) => void): void {
    const { amendments } = this.#parts;
    const message = this.#known(key);
    if (!message) return;
    const log = (cause: unknown) => this.#context.log("storage could not be read", cause);
    const act = () => {
      const now = this.#known(key);
      if (now && !now.isRemoved && now.state !== "failed") change(now);
    };
    this.#changing = this.#changing
      .then(() => amendments.loadFor(message))
      .then(act, (cause: unknown) => {
        log(cause);
        act();
      });
  }

  #known(key: string): Message | undefined {
    return this.#parts.messages.find(key);
  }

  #referenceTo(message: Message, isCorrection = false): string | undefined {
    const isGroup = this.#parts.conversations.get(message.peer).kind === "group";
    return referenceTo(message, isGroup, isCorrection);
  }
}
