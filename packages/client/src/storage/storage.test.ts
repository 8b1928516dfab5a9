import "fake-indexeddb/auto";
import { type IDBPDatabase, openDB } from "idb";
import { afterEach, describe, expect, test } from "vitest";
import { emptyRecord } from "../amendments/later/record.ts";
import type { Message } from "../types.ts";
import { openIndexedDb } from "./indexed-db.ts";
import { memoryStorage } from "./memory.ts";
import type { Storage, StoredConversation, StoredState } from "./storage.ts";

const message = (n: number, peer = "bob@example.com"): Message => ({
  key: `${peer}-${n}`,
  id: `m${n}`,
  peer,
  isOwn: false,
  body: `Message ${n}`,
  place: n,
  at: 0,
  state: "reached",
});

const conversation: StoredConversation = {
  peer: "bob@example.com",
  unread: [{ key: "k", id: "m", place: 1, at: 1 }],
  draft: "Dear Bob",
  isAnswered: true,
  isWhole: false,
};

const queued = (order: number) => ({
  order,
  key: `q${order}`,
  peer: "bob@example.com",
  content: { kind: "text", body: "Hi" } as const,
  at: 1,
  tab: "t",
});

let count = 0;
const opened: Storage[] = [];
const kinds: [string, () => Storage][] = [
  ["in memory", memoryStorage],
  ["in IndexedDB", () => openIndexedDb(`test-${count++}`)],
];

afterEach(() => {
  for (const storage of opened.splice(0)) storage.close();
});

describe.each(kinds)("storage %s", (_name, open) => {
  const create = () => {
    const storage = open();
    opened.push(storage);
    return storage;
  };

  test("begins empty", async () => {
    expect(await create().load()).toEqual({ conversations: [], queue: [] });
  });

  test("gives back what was written", async () => {
    const storage = create();
    const keys = { id: "SHA-256,x,4096", clientKey: new Uint8Array([1]), serverKey: new Uint8Array([2]) };
    const account = { address: "alice@example.com", isRemembered: true, keys };
    const roster = { version: "7", items: [] };
    await storage.write({
      account,
      roster,
      position: "a9",
      conversations: [conversation],
      queue: [queued(2), queued(1)],
    });
    expect(await storage.load()).toEqual({
      account,
      roster,
      position: "a9",
      conversations: [conversation],
      queue: [queued(1), queued(2)],
    });
  });

  test("removes what is named, and the account by null", async () => {
    const storage = create();
    const account = { address: "alice@example.com", isRemembered: false };
    await storage.write({ account, conversations: [conversation], queue: [queued(1)], messages: [message(1)] });
    const removedMessages = [message(1).key];
    await storage.write({
      account: null,
      removedConversations: [conversation.peer],
      dequeued: ["q1"],
      removedMessages,
    });
    expect(await storage.load()).toEqual({ conversations: [], queue: [] });
    expect(await storage.find(removedMessages)).toEqual([]);
  });

  test("pages through one peer's messages from the newest", async () => {
    const storage = create();
    const messages = [5, 3, 1, 4, 2].map((n) => message(n));
    await storage.write({ messages: [...messages, message(9, "carol@example.com")] });
    const bodies = async (before: Message | undefined) =>
      (await storage.messages("bob@example.com", before, 2)).map(({ place }) => place);
    expect(await bodies(undefined)).toEqual([4, 5]);
    expect(await bodies(message(4))).toEqual([2, 3]);
    expect(await bodies(message(2))).toEqual([1]);
    expect(await bodies(message(1))).toEqual([]);
  });

  test("replaces a message that it has", async () => {
    const storage = create();
    await storage.write({ messages: [message(1)] });
    await storage.write({ messages: [{ ...message(1), body: "changed" }] });
    expect((await storage.find([message(1).key])).map(({ body }) => body)).toEqual(["changed"]);
    expect(await storage.messages("bob@example.com", undefined, 10)).toHaveLength(1);
  });

  test("trims a conversation to its newest messages", async () => {
    const storage = create();
    await storage.write({ messages: [1, 2, 3].map((n) => message(n)) });
    expect(await storage.trim("bob@example.com", 2)).toBe(true);
    expect(await storage.trim("bob@example.com", 2)).toBe(false);
    expect((await storage.messages("bob@example.com", undefined, 10)).map(({ place }) => place)).toEqual([2, 3]);
    expect(await storage.trim("bob@example.com", 0)).toBe(true);
    expect(await storage.messages("bob@example.com", undefined, 10)).toEqual([]);
  });

  test("trims a long conversation some messages at a time, the oldest first, and others not at all", async () => {
    const storage = create();
    const many = Array.from({ length: 450 }, (_, n) => message(n + 1));
    await storage.write({ messages: [...many, message(1, "carol@example.com")] });
    let rounds = 0;
    while (await storage.trim("bob@example.com", 10)) {
      rounds += 1;
      const left = (await storage.messages("bob@example.com", undefined, 1_000)).map(({ place }) => place);
      expect(left).toEqual(many.slice(-left.length).map(({ place }) => place));
    }
    expect(rounds).toBeGreaterThan(0);
    expect(await storage.messages("bob@example.com", undefined, 1_000)).toHaveLength(10);
    expect(await storage.messages("bob@example.com", message(446), 3)).toEqual([443, 444, 445].map((n) => message(n)));
    expect(await storage.messages("carol@example.com", undefined, 9)).toHaveLength(1);
  });

  test("finds messages by the ids that others know", async () => {
    const storage = create();
    const other = { ...message(1, "carol@example.com"), archiveId: "a1" };
    await storage.write({ messages: [message(1), message(2), other] });
    const find = async (peer: string, id: string) => (await storage.findMeant([{ peer, id }])).map(({ key }) => key);
    expect(await find("bob@example.com", "m1")).toEqual([message(1).key]);
    expect(await find("carol@example.com", "a1")).toEqual([other.key]);
    expect(await find("bob@example.com", "a1")).toEqual([]);
  });

  test("keeps the amendments that changed last", async () => {
    const storage = create();
    const record = (n: number) => ({ ...emptyRecord("bob@example.com", `m${n}`), at: n });
    await storage.write({ amendments: [record(2), record(1), record(3)] });
    await storage.write({ amendments: [{ ...record(1), removals: ["bob@example.com"], at: 4 }] });
    await storage.trimAmendments(2);
    const found = await storage.amendments([1, 2, 3].map((n) => record(n).key));
    expect(found.map(({ at }) => at)).toEqual([4, 3]);
    await storage.clear();
    expect(await storage.amendments([record(1).key])).toEqual([]);
  });

  test("deletes everything and can be used again", async () => {
    const storage = create();
    await storage.write({ position: "a1", conversations: [conversation], queue: [queued(1)], messages: [message(1)] });
    await storage.clear();
    expect(await storage.load()).toEqual({ conversations: [], queue: [] });
    await storage.write({ position: "a2" });
    expect((await storage.load()).position).toBe("a2");
  });
});

