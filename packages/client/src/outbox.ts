import { type Element, parseElement, UNLIMITED } from "@yonder/protocol";
import type { Amendments } from "./amendments/amendments.ts";
import type { Context } from "./context.ts";
import type { Conversations } from "./conversations.ts";
import type { Slot } from "./files/types.ts";
import { timeAfter } from "./message-order.ts";
import type { Messages } from "./messages.ts";
import { carriable, stanzaOf } from "./outgoing.ts";
import { randomId } from "./random.ts";
import type { QueuedContent, QueuedMessage } from "./storage/storage.ts";
import type { Message, MessageState, Reply, SendOptions, SharedFile } from "./types.ts";

/** A stanza that every server of today takes; and what of it is not the text. */
const MAX_BYTES = 250_000;
const OVERHEAD = 2_000;

const WAITING = { state: "waiting", place: Number.POSITIVE_INFINITY } as const;

/** What the server, or they, told of a message. */
interface News {
  readonly state: MessageState;
  readonly changes: Partial<Message>;
}

export interface OutboxParts {
  readonly messages: Messages;
  readonly conversations: Conversations;
  readonly amendments: Amendments;
  /** What we say there is heard: a group hears those alone who are in it. */
  readonly isOpen: (peer: string) => boolean;
}

/** Own messages until the server has taken responsibility for them; sent in the order in which they were written. */
export class Outbox {
  readonly #context: Context;
  readonly #messages: Messages;
  readonly #conversations: Conversations;
  readonly #amendments: Amendments;
  readonly #isOpen: (peer: string) => boolean;
  /** In the order of sending. */
  readonly #entries = new Map<string, QueuedMessage>();
  /** Keys of those that the current stream carries, in the order of sending. */
  readonly #onWire = new Set<string>();
  /** What is known of those that the server has, while an earlier one of the same stream has not left. */
  readonly #news = new Map<string, News[]>();
  #lastOrder = 0;
  /** Key of the message that may have been why the server threw us out. */
  #suspect: string | undefined;

