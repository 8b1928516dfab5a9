import type { Context } from "./context.ts";
import type { Conversations } from "./conversations.ts";
import { BEGINNING, byPlace, type Position, placeAfter, placed } from "./message-order.ts";
import { RecentMessages } from "./recent-messages.ts";
import type { MeantId, Storage } from "./storage/storage.ts";
import type { Message, MessageState } from "./types.ts";

/** The newest messages of a conversation that are loaded at first. */
const WINDOW = 50;
/** Messages of a conversation that are kept on this device. */
export const KEPT = 500;
const MAX_WINDOWS = 8;

const RANK: Record<MessageState, number> = { failed: 0, waiting: 0, stored: 1, reached: 2, read: 3 };

/** The messages: loaded windows for the screen, and whatever was touched lately. */
export class Messages {
  readonly #context: Context;
  readonly #storage: Storage;
  readonly #conversations: Conversations;
  readonly #windows = new Map<string, readonly Message[]>();
  readonly #recent = new RecentMessages();
  /** Keys of own messages that the server has, under an archive id that we do not know yet. */
  readonly #unplaced = new Set<string>();
  /** Keys of messages that are looked at without what lies between them and the newest: they are not kept. */
  readonly #visited = new Set<string>();

  constructor(context: Context, storage: Storage, conversations: Conversations) {
    this.#context = context;
    this.#storage = storage;
    this.#conversations = conversations;
  }

  /** Takes over what the list of conversations shows. */
  restore(shown: readonly Message[]): void {
    for (const message of shown) this.#recent.put(message);
  }

  clear(): void {
    this.#windows.clear();
    this.#recent.clear();
    this.#unplaced.clear();
    this.#visited.clear();
  }

  /** The archive may have own messages of which we do not know where. */
  get hasUnplaced(): boolean {
    return this.#unplaced.size > 0;
  }

  /** The archive is read from before them on. */
  forgetUnplaced(): void {
    this.#unplaced.clear();
  }

  window(peer: string): readonly Message[] {
    return this.#windows.get(peer) ?? [];
  }

  isOpen(peer: string): boolean {
    return this.#windows.has(peer);
  }

