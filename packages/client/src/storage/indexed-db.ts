import type { StoredAmendments } from "../amendments/later/record.ts";
import type { Position } from "../message-order.ts";
import type { StoredPeople } from "../people/types.ts";
import type { Message } from "../types.ts";
import {
  answer,
  between,
  type Database,
  keyBeforeEnd,
  openDatabase,
  type Request,
  type Table,
  type Transaction,
  upTo,
  written,
} from "./database.ts";
import type {
  MeantId,
  QueuedMessage,
  SlotStorage,
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
export function openIndexedDb(name = "yonder"): SlotStorage {
  return new IndexedDbStorage(name);
}

const VERSION = 4;

interface Rows {
  conversations: StoredConversation;
  messages: Message;
  queue: QueuedMessage;
  /** What changes messages, whether they are stored here or not. */
  amendments: StoredAmendments;
  /** Files on their way, under the keys of their messages. */
  uploads: Blob;
}

const END: Position = { place: Number.POSITIVE_INFINITY, at: Number.POSITIVE_INFINITY };

/** Rows that are removed in one go. */
const AT_ONCE = 200;

const STORES = ["settings", "conversations", "messages", "queue", "amendments"] as const;
const ALL_STORES = [...STORES, "uploads"] as const;

class IndexedDbStorage implements SlotStorage {
  #name: string;
  #opening: Promise<Database> | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  async load(): Promise<StoredState> {
    const transaction = (await this.#open()).transaction(STORES);
    const setting = <T>(key: string) => answer(transaction.objectStore<T>("settings").get(key));
    const [account, roster, people, position, conversations, queue, amendments] = await Promise.all([
      setting<StoredAccount>("account"),
      setting<StoredRoster>("roster"),
      setting<StoredPeople>("people"),
      setting<string>("position"),
      answer(transaction.objectStore<StoredConversation>("conversations").getAll()),
      answer(transaction.objectStore<QueuedMessage>("queue").getAll()),
      answer(transaction.objectStore("amendments").count()),
    ]);
    return {
      conversations,
      queue: inOrder(queue),
      ...(account && { account }),
      ...(roster && { roster }),
      ...(people && { people }),
      ...(position && { position }),
      ...(amendments > 0 && { hasAmendments: true }),
    };
  }

  async queue(): Promise<readonly QueuedMessage[]> {
    return inOrder(await answer((await this.#table("queue")).getAll()));
  }

  async messages(peer: string, before: Message | undefined, limit: number): Promise<readonly Message[]> {
    const index = (await this.#table("messages")).index("place");
    const upper = upperEnd(peer, before);
    // One that stands at the very place of `before` may be that.
    const lower = (await keyBeforeEnd(index, limit, between([peer], upper))) ?? [peer];
    const stored = await answer(index.getAll(between(lower, upper)));
    return stored.filter(({ key }) => key !== before?.key).slice(-limit);
  }

  async find(keys: readonly string[]): Promise<readonly Message[]> {
    return this.#get("messages", keys);
  }

  async findMeant(meant: readonly MeantId[]): Promise<readonly Message[]> {
    const table = await this.#table("messages");
    const [byId, byArchive] = [table.index("id"), table.index("archived")];
    return found(meant.flatMap(({ peer, id }) => [byId.get([peer, id]), byArchive.get([peer, id])]));
  }

  async amendments(keys: readonly string[]): Promise<readonly StoredAmendments[]> {
    return this.#get("amendments", keys);
  }

  async write(changes: StorageChanges): Promise<void> {
    const { account, roster, people, position } = changes;
    await this.#write(STORES, (transaction) => {
      const settings = transaction.objectStore("settings");
      for (const [key, value] of Object.entries({ account, roster, people, position }))
        if (value) settings.put(value, key);
      if (account === null) settings.delete("account");
      const put = <K extends keyof Rows>(name: K, rows: readonly Rows[K][] = []) => {
        for (const row of rows) transaction.objectStore(name).put(row);
      };
      put("conversations", changes.conversations);
      put("messages", changes.messages);
      put("queue", changes.queue);
      put("amendments", changes.amendments);
      const remove = (name: keyof Rows, keys: readonly string[] = []) => {
        for (const key of keys) transaction.objectStore(name).delete(key);
      };
      remove("conversations", changes.removedConversations);
      remove("messages", changes.removedMessages);
      remove("queue", changes.dequeued);
      // It is committed though the page is left now.
      transaction.commit();
    });
  }

  async upload(key: string): Promise<Blob | undefined> {
    return answer((await this.#table("uploads")).get(key));
  }

  async keepUpload(key: string, blob: Blob): Promise<void> {
    await this.#write(["uploads"], (transaction) => transaction.objectStore("uploads").put(blob, key));
  }

  async dropUpload(key: string): Promise<void> {
    await this.#write(["uploads"], (transaction) => transaction.objectStore("uploads").delete(key));
  }

  async trim(peer: string, keep: number): Promise<boolean> {
    return trimmed(await this.#table("messages", "readwrite"), "place", keep, peer);
  }

  async trimAmendments(keep: number): Promise<boolean> {
    return trimmed(await this.#table("amendments", "readwrite"), "at", keep);
  }

  async clear(): Promise<void> {
    await this.#write(ALL_STORES, (transaction) => {
      for (const name of ALL_STORES) transaction.objectStore(name).clear();
    });
  }

  use(name: string): void {
    if (name === this.#name) return;
    this.close();
    this.#name = name;
  }

  close(): void {
    this.#opening?.then(
      (database) => database.close(),
      () => {}, // there is nothing to close
    );
    this.#opening = undefined;
  }

  async #get<K extends keyof Rows>(name: K, keys: readonly string[]): Promise<Rows[K][]> {
    const table = await this.#table(name);
    return found(keys.map((key) => table.get(key)));
  }

  async #table<K extends keyof Rows>(name: K, mode?: "readwrite"): Promise<Table<Rows[K]>> {
    return (await this.#open()).transaction(name, mode).objectStore(name);
  }

  async #write(names: readonly string[], action: (transaction: Transaction) => void): Promise<void> {
    const transaction = (await this.#open()).transaction(names, "readwrite");
    action(transaction);
    await written(transaction);
  }

  #open(): Promise<Database> {
    this.#opening ??= openDatabase(this.#name, VERSION, upgrade, () => this.close()).catch((cause: unknown) => {
      this.#opening = undefined; // who needs it next tries again
      throw cause;
    });
    return this.#opening;
  }
}

function upgrade(database: Database, transaction: Transaction, former: number): void {
  if (former === 0) createKept(database);
  if (former === 1) {
    // Its messages have no places: they are read from the archive again.
    for (const name of ["conversations", "messages"]) database.deleteObjectStore(name);
    transaction.objectStore("settings").delete("position");
  }
  if (former < 2) createArchived(database);
  if (former < 3) createAmended(database, transaction);
  if (former < 4) database.createObjectStore("uploads");
}

/** What is nowhere else: who is signed in, and what waits to be sent. */
function createKept(database: Database): void {
  database.createObjectStore("settings");
  database.createObjectStore("queue", { keyPath: "key" });
}

/** What is in the archive too. */
function createArchived(database: Database): void {
  database.createObjectStore("conversations", { keyPath: "peer" });
  database.createObjectStore("messages", { keyPath: "key" }).createIndex("place", ["peer", "place", "at"]);
}

/** Messages are found by the ids that others know; what waits is more than texts. */
function createAmended(database: Database, transaction: Transaction): void {
  const messages = transaction.objectStore("messages");
  messages.createIndex("id", ["peer", "id"]);
  messages.createIndex("archived", ["peer", "archiveId"]);
  database.createObjectStore("amendments", { keyPath: "key" }).createIndex("at", "at");
  const queue = transaction.objectStore<QueuedMessage & { readonly body?: string }>("queue");
  const rows = queue.getAll();
  rows.onsuccess = () => {
    for (const { body = "", ...row } of rows.result)
      if (!row.content) queue.put({ ...row, content: { kind: "text", body } });
  };
}

async function found<T>(requests: readonly Request<T | undefined>[]): Promise<T[]> {
  const rows = await Promise.all(requests.map(answer));
  return rows.filter((row) => row !== undefined);
}

/** Leaves so many rows, the last of an index, or all but some of its first ones. @returns whether there were more */
async function trimmed<T>(table: Table<T>, name: string, keep: number, peer?: string): Promise<boolean> {
  const index = table.index(name);
  const last = await keyBeforeEnd(index, keep, peer === undefined ? undefined : between([peer], upperEnd(peer)));
  if (last === undefined) return false;
  const within = peer === undefined ? upTo(last) : between([peer], last);
  for (const key of await answer(index.getAllKeys(within, AT_ONCE))) table.delete(key);
  return true;
}

function inOrder(queue: readonly QueuedMessage[]): readonly QueuedMessage[] {
  return queue.toSorted((a, b) => a.order - b.order);
}

function upperEnd(peer: string, { place, at }: Position = END): readonly unknown[] {
  return [peer, place, at];
}
