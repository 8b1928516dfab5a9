import { expect, test } from "vitest";
import { FakeStore } from "../testing/fake-tabs.ts";
import { sweep } from "./later/sweep.ts";
import { Slots } from "./slots.ts";
import type { Locks } from "./tab-options.ts";

const HOUR = 3_600_000;
const NOW = Date.UTC(2026, 2, 1);

/** A browser with databases of these names, in some of which a tab is. */
function browser(...names: string[]) {
  const local = new FakeStore();
  const slots = new Slots(() => ({ local, session: new FakeStore() }));
  const held = new Set<string>();
  const locks: Locks = {
    request: async (name, _, action) => action(held.has(name) ? null : {}),
  };
  const databases = {
    databases: async () => names.map((name) => ({ name })),
    deleteDatabase(name: string) {
      names.splice(names.indexOf(name), 1);
      const request = { onsuccess: () => {} };
      queueMicrotask(() => request.onsuccess());
      return request;
    },
  };
  const sweepAt = (now: number) => sweep({ slots, databases, locks, now });
  return { names, slots, held, sweepAt };
}

test("what somebody had who signed out goes at once", async () => {
  const { names, slots, sweepAt } = browser("yonder", "yonder-tab-1", "yonder-2");
  for (const slot of [...names]) slots.forget(slot);
  await sweepAt(NOW);
  expect(names).toEqual([]);
});

test("what a closed tab left goes when a day has passed in which none has shown it", async () => {
  const { names, held, sweepAt } = browser("yonder-tab-1", "yonder-tab-2");
  await sweepAt(NOW);
  held.add("yonder:yonder-tab-2");
  await sweepAt(NOW + 23 * HOUR);
  expect(names).toHaveLength(2);
  held.clear();
  await sweepAt(NOW + 25 * HOUR);
  expect(names).toEqual(["yonder-tab-2"]);
  await sweepAt(NOW + 50 * HOUR);
  expect(names).toEqual([]);
});

test("accounts that are remembered stay, and so does what is none of ours or from before there were several", async () => {
  const { names, slots, sweepAt } = browser("yonder", "yonder-2", "another");
  slots.keep({ address: "alice@example.com", slot: "yonder-2" });
  slots.forget("yonder-2");
  slots.keep({ address: "alice@example.com", slot: "yonder-2" });
  for (const day of [0, 2, 4]) await sweepAt(NOW + day * 24 * HOUR);
  expect(names).toEqual(["yonder", "yonder-2", "another"]);
});