  /** Loads the newest window, unless it is there. */
  async open(peer: string): Promise<void> {
    if (!this.#windows.has(peer)) {
      await this.#context.journal.flush();
      const stored = await this.#storage.messages(peer, undefined, WINDOW);
      if (!this.#windows.has(peer)) this.#windows.set(peer, this.#asRead(peer, this.#withNewer(peer, stored)));
    }
    this.#touch(peer);
    this.#context.emit("history", peer);
  }

  /** Loads older messages that are stored on this device. @returns how many */
  async openOlder(peer: string): Promise<number> {
    const [first] = this.window(peer);
    await this.#context.journal.flush();
    const stored = await this.#storage.messages(peer, first, WINDOW);
    return this.prepend(peer, first, stored).length;
  }

  /** Somebody looks at these, far from the newest: they can be changed, and are not kept here. */
  visit(messages: readonly Message[]): void {
    for (const message of messages) {
      if (this.find(message.key)) continue;
      this.#visited.add(message.key);
      this.#recent.put(message);
    }
  }

  /** Leaves but the newest in the window. What goes is stored. */
  cut(peer: string): void {
    this.#windows.set(peer, this.window(peer).slice(-WINDOW));
  }

  /** Puts older messages before the window, if that begins with `first` still. @returns those that it lacked */
  prepend(peer: string, first: Message | undefined, older: readonly Message[]): readonly Message[] {
    const window = this.window(peer);
    if (!this.isOpen(peer) || window[0]?.key !== first?.key) return [];
    const known = new Set(window.map((message) => message.key));
    const added = this.#asRead(peer, older).filter((message) => !known.has(message.key));
    const newest = added.at(-1);
    if (!newest) return added;
    for (const { key } of added) this.#visited.delete(key);
    this.#windows.set(peer, [...added, ...window].sort(byPlace));
    this.#conversations.show(newest);
    this.#context.emit("history", peer);
    return added;
  }

  /** Makes sure that `find` knows what is stored under these keys. */
  async load(keys: readonly string[]): Promise<void> {
    const missing = keys.filter((key) => !this.#recent.has(key));
    if (missing.length === 0) return;
    await this.#context.journal.flush();
    for (const message of await this.#storage.find(missing))
      if (!this.#recent.has(message.key)) this.#recent.put(message);
  }

  /** Makes sure that `meant` knows what is stored and meant by these ids. */
  async loadMeant(ids: readonly MeantId[]): Promise<void> {
    const missing = ids.filter(({ peer, id }) => !this.meant(peer, id));
    if (missing.length === 0) return;
    await this.#context.journal.flush();
    const own = await this.#storage.find(missing.map(({ id }) => id));
    for (const message of [...own, ...(await this.#storage.findMeant(missing))])
      if (!this.#recent.has(message.key)) this.#recent.put(message);
  }

  /** The message with this peer that a stanza means by an id of its own, its sender's or its group's. */
  meant(peer: string, id: string): Message | undefined {
    const own = this.find(id);
    if (own?.peer === peer && own.isOwn) return own;
    const found = this.find(this.#recent.meant(peer, id) ?? "");
    return found?.peer === peer ? found : undefined;
  }

  find(key: string): Message | undefined {
    const recent = this.#recent.get(key);
    if (recent) return recent;
    for (const window of this.#windows.values()) {
      const found = window.find((message) => message.key === key);
      if (found) return found;
    }
    return undefined;
  }

  /** A new message, or a changed one. */
  put(message: Message): void {
    const window = this.#windows.get(message.peer);
    // One from before the window would hide what lies between: it comes with its page.
    const isElsewhere = this.#recent.has(message.key) && isBefore(window, message);
    this.#recent.put(message);
    if (isUnplaced(message)) this.#unplaced.add(message.key);
    else this.#unplaced.delete(message.key);
    if (!this.#visited.has(message.key)) this.#context.journal.put({ messages: [message] });
    if (window && !isElsewhere) this.#windows.set(message.peer, placed(window, message));
    this.#context.emit("message", message);
    const { last } = this.#conversations.get(message.peer);
    this.#conversations.show(message);
    const hasRisen = last?.key === message.key && byPlace(message, last) < 0;
    if (hasRisen) this.#conversations.change(message.peer, { last: this.#newest(message) });
  }

  remove(message: Message): void {
    this.#recent.delete(message.key);
    this.#context.journal.put({ removedMessages: [message.key] });
    const { peer, key } = message;
    const window = this.#windows.get(peer);
    if (window)
      this.#windows.set(
        peer,
        window.filter((other) => other.key !== key),
      );
    if (this.#conversations.get(peer).last?.key === key) this.#showFormer(peer);
    this.#context.emit("history", peer);
  }

  /** The list shows what was said before the message that is gone. */
  #showFormer(peer: string): void {
    const newest = this.window(peer).at(-1);
    this.#conversations.showFormer(peer, newest);
    if (newest) return;
    this.#loadFormer(peer).catch((cause: unknown) => this.#context.log("an earlier message could not be read", cause));
  }

  async #loadFormer(peer: string): Promise<void> {
    await this.#context.journal.flush();
    const [newest] = await this.#storage.messages(peer, undefined, 1);
    if (newest && !this.#conversations.get(peer).last)
      this.#conversations.showFormer(peer, this.#recent.get(newest.key) ?? newest);
  }

  /** An own message came further; never back. */
  advance(key: string, state: MessageState, changes: Partial<Message> = {}): void {
    const message = this.find(key);
    if (!message?.isOwn) return;
    const further = RANK[state] > RANK[message.state] ? state : message.state;
    const { error: _, ...rest } = message;
    const place = further === "waiting" ? message.place : this.#placeAccepted(message);
    const next: Message = { ...rest, place, ...changes, state: further };
    if (hasChanged(message, next)) this.put(next);
  }

  /** The server refused an own message. */
  fail(key: string, error: string): void {
    const message = this.find(key);
    if (message?.isOwn && (message.state === "waiting" || message.state === "stored")) this.putFailed(message, error);
  }

  /** An own message that nobody has got: it stands where it was written. */
  putFailed(message: Message, error: string): void {
    this.put({ ...message, place: this.#placeAccepted(message), state: "failed", error });
  }

  /** They have read our messages up to this one (XEP-0333 §4.2). */
  readByThem(peer: string, key: string): void {
    const shown = this.find(key);
    if (shown?.isOwn && shown.peer === peer) this.readUpTo(peer, shown);
  }

  /** Our messages are read up to this place. */
  readUpTo(peer: string, shown: Position): void {
    const { theyReadUpTo = BEGINNING } = this.#conversations.get(peer);
    const { place, at } = shown;
    if (byPlace(shown, theyReadUpTo) > 0) this.#conversations.change(peer, { theyReadUpTo: { place, at } });
    const keys = [...this.window(peer).map((message) => message.key), this.#conversations.get(peer).last?.key ?? ""];
    for (const each of new Set(keys))
      if (isReadBy(this.find(each), shown)) this.advance(each, "read", { isKept: false });
  }

  #asRead(peer: string, messages: readonly Message[]): readonly Message[] {
    const { theyReadUpTo = BEGINNING } = this.#conversations.get(peer);
    return messages.map((message) => (isReadBy(message, theyReadUpTo) ? { ...message, state: "read" } : message));
  }

  /** While storage was read, messages may have come and gone further: what was touched since is newer than what was read. */
  #withNewer(peer: string, stored: readonly Message[]): readonly Message[] {
    const keys = new Set(stored.map(({ key }) => key));
    const end = stored.at(-1) ?? BEGINNING;
    const since = this.#recent.of(peer).filter((message) => byPlace(message, end) > 0 && !keys.has(message.key));
    return [...stored.map((message) => this.#recent.get(message.key) ?? message), ...since].sort(byPlace);
  }

  /** The last message of the conversation, as far as they are at hand. */
  #newest(message: Message): Message {
    const shown = this.window(message.peer).at(-1);
    if (shown) return shown;
    return this.#recent.of(message.peer).reduce((a, b) => (byPlace(a, b) > 0 ? a : b), message);
  }

  /** It stands below all that came meanwhile, until its archive id is known. */
  #placeAccepted({ peer, place, at }: Message): number {
    return Number.isFinite(place) ? place : placeAfter(this.#conversations.get(peer), at);
  }

  #touch(peer: string): void {
    const window = this.window(peer);
    this.#windows.delete(peer);
    this.#windows.set(peer, window);
    for (const oldest of this.#windows.keys()) {
      if (this.#windows.size <= MAX_WINDOWS) break;
      this.#windows.delete(oldest);
    }
  }
}

function isReadBy(message: Message | undefined, position: Position): boolean {
  return (
    message?.isOwn === true &&
    byPlace(message, position) <= 0 &&
    (message.state === "stored" || message.state === "reached")
  );
}

function isUnplaced({ isOwn, archiveId, state }: Message): boolean {
  return isOwn && archiveId === undefined && state !== "waiting" && state !== "failed";
}

function isBefore(window: readonly Message[] = [], message: Message): boolean {
  const [first] = window;
  return first !== undefined && byPlace(message, first) < 0 && window.every(({ key }) => key !== message.key);
}

function hasChanged(a: Message, b: Message): boolean {
  return (
    a.state !== b.state ||
    (a.isKept ?? false) !== (b.isKept ?? false) ||
    a.archiveId !== b.archiveId ||
    byPlace(a, b) !== 0
  );
}
