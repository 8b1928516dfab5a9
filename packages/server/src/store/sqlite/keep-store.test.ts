import { describe, expect, onTestFinished, test } from "vitest";
import { memoryFolder } from "../../../../../test/support/children.ts";
import { pendingContract } from "../contract/pending.contract.ts";
import { assertSeenInOrder } from "../contract/shared-mailboxes.contract.ts";
import { accepted, keysOf, message, openCouple, type StoreWorld } from "../contract/store-world.contract.ts";
import type { Store } from "../store.ts";
import { keepSqliteStore } from "./keep-store.ts";
import { openSqliteStore } from "./open-store.ts";
import { storeSocketsIn } from "./store-sockets.ts";

/** A store that one keeps, for any number of processes. */
async function openKept(mergeThreshold?: number): Promise<StoreWorld> {
  const folder = memoryFolder("kept-store");
  const shared = storeSocketsIn(folder);
  const kept = await keepSqliteStore({ folder, ...(mergeThreshold !== undefined && { mergeThreshold }) }, shared);
  const clock = { time: Date.UTC(2026, 0, 1), now: () => clock.time };
  const stores: Store[] = [];
  onTestFinished(async () => {
    for (const store of stores) await store.close();
    await kept.close();
  });
  return {
    clock,
    async open(role = "node") {
      const store = await openSqliteStore({ clock, folder, role, shared: role === "node" ? shared : undefined });
      stores.push(store);
      return store;
    },
  };
}

describe("store on SQLite that several processes have in common", () => {
  pendingContract(() => openKept());
});

async function openTwo(mergeThreshold?: number) {
  const world = await openKept(mergeThreshold);
  const couple = await openCouple(world);
  return { world, ...couple, other: await world.open() };
}

test.each([undefined, 7])(
  "whoever sees a message sees all before it, whichever process accepted them (index after %s)",
  async (mergeThreshold) => assertSeenInOrder(await openTwo(mergeThreshold), 20),
);

test("what one process accepted another one reads at once, acknowledges, and finds what comes after", async () => {
  const { store, other, alice, bob } = await openTwo();
  const [first, second] = [
    await accepted(store, message(alice, bob, "a")),
    await accepted(other, message(alice, bob, "b")),
  ];
  expect((await other.pending.page(bob.id, 0, 10)).map(({ id }) => id)).toEqual([first, second]);
  other.pending.acknowledge(bob.id, first);
  await other.flush();
  expect((await store.pending.page(bob.id, 0, 10)).map(({ id }) => id)).toEqual([second]);
  expect((await store.shared?.since(bob.id, 0, 10))?.map(({ id }) => id)).toEqual([first, second]);
});

test("a message that is not kept for its recipient is none that others come after", async () => {
  const { store, other, alice, bob } = await openTwo();
  const first = await store.archive.accept(message(alice, bob, "a"));
  const passing = await other.archive.accept({ ...message(alice, bob, "b"), isPending: false });
  const last = await other.archive.accept(message(alice, bob, "c"));
  expect(first).toMatchObject({ after: 0 });
  expect(passing).not.toHaveProperty("after");
  expect(last).toMatchObject({ after: (first as { id: number }).id });
});

test("what was there when the store was opened is behind where each mailbox stands", async () => {
  const folder = memoryFolder("kept-store");
  const sockets = storeSocketsIn(folder);
  const opened = async () => ({
    kept: await keepSqliteStore({ folder }, sockets),
    store: await openSqliteStore({ folder, role: "node", shared: sockets }),
  });
  const first = await opened();
  const alice = await first.store.accounts.add("alice", keysOf(1));
  const bob = await first.store.accounts.add("bob", keysOf(2));
  const [seen, waiting] = [
    await accepted(first.store, message(alice, bob, "a")),
    await accepted(first.store, message(alice, bob, "b")),
  ];
  first.store.pending.acknowledge(bob.id, seen);
  await first.store.close();
  await first.kept.close();

  const { kept, store } = await opened();
  onTestFinished(async () => {
    await store.close();
    await kept.close();
  });
  const heads = await store.shared?.heads([alice.id, bob.id]);
  expect([...(heads?.values() ?? [])]).toEqual([waiting, waiting]);
  expect(await store.shared?.since(bob.id, waiting, 10)).toEqual([]);
  expect((await store.pending.page(bob.id, 0, 10)).map(({ id }) => id)).toEqual([waiting]);
  expect(await store.archive.accept(message(bob, alice, "c"))).toMatchObject({ after: waiting });
});

test("all search in the same index", async () => {
  const { store, other, alice, bob } = await openTwo();
  const id = await accepted(store, message(alice, bob, "a", "a needle in the hay"));
  for (const one of [store, other]) {
    const { messages } = await one.archive.page(bob.id, { text: "needle", limit: 10 });
    expect(messages.map((found) => found.id)).toEqual([id]);
  }
});

test("a process that leaves takes nothing away from the others", async () => {
  const { store, other, alice, bob } = await openTwo();
  await other.close();
  await expect(other.archive.accept(message(alice, bob, "a"))).rejects.toMatchObject({ code: "unavailable" });
  await accepted(store, message(alice, bob, "b"));
});
