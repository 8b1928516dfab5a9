import { expect, test } from "vitest";
import { Journal } from "./journal.ts";
import { memoryStorage } from "./memory.ts";
import type { StorageChanges } from "./storage.ts";

function recording() {
  const storage = memoryStorage();
  const writes: StorageChanges[] = [];
  const write = storage.write.bind(storage);
  storage.write = (changes) => {
    writes.push(changes);
    return write(changes);
  };
  return { storage, writes };
}

const queued = (order: number) => ({
  order,
  key: `q${order}`,
  peer: "b@x",
  content: { kind: "text", body: "Hi" } as const,
  at: 1,
  tab: "t",
});

test("what changes in one turn is written at once, the last change of a thing", async () => {
  const { storage, writes } = recording();
  const journal = new Journal(storage, () => {});
  journal.put({ position: "1", queue: [queued(1)] });
  journal.put({ position: "2" });
  journal.put({ dequeued: ["q1"] });
  await journal.flush();
  expect(writes).toHaveLength(1);
  expect(await storage.load()).toEqual({ conversations: [], queue: [], position: "2" });
});

test("a write that fails is reported and the next one is made", async () => {
  const { storage } = recording();
  const write = storage.write;
  storage.write = () => Promise.reject(new Error("disk full"));
  const errors: unknown[] = [];
  const journal = new Journal(storage, (cause) => errors.push(cause));
  journal.put({ position: "1" });
  await journal.flush();
  storage.write = write;
  journal.put({ position: "2" });
  await journal.flush();
  expect(errors).toHaveLength(1);
  expect(journal.hasLost).toBe(true);
  expect((await storage.load()).position).toBe("2");
});

test("nothing that waited is written after all was deleted", async () => {
  const { storage } = recording();
  const journal = new Journal(storage, () => {});
  journal.put({ position: "1" });
  await journal.clear();
  await journal.flush();
  expect((await storage.load()).position).toBeUndefined();
});

test("what waits for an earlier write is written at once when the page is left", async () => {
  const { storage, writes } = recording();
  const write = storage.write;
  const { promise: isFree, resolve: free } = Promise.withResolvers<void>();
  storage.write = (changes) => write(changes).then(() => isFree);
  const journal = new Journal(storage, () => {});
  journal.put({ position: "1" });
  await Promise.resolve();
  journal.put({ position: "2" });
  await Promise.resolve();
  expect(writes).toHaveLength(1);
  journal.hurry();
  expect(writes.map(({ position }) => position)).toEqual(["1", "2"]);
  free();
  await journal.flush();
  expect(writes).toHaveLength(2);
});

test("it says what is not known to be written: what is under way, with what came since", async () => {
  const { storage } = recording();
  const journal = new Journal(storage, () => {});
  expect(journal.unwritten).toBeUndefined();
  journal.put({ position: "1", queue: [queued(1), queued(2)] });
  journal.hurry();
  journal.put({ dequeued: ["q1"] });
  expect(journal.unwritten).toMatchObject({ position: "1", queue: [queued(2)], dequeued: ["q1"] });
  await journal.flush();
  expect(journal.unwritten).toBeUndefined();
});