  constructor(context: Context, parts: OutboxParts) {
    this.#context = context;
    this.#messages = parts.messages;
    this.#conversations = parts.conversations;
    this.#amendments = parts.amendments;
    this.#isOpen = parts.isOpen;
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

  /** What cannot leave before its file is up, and told. */
  get withoutFile(): readonly QueuedMessage[] {
    return [...this.#entries.values()].filter((entry) => !isComplete(entry));
  }

  /** Takes over messages that were left behind. @returns those that were not here yet */
  adopt(queue: readonly QueuedMessage[]): readonly QueuedMessage[] {
    const left = queue.filter(({ key }) => !this.#entries.has(key));
    for (const { tab: _, ...entry } of left) this.#put(entry);
    this.#lastOrder = Math.max(this.#lastOrder, ...left.map((entry) => entry.order));
    for (const { peer, key, content } of left) if (this.#isTooLong(content)) this.failed(peer, key, "too-long");
    return left;
  }

  /** Takes a new message, in state "waiting", and sends it when that is possible now. */
  add(peer: string, body: string, reply?: Reply, { file, link }: SendOptions = {}): Message {
    const key = randomId();
    const text = { body: carriable(body), ...(reply && { reply }), ...(file && { file }), ...(link && { link }) };
    const message: Message = { key, id: key, peer, isOwn: true, ...text, ...WAITING, at: this.#now(peer) };
    this.#enqueue(message);
    return message;
  }

  /** Tries a failed message again, as the newest. */
  retry(message: Message): void {
    const { error: _, ...rest } = message;
    this.#enqueue({ ...rest, ...WAITING, at: this.#now(message.peer) });
  }

  /** Takes a change to an earlier message. @returns undefined when no server would take it */
  change(before: Message, content: QueuedContent): QueuedMessage | undefined {
    if (this.#isTooLong(content)) return undefined;
    const { peer } = before;
    const former = content.kind === "reactions" ? this.#unsentReactions(peer, content.of) : undefined;
    if (former) this.#remove(former.key);
    const entry = this.#entry(randomId(), peer, content, this.#now(peer), former?.before ?? before);
    this.#put(entry);
    this.flush();
    return entry;
  }

  /** The file of a message came so far, from 0 to 1. */
  progressed(key: string, progress: number): void {
    const message = this.#messages.find(key);
    if (message?.file && this.#entries.has(key))
      this.#messages.put({ ...message, file: { ...message.file, progress } });
  }

  /** The file of a message is being put there; undefined: it is begun anew. */
  placed(key: string, slot: Slot | undefined): void {
    const entry = this.#entries.get(key);
    if (entry?.content.kind !== "text") return;
    const { slot: _, ...content } = entry.content;
    this.#put({ ...entry, content: { ...content, ...(slot && { slot }) } });
  }

  /** The file of a message is up: it leaves. @returns whether it was waited for */
  uploaded(key: string, file: SharedFile, told: string): boolean {
    const entry = this.#entries.get(key);
    const message = this.#messages.find(key);
    if (entry?.content.kind !== "text") return false;
    if (message) this.#messages.put({ ...message, file });
    // It is the newest now, behind all that was written meanwhile.
    this.#entries.delete(key);
    this.#put(this.#entry(key, entry.peer, { ...entry.content, file, told }, entry.at));
    this.flush();
    return true;
  }

  /** Takes a message back that no stream has carried. @returns whether that was possible */
  withdraw(key: string): boolean {
    if (!this.#entries.has(key) || this.#onWire.has(key)) return false;
    this.#remove(key);
    return true;
  }

  /** Sends all that the stream does not carry yet. @returns how many */
  flush(): number {
    const isDue = (entry: QueuedMessage) =>
      !this.#onWire.has(entry.key) && isComplete(entry) && this.#isOpen(entry.peer);
    const unsent = [...this.#entries.values()].filter(isDue);
    return unsent.filter((entry) => this.#send(entry)).length;
  }

  /** The stream and all that it carried unacknowledged are gone. */
  restart(): void {
    this.#onWire.clear();
  }

  /** What we said to them lately may not have been heard: it is said again. */
  returned(peer: string): void {
    for (const key of this.#onWire) if (this.#entries.get(key)?.peer === peer) this.#onWire.delete(key);
  }

  /** The stream goes on in this page, with these stanzas of the former one. */
  resume(carried: readonly string[]): void {
    for (const text of carried) {
      const id = parseElement(text, UNLIMITED).attr("id") ?? "";
      if (this.#entries.has(id)) this.#onWire.add(id);
    }
  }

  /** The server has it. */
  acked(stanza: Element): void {
    const id = stanza.attr("id") ?? "";
    const entry = this.#entries.get(id);
    // What it refused, it has handled too. What we say in a group counts when that says it to all.
    if (entry && this.#conversations.get(entry.peer).kind !== "group") this.advance(id, "stored");
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

  /** They, or the server, refused it: and with it what waits to change it. */
  failed(peer: string, key: string, error: string): void {
    const entry = this.#entries.get(key);
    if (entry && entry.peer !== peer) return;
    this.#remove(key);
    this.#amendments.refused(peer, key, error, entry);
    if (this.#messages.find(key)?.peer === peer) this.#messages.fail(key, error);
    if (entry) this.#leaveInOrder(peer);
  }

  /** Thrown out with messages on the way: when that happens twice with the same one first, it is given up. */
  accused(): boolean {
    const first = [...this.#entries.keys()].find((key) => this.#onWire.has(key));
    const isGuilty = first !== undefined && first === this.#suspect;
    this.#suspect = first;
    if (isGuilty) this.failed(this.#entries.get(first)?.peer ?? "", first, "policy-violation");
    return isGuilty;
  }

  #enqueue(message: Message): void {
    const { key, peer, body, reply, file, link, at } = message;
    const said = { body, ...(reply && { reply }), ...(file && { file }), ...(link && { link }) };
    const content: QueuedContent = { kind: "text", ...said };
    if (this.#isTooLong(content)) return this.#messages.putFailed(message, "too-long");
    this.#put(this.#entry(key, peer, content, at));
    this.#messages.put(message);
    this.flush();
  }

  #entry(key: string, peer: string, content: QueuedContent, at: number, before?: Message): QueuedMessage {
    this.#lastOrder = Math.max(this.#lastOrder + 1, this.#context.clock.now() * 1000);
    return { order: this.#lastOrder, key, peer, content, at, ...(before && { before }) };
  }

  #put(entry: QueuedMessage): void {
    this.#entries.set(entry.key, entry);
    this.#context.journal.put({ queue: [entry] });
  }

  #now(peer: string): number {
    return timeAfter(this.#conversations.get(peer), this.#context.clock.now());
  }

  #isTooLong(content: QueuedContent): boolean {
    const bytes = content.kind === "text" ? new TextEncoder().encode(content.body + (content.link ?? "")).length : 0;
    return bytes + OVERHEAD > (this.#context.maxBytes ?? MAX_BYTES);
  }

  /** Reactions of ours to the same message that never left: the newer ones say all. */
  #unsentReactions(peer: string, of: string): QueuedMessage | undefined {
    return [...this.#entries.values()].find(
      ({ key, peer: to, content }) =>
        to === peer && content.kind === "reactions" && content.of === of && !this.#onWire.has(key),
    );
  }

  #send(entry: QueuedMessage): boolean {
    const kind = this.#conversations.get(entry.peer).kind ?? "direct";
    if (!this.#context.send(stanzaOf(entry, kind))) return false;
    this.#onWire.add(entry.key);
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
    const entry = this.#entries.get(key);
    this.#remove(key);
    if (entry) this.#amendments.accepted(entry);
    for (const { state, changes } of news) this.#messages.advance(key, state, changes);
  }

  #remove(key: string): void {
    if (!this.#entries.delete(key)) return;
    this.#onWire.delete(key);
    this.#news.delete(key);
    this.#context.journal.put({ dequeued: [key] });
  }
}

function isComplete({ content }: QueuedMessage): boolean {
  return content.kind !== "text" || !content.file || content.told !== undefined;
}
