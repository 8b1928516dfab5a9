import { type Element, parseElement } from "@yonder/protocol";
import type { Context } from "./context.ts";
import { timeAfter } from "./message-order.ts";
import type { Messages } from "./messages.ts";
import { carriable, textMessage } from "./outgoing.ts";
import { randomId } from "./random.ts";
import type { QueuedMessage, StoredConversation } from "./storage/storage.ts";
import type { Message, MessageState } from "./types.ts";

/** A stanza that every server of today takes; and what of it is not the text. */
const MAX_BYTES = 250_000;
const OVERHEAD = 2_000;

const WAITING = { state: "waiting", place: Number.POSITIVE_INFINITY } as const;

/** What the server, or they, told of a message. */
interface News {
  readonly state: MessageState;
  readonly changes: Partial<Message>;
}

/** Own messages until the server has taken responsibility for them; sent in the order in which they were written. */
export class Outbox {
  readonly #context: Context;
  readonly #messages: Messages;
  readonly #tab: string;
  /** In the order of sending. */
  readonly #entries = new Map<string, QueuedMessage>();
  /** Keys of those that the current stream carries, in the order of sending. */
  readonly #onWire = new Set<string>();
  /** What is known of those that the server has, while an earlier one of the same stream has not left. */
  readonly #news = new Map<string, News[]>();
  #lastOrder = 0;
  /** Key of the message that may have been why the server threw us out. */
  #suspect: string | undefined;

  constructor(context: Context, messages: Messages, tab: string) {
    this.#context = context;
    this.#messages = messages;
    this.#tab = tab;
  }

  /** The server may have taken messages of which we do not know yet. */
  get isUnderWay(): boolean {
    return this.#onWire.size > 0;
  }

  clear(): void {
    this.#entries.clear();
    this.#onWire.clear();
    this.#news.clear();
    this.#suspect = undefined;
  }

  /** Takes over messages that were left behind, before all that is written now. */
  adopt(left: readonly QueuedMessage[]): void {
    const own = [...this.#entries.values()];
    this.#entries.clear();
    for (const entry of [...left.map((each) => ({ ...each, tab: this.#tab })), ...own])
      this.#entries.set(entry.key, entry);
    this.#lastOrder = Math.max(this.#lastOrder, ...left.map((entry) => entry.order));
    this.#context.journal.put({ queue: left.map((entry) => ({ ...entry, tab: this.#tab })) });
  }

  /** Takes a new message, in state "waiting", and sends it when that is possible now. */
  add(peer: string, body: string, conversation: StoredConversation): Message {
    const key = randomId();
    const at = timeAfter(conversation, this.#context.clock.now());
    const message: Message = { key, id: key, peer, isOwn: true, body: carriable(body), ...WAITING, at };
    this.#enqueue(message);
    return message;
  }

  /** Tries a failed message again, as the newest. */
  retry(message: Message, conversation: StoredConversation): void {
    const { error: _, ...rest } = message;
    this.#enqueue({ ...rest, ...WAITING, at: timeAfter(conversation, this.#context.clock.now()) });
  }

  /** Sends all that the stream does not carry yet. @returns how many */
  flush(): number {
    const unsent = [...this.#entries.values()].filter(({ key }) => !this.#onWire.has(key));
    return unsent.filter((entry) => this.#send(entry)).length;
  }

  /** The stream and all that it carried unacknowledged are gone. */
  restart(): void {
    this.#onWire.clear();
  }

  /** The stream goes on in this page, with these stanzas of the former one. */
  resume(carried: readonly string[]): void {
    for (const text of carried) {
      const id = parseElement(text).attr("id") ?? "";
      if (this.#entries.has(id)) this.#onWire.add(id);
    }
  }

  /** The server has it. */
  acked(stanza: Element): void {
    const id = stanza.attr("id") ?? "";
    // What it refused, it has handled too.
    if (this.#entries.has(id)) this.advance(id, "stored");
  }

  /**
   * An own message came further, so the server has it. Whatever tells so: messages of one stream to one peer are accepted in the
   * order of sending, and leave in it.
   */
  advance(key: string, state: MessageState, changes: Partial<Message> = {}): void {
    const entry = this.#entries.get(key);
    if (!entry) return this.#messages.advance(key, state, changes);
    this.#news.set(key, [...(this.#news.get(key) ?? []), { state, changes }]);
    if (this.#onWire.has(key)) this.#leaveInOrder(entry.peer);
    else this.#leave(key);
  }

  /** The server refused it. */
  failed(key: string, error: string): void {
    const peer = this.#entries.get(key)?.peer;
    this.#remove(key);
    this.#messages.fail(key, error);
    if (peer) this.#leaveInOrder(peer);
  }

  /** Thrown out with messages on the way: when that happens twice with the same one first, it is given up. */
  accused(): boolean {
    const first = [...this.#entries.keys()].find((key) => this.#onWire.has(key));
    const isGuilty = first !== undefined && first === this.#suspect;
    this.#suspect = first;
    if (isGuilty) this.failed(first, "policy-violation");
    return isGuilty;
  }

  #enqueue(message: Message): void {
    const { key, peer, body, at } = message;
    if (new TextEncoder().encode(body).length + OVERHEAD > (this.#context.maxBytes ?? MAX_BYTES))
      return this.#messages.put({ ...message, state: "failed", error: "too-long" });
    this.#lastOrder = Math.max(this.#lastOrder + 1, this.#context.clock.now() * 1000);
    const entry = { order: this.#lastOrder, key, peer, body, at, tab: this.#tab };
    this.#entries.set(key, entry);
    this.#context.journal.put({ queue: [entry] });
    this.#messages.put(message);
    this.flush();
  }

  #send({ key, peer, body }: QueuedMessage): boolean {
    if (!this.#context.send(textMessage(peer, key, body))) return false;
    this.#onWire.add(key);
    return true;
  }

  #leaveInOrder(peer: string): void {
    for (const key of this.#onWire) {
      if (this.#entries.get(key)?.peer !== peer) continue;
      if (!this.#news.has(key)) return;
      this.#leave(key);
    }
  }

  #leave(key: string): void {
    const news = this.#news.get(key) ?? [];
    this.#remove(key);
    for (const { state, changes } of news) this.#messages.advance(key, state, changes);
  }

  #remove(key: string): void {
    if (!this.#entries.delete(key)) return;
    this.#onWire.delete(key);
    this.#news.delete(key);
    this.#context.journal.put({ dequeued: [key] });
  }
}
