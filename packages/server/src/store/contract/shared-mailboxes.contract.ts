import { expect } from "vitest";
import type { AcceptResult, Account, Store } from "../store.ts";
import { keysOf, message } from "./store-world.contract.ts";

interface Two {
  readonly store: Store;
  readonly other: Store;
  readonly bob: Account;
}

/** Two stores accept messages for bob at the same time, so many of each of eight senders: whoever sees one of them sees all before it. */
export async function assertSeenInOrder({ store, other, bob }: Two, count: number): Promise<void> {
  const senders: Account[] = [];
  for (let i = 0; i < 8; i += 1) senders.push(await store.accounts.add(`sender${i}`, keysOf(i)));
  const seen: number[] = [];
  let isOver = false;
  const follow = async () => {
    while (!isOver) {
      const last = seen.at(-1) ?? 0;
      seen.push(...((await other.shared?.since(bob.id, last, 1_000)) ?? []).map((it) => it.id));
    }
  };
  const following = follow();
  const all = await Promise.all([
    flood(store, senders.slice(0, 5), bob, count),
    flood(other, senders.slice(3), bob, count), // two of them send over both, the same messages
  ]);
  isOver = true;
  await following;
  const kept = all.flat().filter((it) => it.kind === "accepted");
  expect(kept).toHaveLength(8 * count);
  const ids = kept.map((it) => it.id).sort((a, b) => a - b);
  expect(seen.length).toBeGreaterThan(0);
  expect(seen).toEqual(ids.slice(0, seen.length));
  expect((await store.shared?.since(bob.id, 0, 1_000))?.map((it) => it.id)).toEqual(ids);
  const before = new Map(kept.map((it) => [it.id, it.after]));
  expect(ids.map((id) => before.get(id))).toEqual([0, ...ids.slice(0, -1)]);
  expect(await other.shared?.heads([bob.id, senders[0]?.id ?? 0])).toEqual(new Map([[bob.id, ids.at(-1)]]));
}

/** Sends that many, one after the other, from each of these to bob; tells what became of them. */
async function flood(store: Store, senders: readonly Account[], bob: Account, count: number): Promise<AcceptResult[]> {
  const results: AcceptResult[] = [];
  const send = async (sender: Account) => {
    for (let i = 0; i < count; i += 1) results.push(await store.archive.accept(message(sender, bob, `m${i}`)));
  };
  await Promise.all(senders.map(send));
  return results;
}
