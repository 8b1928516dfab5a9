import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from "idb";
import type { StoredAmendments } from "../amendments/later/record.ts";
import type { Position } from "../message-order.ts";
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

/**
 * Storage in the browser's IndexedDB. `name` separates accounts when an app has several.
 * Opened when first used; another tab may use it at the same time.
 */
export function openIndexedDb(name = "yonder"): Storage {
  return new IndexedDbStorage(name);
}

const VERSION = 4;

interface Schema extends DBSchema {
  settings: { key: keyof Settings; value: Settings[keyof Settings] };
  conversations: { key: string; value: StoredConversation };
  messages: {
    key: string;
    value: Message;
    indexes: { place: [string, number, number]; id: [string, string]; archived: [string, string] };
  };
  queue: { key: string; value: QueuedMessage };
  /** What changes messages, whether they are stored here or not. */
  amendments: { key: string; value: StoredAmendments; indexes: { at: number } };
  /** Files on their way, under the keys of their messages. */
  uploads: { key: string; value: Blob };
}

interface Settings {
  account: StoredAccount;
  roster: StoredRoster;
  people: StoredPeople;
  position: string;
}

type Table = "conversations" | "messages" | "queue" | "amendments";
type Row = StoredConversation | Message | QueuedMessage | StoredAmendments;
type Upgrade = IDBPTransaction<Schema, StoreNames<Schema>[], "versionchange">;

// The global of browsers, of which the server's half of the program knows nothing.
declare const IDBKeyRange: { bound(lower: unknown, upper: unknown): never };

const END: Position = { place: Number.POSITIVE_INFINITY, at: Number.POSITIVE_INFINITY };

const STORES = ["settings", "conversations", "messages", "queue", "amendments"] as const;
const ALL_STORES = [...STORES, "uploads"] as const;

class IndexedDbStorage implements Storage {
  readonly #name: string;
  #opening: Promise<IDBPDatabase<Schema>> | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  async load(): Promise<StoredState> {
    const transaction = (await this.#open()).transaction(STORES);
    const settings = transaction.objectStore("settings");
    const [account, roster, people, position, conversations, queue, amendments] = await Promise.all([
      settings.get("account") as Promise<StoredAccount | undefined>,
      settings.get("roster") as Promise<StoredRoster | undefined>,
      settings.get("people") as Promise<StoredPeople | undefined>,
      settings.get("position") as Promise<string | undefined>,
      transaction.objectStore("conversations").getAll(),
      transaction.objectStore("queue").getAll().then(inOrder),
      transaction.objectStore("amendments").count(),
    ]);
    return {
      conversations,
      queue,
      ...(account && { account }),
      ...(roster && { roster }),
      ...(people && { people }),
      ...(position && { position }),
      ...(amendments > 0 && { hasAmendments: true }),
    };
  }

