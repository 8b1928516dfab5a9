import { expect, test } from "vitest";
import { openHouse } from "../features/house.fixture.ts";
import { DailyShare } from "./daily-share.ts";

const HOUR = 3_600_000;

test("an account writes a day's share at once, and then as much as time gives back; others have theirs", () => {
  let now = 0;
  const share = new DailyShare(24_000, () => now);
  expect(share.take(1, 24_000)).toBe(true);
  expect(share.take(1, 1)).toBe(false);
  expect(share.take(2, 24_000)).toBe(true);
  now += HOUR;
  expect(share.take(1, 1_001)).toBe(false);
  expect(share.take(1, 1_000)).toBe(true);
  now += 100 * 24 * HOUR;
  expect(share.take(1, 24_001)).toBe(false);
  expect(share.take(1, 24_000)).toBe(true);
});

test("a message beyond the share is refused, is kept nowhere, and may be sent again later", async () => {
  const house = await openHouse([], { limits: { messageBytesPerDay: 1_000 } });
  house.account("bob");
  const alice = await house.login("alice@example.com/desk");
  const write = (body: string) =>
    alice.asks(`<message to='bob@example.com' type='chat'><body>${body}</body></message>`);
  expect(await write("short")).toEqual([]);
  expect((await write("x".repeat(1_000))).join()).toMatch(/type='wait'><resource-constraint/);
  expect(await write("short again")).toEqual([]);
  const bob = await house.memory.store.accounts.find("bob");
  const { messages } = await house.memory.store.archive.page(bob?.id ?? 0, { limit: 9 });
  expect(messages.map(({ xml }) => /<body>(.*)<\/body>/.exec(xml)?.[1])).toEqual(["short", "short again"]);
});
