import { displayedUpTo, type Element } from "@yonder/protocol";
import type { Context } from "./context.ts";
import type { Conversations } from "./conversations.ts";
import { BEGINNING, byPlace } from "./message-order.ts";
import { displayedMessage } from "./outgoing.ts";
import { randomId } from "./random.ts";
import type { StoredConversation, UnreadMessage } from "./storage/storage.ts";
import type { Message } from "./types.ts";

/** More unread messages than this are not told apart. */
const MAX_UNREAD = 999;

/** Which messages we have not read, here and on our other devices; tells those who wrote them. */
export class Unread {
  readonly #context: Context;
  readonly #conversations: Conversations;
  /** Who may learn that we read: not strangers. */
  readonly #mayTell: (peer: string) => boolean;
  /** What we tell them is heard. */
  readonly #isOpen: (peer: string) => boolean;
  readonly #whenVisible = new Set<string>();
  /** A conversation was looked at here, to its end. */
  onRead: ((peer: string) => void) | undefined;
  #isVisible = true;

  constructor(
    context: Context,
    conversations: Conversations,
    mayTell: (peer: string) => boolean,
    isOpen: (peer: string) => boolean,
  ) {
    this.#context = context;
    this.#conversations = conversations;
    this.#mayTell = mayTell;
    this.#isOpen = isOpen;
  }

  add(message: Message): void {
    const { unread, readPosition = BEGINNING, awaitedRead } = this.#conversations.get(message.peer);
    if (byPlace(message, readPosition) <= 0) return;
    if (awaitedRead && (awaitedRead === message.id || awaitedRead === message.archiveId))
      return this.#readUpTo(message.peer, message);
    const { key, place, at, isMention } = message;
    const entry = { key, id: markedId(message), place, at, ...(isMention && { isMention }) };
    const next = [...unread, entry].sort(byPlace).slice(-MAX_UNREAD);
    this.#conversations.change(message.peer, { unread: next });
  }

  /** Its author took it back: there is nothing left to be read. */
  removed({ peer, key }: Message): void {
    const { unread } = this.#conversations.get(peer);
    const rest = unread.filter((entry) => entry.key !== key);
    if (rest.length < unread.length) this.#conversations.change(peer, { unread: rest });
  }

  setVisible(isVisible: boolean): void {
    this.#isVisible = isVisible;
    if (!isVisible) return;
    for (const peer of this.#whenVisible) this.readHere(peer);
    this.#whenVisible.clear();
  }

  /** The user saw all of it on this device. */
  readHere(peer: string, isVisible = this.#isVisible): void {
    if (!isVisible) return void this.#whenVisible.add(peer);
    const newest = this.#conversations.get(peer).unread.at(-1);
    if (newest) {
      this.#readUpTo(peer, newest, newest.id && this.#mayTell(peer) ? { owedMarker: newest.id } : {});
      this.tell(peer);
    }
    this.onRead?.(peer);
  }

  /** All of it counts as read, and nobody is told. */
  seen(peer: string): void {
    const newest = this.#conversations.get(peer).unread.at(-1);
    if (newest) this.#readUpTo(peer, newest);
  }

  /** Another device of ours showed the message with this id (XEP-0333, by carbon or archive). */
  readElsewhere(peer: string, id: string): void {
    const shown = this.#conversations.get(peer).unread.find((entry) => entry.id === id || entry.key === id);
    if (shown) this.#readUpTo(peer, shown);
    else if (this.#conversations.has(peer)) this.#conversations.change(peer, { awaitedRead: id });
  }

  /** We wrote something, somewhere: then we have read what stood before. */
  wrote(message: Message): void {
    const { unread, readPosition = BEGINNING, isAnswered } = this.#conversations.get(message.peer);
    // While it waits, nobody knows what it will stand below: we have read what is here.
    const { place, at } = message.state === "waiting" ? (unread.at(-1) ?? readPosition) : message;
    if (byPlace({ place, at }, readPosition) <= 0 && isAnswered) return;
    this.#readUpTo(message.peer, { key: message.key, id: message.id, place, at }, { isAnswered: true });
  }

  /** Tells what could not be told before. */
  flush(): void {
    for (const { peer } of [...this.#conversations.records]) this.tell(peer);
  }

  acked(stanza: Element): void {
    const id = displayedUpTo(stanza);
    const peer = stanza.attr("to");
    if (!id || !peer || this.#conversations.get(peer).owedMarker !== id) return;
    this.#conversations.change(peer, { owedMarker: "" });
  }

  /** Tells what they have not been told. */
  tell(peer: string): void {
    const { owedMarker, kind = "direct" } = this.#conversations.get(peer);
    if (owedMarker && this.#isOpen(peer)) this.#context.send(displayedMessage(peer, randomId(), owedMarker, kind));
  }

  #readUpTo(peer: string, read: UnreadMessage, changes: Partial<StoredConversation> = {}): void {
    const { unread, readPosition = BEGINNING } = this.#conversations.get(peer);
    const { key: readUpTo, place, at } = read;
    const isFurther = byPlace(read, readPosition) >= 0;
    this.#conversations.change(peer, {
      unread: unread.filter((entry) => byPlace(entry, read) > 0),
      ...(isFurther && { readUpTo, readPosition: { place, at } }),
      ...changes,
    });
  }
}

/** By which its displayed marker names a message: in a group by the id that the group gave it (XEP-0333 §4.1). */
function markedId({ id, author, archiveId }: Message): string {
  return author ? (archiveId ?? "") : id;
}