  async queue(): Promise<readonly QueuedMessage[]> {
    return inOrder(await (await this.#open()).getAll("queue"));
  }

  async messages(peer: string, before: Message | undefined, limit: number): Promise<readonly Message[]> {
    const index = (await this.#open()).transaction("messages").store.index("place");
    const found: Message[] = [];
    let cursor = await index.openCursor(range(peer, before), "prev");
    while (cursor && found.length < limit) {
      if (cursor.value.key !== before?.key) found.push(cursor.value);
      cursor = await cursor.continue();
    }
    return found.reverse();
  }

  async find(keys: readonly string[]): Promise<readonly Message[]> {
    const store = (await this.#open()).transaction("messages").store;
    const found = await Promise.all(keys.map((key) => store.get(key)));
    return found.filter((message) => message !== undefined);
  }

  async findMeant(meant: readonly MeantId[]): Promise<readonly Message[]> {
    const store = (await this.#open()).transaction("messages").store;
    const found = await Promise.all(
      meant.flatMap(({ peer, id }) => [store.index("id").get([peer, id]), store.index("archived").get([peer, id])]),
    );
    return found.filter((message) => message !== undefined);
  }

  async amendments(keys: readonly string[]): Promise<readonly StoredAmendments[]> {
    const store = (await this.#open()).transaction("amendments").store;
    const found = await Promise.all(keys.map((key) => store.get(key)));
    return found.filter((record) => record !== undefined);
  }

  async write(changes: StorageChanges): Promise<void> {
    const transaction = (await this.#open()).transaction(STORES, "readwrite");
    const { account, roster, people, position } = changes;
    const settings = transaction.objectStore("settings");
    for (const [key, value] of Object.entries({ account, roster, people, position })) {
      if (value) settings.put(value, key as keyof Settings);
    }
    if (account === null) settings.delete("account");
    const put = (name: Table, rows: readonly Row[] = []) => {
      for (const row of rows) transaction.objectStore(name).put(row);
    };
    put("conversations", changes.conversations);
    put("messages", changes.messages);
    put("queue", changes.queue);
    put("amendments", changes.amendments);
    const remove = (name: Table, keys: readonly string[] = []) => {
      for (const key of keys) transaction.objectStore(name).delete(key);
    };
    remove("conversations", changes.removedConversations);
    remove("messages", changes.removedMessages);
    remove("queue", changes.dequeued);
    // It is committed though the page is left now.
    transaction.commit();
    await transaction.done;
  }

  async upload(key: string): Promise<Blob | undefined> {
    return (await this.#open()).get("uploads", key);
  }

  async keepUpload(key: string, blob: Blob): Promise<void> {
    await (await this.#open()).put("uploads", blob, key);
  }

  async dropUpload(key: string): Promise<void> {
    await (await this.#open()).delete("uploads", key);
  }

  async trim(peer: string, keep: number): Promise<boolean> {
    const store = (await this.#open()).transaction("messages", "readwrite").store;
    const keys = await store.index("place").getAllKeys(range(peer));
    const surplus = keys.slice(0, Math.max(0, keys.length - keep));
    await Promise.all(surplus.map((key) => store.delete(key)));
    return surplus.length > 0;
  }

  async trimAmendments(keep: number): Promise<void> {
    const store = (await this.#open()).transaction("amendments", "readwrite").store;
    const keys = await store.index("at").getAllKeys();
    await Promise.all(keys.slice(0, Math.max(0, keys.length - keep)).map((key) => store.delete(key)));
  }

  async clear(): Promise<void> {
    const transaction = (await this.#open()).transaction(ALL_STORES, "readwrite");
    await Promise.all([...ALL_STORES.map((store) => transaction.objectStore(store).clear()), transaction.done]);
  }

  close(): void {
    void this.#opening?.then((database) => database.close());
    this.#opening = undefined;
  }

  #open(): Promise<IDBPDatabase<Schema>> {
    this.#opening ??= openDB<Schema>(this.#name, VERSION, {
      upgrade: (database, former, _version, transaction) => upgrade(database, transaction, former),
      // A newer version in another tab must not wait for us.
      blocking: () => this.close(),
      terminated: () => this.close(),
    });
    return this.#opening;
  }
}

async function upgrade(database: IDBPDatabase<Schema>, transaction: Upgrade, former: number): Promise<void> {
  if (former === 0) createKept(database);
  if (former === 1) {
    // Its messages have no places: they are read from the archive again.
    for (const name of ["conversations", "messages"] as const) database.deleteObjectStore(name);
    void transaction.objectStore("settings").delete("position");
  }
  if (former < 2) createArchived(database);
  if (former < 4) database.createObjectStore("uploads");
  if (former < 3) await createAmended(database, transaction);
}

/** What is nowhere else: who is signed in, and what waits to be sent. */
function createKept(database: IDBPDatabase<Schema>): void {
  database.createObjectStore("settings");
  database.createObjectStore("queue", { keyPath: "key" });
}

/** What is in the archive too. */
function createArchived(database: IDBPDatabase<Schema>): void {
  database.createObjectStore("conversations", { keyPath: "peer" });
  database.createObjectStore("messages", { keyPath: "key" }).createIndex("place", ["peer", "place", "at"]);
}

/** Messages are found by the ids that others know; what waits is more than texts. */
async function createAmended(database: IDBPDatabase<Schema>, transaction: Upgrade): Promise<void> {
  const messages = transaction.objectStore("messages");
  messages.createIndex("id", ["peer", "id"]);
  messages.createIndex("archived", ["peer", "archiveId"]);
  database.createObjectStore("amendments", { keyPath: "key" }).createIndex("at", "at");
  const queue = transaction.objectStore("queue");
  for (const row of await queue.getAll()) {
    const { body = "", ...rest } = row as QueuedMessage & { readonly body?: string };
    if (!row.content) await queue.put({ ...rest, content: { kind: "text", body } });
  }
}

function inOrder(queue: readonly QueuedMessage[]): readonly QueuedMessage[] {
  return queue.toSorted((a, b) => a.order - b.order);
}

function range(peer: string, until: Position = END): never {
  return IDBKeyRange.bound([peer], [peer, until.place, until.at]);
}
