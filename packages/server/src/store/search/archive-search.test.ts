import { expect, test } from "vitest";
import type { PageQuery } from "../store.ts";
import { ArchiveSearch, type Found } from "./archive-search.ts";
import type { Extent, IndexedMessage, SearchIndex, Wanted } from "./search-index.ts";

const message = (id: number, body: string): Found => ({
  id,
  xml: `<message from='bob@x/y' to='alice@x' id='m${id}'><body>${body}</body></message>`,
});
const talk = (count: number, body = "poster") => Array.from({ length: count }, (_, n) => message(n + 1, body));

/** An archive for whoever asks, of which all is indexed, or nothing; and what was asked of it. */
function stage(messages: readonly Found[], isIndexed: boolean) {
  const extents = new Map<string, Extent>();
  const whole = { low: 1, high: messages.length, isWhole: true };
  const log = {
    reads: [] as number[],
    added: [] as number[],
    turns: 0,
    atOnce: 0,
    mostAtOnce: 0,
    looks: [] as string[],
  };
  const index: SearchIndex = {
    extent: async (archive) => extents.get(archive) ?? (isIndexed ? whole : undefined),
    async add(archive, _former, next, added: readonly IndexedMessage[]) {
      log.added.push(added.length);
      extents.set(archive, next);
    },
    async find(archive, { range, isBackward, limit }: Wanted) {
      log.looks.push(archive);
      log.atOnce += 1;
      log.mostAtOnce = Math.max(log.mostAtOnce, log.atOnce);
      await new Promise(setImmediate);
      const ids = messages.map(({ id }) => id).filter((id) => id > range.low && id < range.high);
      return (isBackward ? ids.reverse() : ids).slice(0, limit);
    },
    async changes() {
      log.atOnce -= 1;
      return new Map();
    },
    async forget() {},
  };
  const read = async ({ ids, after, before, limit }: PageQuery) => {
    const end = typeof before === "number" ? before : Number.POSITIVE_INFINITY;
    const all = messages.filter(({ id }) => (ids?.includes(id) ?? true) && id > (after ?? 0) && id < end);
    const page = before === undefined ? all.slice(0, limit) : all.slice(-limit);
    if (page.length > 0) log.reads.push(page.length);
    return { messages: page, isComplete: all.length <= limit };
  };
  const turn = async () => {
    log.turns += 1;
    await new Promise(setImmediate);
  };
  const search = new ArchiveSearch(index, { elapsed: () => 0, turn, pause: () => new Promise(() => {}) });
  const ask = (archive: string, query: Partial<PageQuery> = {}) =>
    search.page(archive, { text: "poster", before: "", limit: 2, ...query }, read);
  return { ask, log };
}

test("an archive is indexed in steps, within which others have their turn", async () => {
  const { ask, log } = stage(talk(1_000), false);
  expect((await ask("a1")).messages).toHaveLength(2);
  expect(log.added).toEqual([250, 250, 250, 250]);
  expect(log.turns).toBeGreaterThanOrEqual(1_000 / 25 - 4);
});

test("what is not asked for is not read, and more and more at a time where little of it fits", async () => {
  const { ask, log } = stage(talk(1_000), true);
  await ask("a1");
  expect(log.reads).toEqual([3]);
  const misfit = stage(talk(1_000, "another word"), true);
  expect((await misfit.ask("a1")).messages).toEqual([]);
  expect(misfit.log.reads.slice(0, 4)).toEqual([3, 6, 12, 24]);
  expect(Math.max(...misfit.log.reads)).toBe(250);
});

test("of a hundred who search two are at it, and who asks again and again waits behind the others", async () => {
  const { ask, log } = stage(talk(10), true);
  const asked = Array.from({ length: 100 }, (_, n) => ask(n < 50 ? "a1" : `a${n}`));
  for (const { messages } of await Promise.all(asked)) expect(messages.map(({ id }) => id)).toEqual([9, 10]);
  expect(log.mostAtOnce).toBe(2);
  expect(log.looks).toHaveLength(100);
  expect(log.looks.slice(0, 60).filter((archive) => archive === "a1").length).toBeLessThan(12);
});
