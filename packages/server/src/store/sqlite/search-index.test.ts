import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { accepted, message, openCouple } from "../contract/store-world.contract.ts";
import { searchedArchives } from "./search-files.ts";
import { openFolder } from "./world.fixture.ts";

test("an index that is damaged is made anew", async () => {
  const world = openFolder();
  const { store, alice, bob } = await openCouple(world);
  mkdirSync(join(world.folder, "search"));
  writeFileSync(
    join(world.folder, "search", `a${bob.id}.db`),
    "no database at all, and long enough to be looked at".repeat(99),
  );
  const id = await accepted(store, message(alice, bob, "m1", "poster"));
  expect(await store.archive.page(bob.id, { text: "poster", limit: 9 })).toMatchObject({ messages: [{ id }] });
});

test("the index of an account goes with it, whether a node runs or not", async () => {
  const world = openFolder();
  const { store, alice, bob } = await openCouple(world);
  await accepted(store, message(alice, bob, "m1", "poster"));
  for (const { id } of [alice, bob]) await store.archive.page(id, { text: "poster", limit: 9 });
  expect(searchedArchives(world.folder)).toHaveLength(2);
  await store.accounts.remove("alice");
  await vi.waitFor(() => expect(searchedArchives(world.folder)).toEqual([`a${bob.id}`]), 10_000);
  await store.close();
  const tool = await world.open("tool");
  await tool.accounts.remove("bob");
  await tool.close();
  await world.open();
  await vi.waitFor(() => expect(searchedArchives(world.folder)).toEqual([]), 10_000);
  expect(existsSync(join(world.folder, "yonder.db"))).toBe(true);
});
