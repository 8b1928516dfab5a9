import type { StoredAmendments } from "../amendments/later/record.ts";
import type { StoredPeople } from "../people/types.ts";
import type { Message } from "../types.ts";
import type {
  QueuedMessage,
  Storage,
  StorageChanges,
  StoredAccount,
  StoredConversation,
  StoredRoster,
} from "./storage.ts";

/** Collects a turn's changes and writes them in one transaction, one after the other. */
export class Journal {
  readonly #storage: Storage;
  readonly #onError: (cause: unknown) => void;
  #next = new Batch();
  readonly #inFlight = new Set<Batch>();
  #writing: Promise<void> = Promise.resolve();
  #isScheduled = false;
  #hasLost = false;

  constructor(storage: Storage, onError: (cause: unknown) => void) {
    this.#storage = storage;
    this.#onError = onError;
  }

  put(changes: StorageChanges): void {
    this.#next.add(changes);
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#writing = this.#writing.then(() => this.#write()).catch(this.#onError);
  }

  /** Resolves when all that was put before is written, or could not be. */
  flush(): Promise<void> {
    return this.#writing;
  }

  /** Something could not be written, and is not here after a reload: whoever counts what is here stays where it was. */
  get hasLost(): boolean {
    return this.#hasLost;
  }

  /** Writes now what is not written yet, behind what is being written: the page is left. */
  hurry(): void {
    void this.#write()?.catch(this.#onError);
  }

  /** All that was put and is not written yet, or not known to be. */
  get unwritten(): StorageChanges | undefined {
    if (this.#inFlight.size === 0 && this.#next.isEmpty) return undefined;
    const all = new Batch();
    for (const batch of [...this.#inFlight, this.#next]) all.add(batch.changes());
    return all.changes();
  }

  /** Forgets what is not written yet and deletes the rest. */
  clear(): Promise<void> {
    this.#next = new Batch();
    this.#inFlight.clear();
    this.#hasLost = false;
    this.#writing = this.#writing.then(() => this.#storage.clear()).catch(this.#onError);
    return this.#writing;
  }

  /** What came while the former transaction was under way goes together, so that a quick writer does not get ahead of the disk. */
  #write(): Promise<void> | undefined {
    this.#isScheduled = false;
    const batch = this.#next;
    this.#next = new Batch();
    if (batch.isEmpty) return undefined;
    this.#inFlight.add(batch);
    return this.#storage
      .write(batch.changes())
      .catch((cause: unknown) => {
        this.#hasLost = true;
        throw cause;
      })
      .finally(() => this.#inFlight.delete(batch));
  }
}

/** Of several changes to one thing the last counts. */
class Batch {
  isEmpty = true;
  #single: { account?: StoredAccount | null; roster?: StoredRoster; people?: StoredPeople; position?: string } = {};
  readonly #conversations = new Map<string, StoredConversation | undefined>();
  readonly #messages = new Map<string, Message | undefined>();
  readonly #queue = new Map<string, QueuedMessage | undefined>();
  readonly #amendments = new Map<string, StoredAmendments>();

  add(changes: StorageChanges): void {
    this.isEmpty = false;
    const { account, roster, people, position } = changes;
    const given = {
      ...(account !== undefined && { account }),
      ...(roster && { roster }),
      ...(people && { people }),
      ...(position && { position }),
    };
    this.#single = { ...this.#single, ...given };
    this.#addRows(changes);
  }

  #addRows(changes: StorageChanges): void {
    for (const conversation of changes.conversations ?? []) this.#conversations.set(conversation.peer, conversation);
    for (const peer of changes.removedConversations ?? []) this.#conversations.set(peer, undefined);
    for (const message of changes.messages ?? []) this.#messages.set(message.key, message);
    for (const key of changes.removedMessages ?? []) this.#messages.set(key, undefined);
    for (const queued of changes.queue ?? []) this.#queue.set(queued.key, queued);
    for (const key of changes.dequeued ?? []) this.#queue.set(key, undefined);
    for (const record of changes.amendments ?? []) this.#amendments.set(record.key, record);
  }

  changes(): StorageChanges {
    const [conversations, removedConversations] = split(this.#conversations);
    const [messages, removedMessages] = split(this.#messages);
    const [queue, dequeued] = split(this.#queue);
    const amendments = [...this.#amendments.values()];
    return {
      ...this.#single,
      conversations,
      removedConversations,
      messages,
      removedMessages,
      queue,
      dequeued,
      amendments,
    };
  }
}

function split<K, V>(entries: ReadonlyMap<K, V | undefined>): [present: V[], removed: K[]] {
  const present = [...entries.values()].filter((value) => value !== undefined);
  return [present, [...entries].flatMap(([key, value]) => (value === undefined ? [key] : []))];
}