test("two tabs use one database at the same time", async () => {
  const [first, second] = [openIndexedDb("shared"), openIndexedDb("shared")];
  opened.push(first, second);
  await first.write({ messages: [message(1)] });
  await second.write({ messages: [message(2)] });
  expect(await first.find([message(1).key, message(2).key])).toHaveLength(2);
});

const ACCOUNT = { address: "alice@example.com", isRemembered: true, access: { agent: "a", tokens: ["t"] } };

/** What every version keeps in the same form. */
async function writeKept(former: IDBPDatabase): Promise<void> {
  await former.put("settings", ACCOUNT, "account");
  await former.put("settings", { version: "7", items: [] }, "roster");
  await former.put("settings", "a9", "position");
  await former.put("conversations", conversation);
  await former.put("messages", message(1));
}

function reopen(former: IDBPDatabase): Storage {
  former.close();
  const storage = openIndexedDb(former.name);
  opened.push(storage);
  return storage;
}

async function expectKept(storage: Storage, more: Partial<StoredState> = {}): Promise<void> {
  expect(await storage.load()).toEqual({
    account: ACCOUNT,
    roster: { version: "7", items: [] },
    position: "a9",
    conversations: [conversation],
    queue: [queued(1), queued(2)],
    ...more,
  });
  expect(await storage.messages("bob@example.com", undefined, 9)).toEqual([message(1)]);
  expect(await storage.findMeant([{ peer: "bob@example.com", id: "m1" }])).toEqual([message(1)]);
  await storage.keepUpload("q1", new Blob(["file"]));
  expect(await storage.upload("q1")).toBeDefined();
}

test("a database of version 2 keeps all, and what waits is what it was", async () => {
  const former = await openDB("second", 2, {
    upgrade(database) {
      database.createObjectStore("settings");
      database.createObjectStore("queue", { keyPath: "key" });
      database.createObjectStore("conversations", { keyPath: "peer" });
      database.createObjectStore("messages", { keyPath: "key" }).createIndex("place", ["peer", "place", "at"]);
    },
  });
  await writeKept(former);
  for (const order of [2, 1]) {
    const { content, ...rest } = queued(order);
    await former.put("queue", { ...rest, body: content.body });
  }
  await expectKept(reopen(former));
});

test("a database of version 3 keeps all, and what changes messages", async () => {
  const former = await openDB("third", 3, {
    upgrade(database) {
      database.createObjectStore("settings");
      database.createObjectStore("queue", { keyPath: "key" });
      database.createObjectStore("conversations", { keyPath: "peer" });
      const messages = database.createObjectStore("messages", { keyPath: "key" });
      messages.createIndex("place", ["peer", "place", "at"]);
      messages.createIndex("id", ["peer", "id"]);
      messages.createIndex("archived", ["peer", "archiveId"]);
      database.createObjectStore("amendments", { keyPath: "key" }).createIndex("at", "at");
    },
  });
  await writeKept(former);
  const change = { ...queued(2), content: { kind: "retraction", of: "m0" }, before: message(0) } as const;
  for (const entry of [change, queued(1)]) await former.put("queue", entry);
  const record = { ...emptyRecord("bob@example.com", "m1"), removals: ["bob@example.com"], at: 1 };
  await former.put("amendments", record);
  const storage = reopen(former);
  await expectKept(storage, { queue: [queued(1), change], hasAmendments: true });
  expect(await storage.amendments([record.key])).toEqual([record]);
});

test("a database of the first version keeps who is signed in and what waits, and reads the archive again", async () => {
  const former = await openDB("former", 1, {
    upgrade(database) {
      database.createObjectStore("settings");
      database.createObjectStore("conversations", { keyPath: "peer" });
      database.createObjectStore("messages", { keyPath: "key" }).createIndex("time", ["peer", "at"]);
      database.createObjectStore("queue", { keyPath: "key" });
    },
  });
  await writeKept(former);
  const { content, ...rest } = queued(1);
  await former.put("queue", { ...rest, body: content.body });
  const storage = reopen(former);
  const roster = { version: "7", items: [] };
  expect(await storage.load()).toEqual({ account: ACCOUNT, roster, conversations: [], queue: [queued(1)] });
  expect(await storage.find([message(1).key])).toEqual([]);
  await storage.write({ amendments: [emptyRecord("bob@example.com", "m1")], messages: [message(1)] });
  expect(await storage.findMeant([{ peer: "bob@example.com", id: "m1" }])).toEqual([message(1)]);
  await storage.keepUpload("q1", new Blob(["file"]));
});
