import { expect, test } from "vitest";
import { type FakeTab, FakeTabs } from "../testing/fake-tabs.ts";
import { createFixture, settle, until } from "../testing/fixture.ts";

const BOB = "bob@example.com";
const start = Date.parse("2026-02-01T12:00:00Z");

test("each tab stands at a place of its own in one conversation", async () => {
  const fixture = createFixture();
  const browser = new FakeTabs(fixture);
  const [first, second] = [browser.open(), browser.open()];
  await first.engine.signIn("alice", "wonderland", { remember: true });
  await second.engine.resumeSaved();
  for (let n = 1; n <= 2_000; n++) {
    const at = new Date(start + n * 1_000).toISOString();
    fixture.server.keep(
      `a${n}`,
      at,
      `<message from='${BOB}/x' to='alice@example.com' id='m${n}'><body>${n}</body></message>`,
    );
  }
  await Promise.all([first, second].map(({ engine }) => engine.openConversation(BOB)));
  const ends = ({ engine }: FakeTab) => [0, -1].map((place) => engine.history(BOB).at(place)?.body);
  await until(() => [first, second].every((tab) => ends(tab)[1] === "2000"));
  expect(second.engine.past.isAway(BOB)).toBe(false);
  await (await second.engine.past.search()).visit(BOB, { archiveId: "a120", at: 0 });
  expect([...ends(first), first.engine.past.isAway(BOB)]).toEqual(["1951", "2000", false]);
  expect([...ends(second), second.engine.past.isAway(BOB)]).toEqual(["95", "144", true]);
  await (await first.engine.past.search()).visit(BOB, { archiveId: "a1000", at: 0 });
  await second.engine.loadOlder(BOB);
  await settle();
  expect([ends(first), ends(second)]).toEqual([
    ["975", "1024"],
    ["45", "144"],
  ]);
  first.engine.past.leave(BOB);
  await settle();
  expect([second.engine.past.isAway(BOB), ends(first)[1]]).toEqual([true, "2000"]);

  // One scrolls back for so long that it goes on without the newest: what the other has stays.
  const third = browser.open();
  await third.engine.resumeSaved();
  await third.engine.openConversation(BOB);
  while (third.engine.history(BOB).length < 1_000) await third.engine.loadOlder(BOB);
  await first.engine.loadOlder(BOB);
  await settle();
  expect([first, third].map(({ engine }) => engine.past.isAway(BOB))).toEqual([true, false]);
  expect(third.engine.history(BOB)).toHaveLength(1_000);
});
