import type { StoredAmendments } from "../amendments/later/record.ts";
import { byPlace } from "../message-order.ts";
import type { StoredPeople } from "../people/types.ts";
import type { Message } from "../types.ts";
import type {
  MeantId,
  QueuedMessage,
  Storage,
  StorageChanges,
  StoredAccount,
  StoredConversation,
  StoredRoster,
  StoredState,
} from "./storage.ts";

/** Storage that ends with the process: for tests, benchmarks and browsers without IndexedDB. */
export function memoryStorage(): Storage {
  return new MemoryStorage();
}

class MemoryStorage implements Storage {
  #account: StoredAccount | undefined;
  #roster: StoredRoster | undefined;
  #people: StoredPeople | undefined;
  #position: string | undefined;
  readonly #conversations = new Map<string, StoredConversation>();
  readonly #queue = new Map<string, QueuedMessage>();
  readonly #messages = new Map<string, Message>();
  readonly #uploads = new Map<string, Blob>();
  readonly #amendments = new Map<string, StoredAmendments>();

  async load(): Promise<StoredState> {
    return {
      conversations: [...this.#conversations.values()],
      queue: await this.queue(),
      ...(this.#account && { account: this.#account }),
      ...(this.#roster && { roster: this.#roster }),
      ...(this.#people && { people: this.#people }),
      ...(this.#position && { position: this.#position }),
      ...(this.#amendments.size > 0 && { hasAmendments: true }),
    };
  }

  async queue(): Promise<readonly QueuedMessage[]> {
    return [...this.#queue.values()].sort((a, b) => a.order - b.order);
  }

  async messages(peer: string, before: Message | undefined, limit: number): Promise<readonly Message[]> {
    const all = this.#with(peer);
    const older = before ? all.filter((message) => byPlace(message, before) <= 0 && message.key !== before.key) : all;
    return older.slice(-limit);
  }

  async find(keys: readonly string[]): Promise<readonly Message[]> {
    return keys.flatMap((key) => this.#messages.get(key) ?? []);
  }

  async findMeant(meant: readonly MeantId[]): Promise<readonly Message[]> {
    const isMeant = (message: Message) =>
      meant.some(({ peer, id }) => message.peer === peer && (message.id === id || message.archiveId === id));
    return [...this.#messages.values()].filter(isMeant);
  }

  async amendments(keys: readonly string[]): Promise<readonly StoredAmendments[]> {
    return keys.flatMap((key) => this.#amendments.get(key) ?? []);
  }

  async write(changes: StorageChanges): Promise<void> {
    const { account, roster, people, position } = changes;
    if (account !== undefined) this.#account = account ?? undefined;
    if (roster) this.#roster = roster;
    if (people) this.#people = people;
    if (position) this.#position = position;
    for (const conversation of changes.conversations ?? []) this.#conversations.set(conversation.peer, conversation);
    for (const message of changes.messages ?? []) this.#messages.set(message.key, message);
    for (const queued of changes.queue ?? []) this.#queue.set(queued.key, queued);
    for (const record of changes.amendments ?? []) this.#amendments.set(record.key, record);
    remove(this.#conversations, changes.removedConversations);
    remove(this.#messages, changes.removedMessages);
    remove(this.#queue, changes.dequeued);
  }

  async upload(key: string): Promise<Blob | undefined> {
    return this.#uploads.get(key);
  }

  async keepUpload(key: string, blob: Blob): Promise<void> {
    this.#uploads.set(key, blob);
  }

  async dropUpload(key: string): Promise<void> {
    this.#uploads.delete(key);
  }

  async trim(peer: string, keep: number): Promise<boolean> {
    const surplus = this.#with(peer).slice(0, keep === 0 ? undefined : -keep);
    for (const message of surplus) this.#messages.delete(message.key);
    return surplus.length > 0;
  }

  async trimAmendments(keep: number): Promise<boolean> {
    const oldest = [...this.#amendments.values()].sort((a, b) => b.at - a.at).slice(keep);
    for (const { key } of oldest) this.#amendments.delete(key);
    return oldest.length > 0;
  }

  async clear(): Promise<void> {
    this.#account = this.#roster = this.#people = this.#position = undefined;
    const rows = [this.#conversations, this.#queue, this.#messages, this.#amendments];
    for (const map of [...rows, this.#uploads]) map.clear();
  }

  close(): void {}

  #with(peer: string): Message[] {
    return [...this.#messages.values()].filter((message) => message.peer === peer).sort(byPlace);
  }
}

function remove<K>(map: Map<K, unknown>, keys: readonly K[] = []): void {
  for (const key of keys) map.delete(key);
}
