import { isGuest } from "./address.ts";
import { careOf } from "./care/care-view.ts";
import type { Context } from "./context.ts";
import { byPlace } from "./message-order.ts";
import type { StoredConversation } from "./storage/storage.ts";
import type { Conversation, Message } from "./types.ts";

/** More strangers' conversations than this are not kept: the oldest goes first. */
const MAX_STRANGERS = 500;

export type OnDropped = (peer: string, attached: StoredConversation["attached"]) => void;

/** The list of conversations: what is known of each besides its messages. */
export class Conversations {
  readonly #context: Context;
  readonly #isContact: (peer: string) => boolean;
  /** A conversation is not kept any longer: nor are its messages. */
  readonly #onDropped: OnDropped;
  readonly #records = new Map<string, StoredConversation>();
  readonly #typing = new Set<string>();
  readonly #changed = new Set<string>();

  constructor(context: Context, isContact: (peer: string) => boolean, onDropped: OnDropped) {
    this.#context = context;
    this.#onDropped = onDropped;
    this.#isContact = isContact;
  }

  restore(records: readonly StoredConversation[]): void {
    for (const record of records) this.#records.set(record.peer, record);
  }

  clear(): void {
    this.#records.clear();
    this.#typing.clear();
  }

  get(peer: string): StoredConversation {
    return this.#records.get(peer) ?? { peer, unread: [], draft: "", isAnswered: false, isWhole: false };
  }

  has(peer: string): boolean {
    return this.#records.has(peer);
  }

  get records(): Iterable<StoredConversation> {
    return this.#records.values();
  }

  /** Newest first. */
  get list(): readonly Conversation[] {
    return [...this.#records.values()]
      .filter(({ group }) => !group?.invitation)
      .sort((a, b) => (b.last?.at ?? 0) - (a.last?.at ?? 0))
      .map((record) => this.#view(record));
  }

  /** It is not kept any longer. */
  remove(peer: string): void {
    const { attached } = this.get(peer);
    if (!this.#records.delete(peer)) return;
    this.#typing.delete(peer);
    this.#context.journal.put({ removedConversations: [peer] });
    this.#onDropped(peer, attached);
  }

  change(peer: string, changes: Partial<StoredConversation>): void {
    this.#put({ ...this.get(peer), ...changes });
  }

  /** The message that the list has shown is gone: an earlier one stands there, or none. */
  showFormer(peer: string, message: Message | undefined): void {
    const { last: _, ...rest } = this.get(peer);
    this.#put({ ...rest, ...(message && { last: message }) });
  }

  #put(record: StoredConversation): void {
    const { peer } = record;
    const isNew = !this.#records.has(peer);
    this.#records.set(peer, record);
    this.#context.journal.put({ conversations: [record] });
    this.announce(peer);
    if (isNew && this.isStranger(record)) this.#bound();
  }

  /** A message is new or changed: is it the one that the list shows? */
  show(message: Message): void {
    const { last, newestPlace = 0 } = this.get(message.peer);
    const isLast = !last || last.key === message.key || byPlace(message, last) >= 0;
    const isNewest = message.archiveId !== undefined && message.place > newestPlace;
    if (isLast || isNewest)
      this.change(message.peer, { ...(isLast && { last: message }), ...(isNewest && { newestPlace: message.place }) });
  }

  setTyping(peer: string, isTyping: boolean): void {
    if (this.#typing.has(peer) === isTyping || !this.#records.has(peer)) return;
    if (isTyping) this.#typing.add(peer);
    else this.#typing.delete(peer);
    this.announce(peer);
  }

  /** Reports a conversation that changed, or whose contact did: once a turn, as it is then. */
  announce(peer: string): void {
    if (this.#changed.size === 0) queueMicrotask(() => this.#report());
    this.#changed.add(peer);
  }

  #report(): void {
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const peer of changed) {
      const record = this.#records.get(peer);
      if (record && !record.group?.invitation) this.#context.emit("conversation", this.#view(record));
    }
  }

  isStranger(record: StoredConversation): boolean {
    return (
      !record.group && !record.isAnswered && record.peer !== this.#context.address && !this.#isContact(record.peer)
    );
  }

  #view(record: StoredConversation): Conversation {
    const { peer, last, draft, attached, readUpTo, unread, group, nick } = record;
    return {
      peer,
      kind: record.kind ?? "direct",
      unread: unread.length,
      mentions: unread.filter(({ isMention }) => isMention).length,
      draft,
      isTyping: this.#typing.has(peer),
      isStranger: this.isStranger(record),
      ...careOf(record),
      ...(last && { last }),
      ...(attached && { attached }),
      ...(readUpTo && { readUpTo }),
      ...(nick && { name: nick }),
      ...(isGuest(peer, this.#context.address) && { isGuest: true }),
      ...(group && { name: group.name, notify: group.notify }),
    };
  }

  #bound(): void {
    const strangers = [...this.#records.values()].filter((record) => this.isStranger(record));
    if (strangers.length <= MAX_STRANGERS) return;
    const oldest = strangers.reduce((a, b) => ((a.last?.at ?? 0) <= (b.last?.at ?? 0) ? a : b));
    this.remove(oldest.peer);
  }
}
