import "fake-indexeddb/auto";
import { afterEach, expect, test, vi } from "vitest";
import { openBrowserStorage } from "./browser-storage.ts";
import { openIndexedDb } from "./indexed-db.ts";
import type { StoredConversation } from "./storage.ts";

const conversation: StoredConversation = {
  peer: "bob@example.com",
  unread: [],
  draft: "Dear Bob",
  isAnswered: true,
  isWhole: false,
};

afterEach(() => {
  vi.unstubAllGlobals();
});

test("where a browser lets us keep nothing, it is kept as long as the page", async () => {
  vi.stubGlobal("indexedDB", {
    open: () => {
      throw new DOMException("no", "SecurityError");
    },
  });
  const storage = openBrowserStorage();
  expect(await storage.load()).toEqual({ conversations: [], queue: [] });
  await storage.write({ conversations: [conversation] });
  expect((await storage.load()).conversations).toEqual([conversation]);
  storage.use("another");
  expect((await storage.load()).conversations).toEqual([]);
  storage.close();
});

test("what could not be opened is tried once more", async () => {
  const former = openIndexedDb("yonder");
  await former.write({ conversations: [conversation] });
  former.close();
  const { indexedDB } = globalThis as unknown as { indexedDB: { open(name: string, version: number): unknown } };
  let tries = 0;
  vi.stubGlobal("indexedDB", {
    open: (name: string, version: number) => {
      tries += 1;
      if (tries === 1) throw new DOMException("not now", "InvalidStateError");
      return indexedDB.open(name, version);
    },
  });
  const storage = openBrowserStorage();
  expect((await storage.load()).conversations).toEqual([conversation]);
  storage.close();
});
