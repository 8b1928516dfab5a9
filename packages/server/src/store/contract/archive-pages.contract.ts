import { expect, test } from "vitest";
import { timeOf } from "../archive-id.ts";
import type { PageQuery } from "../store.ts";
import { assertArchivesReadAsLists } from "./archive-model.contract.ts";
import { accepted, acceptMany, keysOf, message, type OpenWorld, openCouple } from "./store-world.contract.ts";

/** XEP-0313 §4 and XEP-0059, for archives of ten messages, a minute apart. */
export function archivePagesContract(openWorld: OpenWorld): void {
  /** Ten messages, and a way to ask which of them (1 – 10) a query finds. */
  async function tenMessages() {
    const world = await openWorld();
    const couple = await openCouple(world);
    const ids = await acceptMany(world, couple, 10);
    const id = (n: number) => ids[n - 1] ?? 0;
    const find = async (query: PageQuery) => {
      const { messages, ...rest } = await couple.store.archive.page(couple.bob.id, query);
      return { found: messages.map((it) => ids.indexOf(it.id) + 1), ...rest };
    };
    return { ...couple, id, find };
  }

  test("the oldest come first, and after the last of a page comes the next", async () => {
    const { find, id } = await tenMessages();
    expect(await find({ limit: 4 })).toEqual({ found: [1, 2, 3, 4], isComplete: false });
    expect(await find({ limit: 4, after: id(4) })).toEqual({ found: [5, 6, 7, 8], isComplete: false });
    expect(await find({ limit: 4, after: id(8) })).toEqual({ found: [9, 10], isComplete: true });
    expect(await find({ limit: 4, after: id(10) })).toEqual({ found: [], isComplete: true });
  });

  test("backwards from the newest, each page still oldest first", async () => {
    const { find, id } = await tenMessages();
    expect(await find({ limit: 4, before: "" })).toEqual({ found: [7, 8, 9, 10], isComplete: false });
    expect(await find({ limit: 4, before: id(7) })).toEqual({ found: [3, 4, 5, 6], isComplete: false });
    expect(await find({ limit: 4, before: id(3) })).toEqual({ found: [1, 2], isComplete: true });
  });

  test("a page that ends with the last message is complete", async () => {
    const { find, id } = await tenMessages();
    expect(await find({ limit: 10 })).toMatchObject({ isComplete: true });
    expect(await find({ limit: 2, before: id(3) })).toEqual({ found: [1, 2], isComplete: true });
  });

  test("a range of time includes both ends", async () => {
    const { find, id } = await tenMessages();
    const [start, end] = [timeOf(id(3)), timeOf(id(5))];
    expect((await find({ limit: 10, start, end })).found).toEqual([3, 4, 5]);
    expect((await find({ limit: 10, start: new Date(start.getTime() + 1), end })).found).toEqual([4, 5]);
    expect((await find({ limit: 10, start, end: new Date(end.getTime() - 1) })).found).toEqual([3, 4]);
    expect((await find({ limit: 10, end: new Date(0) })).found).toEqual([]);
  });

  test("a range of ids excludes both ends", async () => {
    const { find, id } = await tenMessages();
    expect((await find({ limit: 10, afterId: id(3), beforeId: id(7) })).found).toEqual([4, 5, 6]);
    expect((await find({ limit: 2, afterId: id(3), beforeId: id(7), before: "" })).found).toEqual([5, 6]);
  });

  test("the whole set is counted, and the page's place in it", async () => {
    const { find, id } = await tenMessages();
    expect(await find({ limit: 3, after: id(4), wantsCount: true })).toMatchObject({ count: 10, firstIndex: 4 });
    const range = { afterId: id(2), beforeId: id(9), wantsCount: true };
    expect(await find({ limit: 2, before: "", ...range })).toMatchObject({ found: [7, 8], count: 6, firstIndex: 4 });
    expect(await find({ limit: 0, wantsCount: true })).toEqual({ found: [], isComplete: false, count: 10 });
  });

  test("named ids come in order, however they were named", async () => {
    const { find, id } = await tenMessages();
    const ids = [id(9), id(2), id(5), id(2)];
    expect(await find({ limit: 10, ids, wantsCount: true })).toMatchObject({
      found: [2, 5, 9],
      count: 3,
      firstIndex: 0,
    });
    expect(await find({ limit: 2, ids })).toEqual({ found: [2, 5], isComplete: false });
    expect(await find({ limit: 2, ids, before: "" })).toEqual({ found: [5, 9], isComplete: false });
    expect(await find({ limit: 2, ids, after: id(5) })).toEqual({ found: [9], isComplete: true });
  });

  test.each<(id: number) => Omit<PageQuery, "limit">>([
    (id) => ({ after: id }),
    (id) => ({ before: id }),
    (id) => ({ afterId: id }),
    (id) => ({ beforeId: id }),
    (id) => ({ ids: [id] }),
  ])("an id that is not in the archive is not found", async (query) => {
    const { store, bob, alice, id } = await tenMessages();
    await expect(store.archive.page(bob.id, { limit: 5, ...query(id(5) + 1) })).rejects.toMatchObject({
      code: "not-found",
    });
    const carol = await store.accounts.add("carol", keysOf(3));
    const notBobs = await accepted(store, message(alice, carol, "other"));
    await expect(store.archive.page(bob.id, { limit: 5, ...query(notBobs) })).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("one conversation is found among others", async () => {
    const world = await openWorld();
    const { store, alice, bob } = await openCouple(world);
    const carol = await store.accounts.add("carol", keysOf(3));
    for (let i = 0; i < 6; i += 1) {
      await accepted(store, message(alice, bob, `to bob ${i}`));
      await accepted(store, message(carol, alice, `from carol ${i}`));
      await accepted(store, message(bob, alice, `from bob ${i}`));
    }
    const withBob = { with: "bob@localhost", limit: 4 };
    const last = await store.archive.page(alice.id, { ...withBob, before: "", wantsCount: true });
    expect(last.messages.map((it) => /id='([^']*)'/.exec(it.xml)?.[1])).toEqual([
      "to bob 4",
      "from bob 4",
      "to bob 5",
      "from bob 5",
    ]);
    expect(last).toMatchObject({ isComplete: false, count: 12, firstIndex: 8 });
    const earlier = await store.archive.page(alice.id, { ...withBob, before: last.messages[0]?.id });
    expect(earlier.messages).toHaveLength(4);
    expect((await store.archive.page(alice.id, { with: "carol@localhost", limit: 20 })).messages).toHaveLength(6);
    expect(await store.archive.page(alice.id, { with: "eve@localhost", limit: 20, wantsCount: true })).toEqual({
      messages: [],
      isComplete: true,
      count: 0,
    });
  });

  test("a page of huge stanzas is cut short in its direction, and says so", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    const ids: number[] = [];
    for (let i = 0; i < 6; i += 1) ids.push(await accepted(store, message(alice, bob, `m${i}`, "x".repeat(1_000_000))));
    const forward = await store.archive.page(bob.id, { limit: 6 });
    expect(forward).toMatchObject({ isComplete: false });
    expect(forward.messages.map((it) => it.id)).toEqual(ids.slice(0, 4));
    const backward = await store.archive.page(bob.id, { limit: 6, before: "" });
    expect(backward).toMatchObject({ isComplete: false });
    expect(backward.messages.map((it) => it.id)).toEqual(ids.slice(2));
  });

  test("an archive reads as a plain list would, whatever was done", async () => {
    await assertArchivesReadAsLists([await (await openWorld()).open()], 4);
  });

  test("an archive tells its first and last id", async () => {
    const { store, bob, id } = await tenMessages();
    expect(await store.archive.metadata(bob.id)).toEqual({ first: id(1), last: id(10) });
    const carol = await store.accounts.add("carol", keysOf(3));
    expect(await store.archive.metadata(carol.id)).toBeUndefined();
    expect(await store.archive.page(carol.id, { limit: 5, before: "", wantsCount: true })).toEqual({
      messages: [],
      isComplete: true,
      count: 0,
    });
  });
}
