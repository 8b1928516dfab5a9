import { describe, expect, test } from "vitest";
import { FakeStore, FakeTabs } from "../testing/fake-tabs.ts";
import { createFixture, isOnline, settle, until } from "../testing/fixture.ts";
import { Slots } from "./slots.ts";

const BOB = "bob@example.com";
const HELLO = `<message from='${BOB}/x' to='alice@example.com' id='m1'><body>Hello</body></message>`;

describe("accounts", () => {
  test("that are not remembered live in their tab alone, and over its reload", async () => {
    const fixture = createFixture();
    const browser = new FakeTabs(fixture);
    const tab = browser.open();
    await tab.engine.signIn("alice", "wonderland");
    await until(() => isOnline(tab.engine));
    expect(await browser.open().engine.resumeSaved()).toBe(false);
    await settle();
    tab.close();
    const again = browser.open(tab.session);
    expect(await again.engine.resumeSaved()).toBe(true);
    await until(() => isOnline(again.engine));
    expect(again.engine.connection).toMatchObject({ resumed: true });
  });

  test("are kept apart, and signing out of one leaves the others", async () => {
    const fixture = createFixture();
    const browser = new FakeTabs(fixture);
    const first = browser.open();
    await first.engine.signIn("alice", "wonderland", { remember: true });
    fixture.server.push(HELLO);
    await until(() => first.engine.conversations.length === 1);
    const slots = new Slots(() => ({ local: browser.local, session: new FakeStore() }));
    await browser.database("work").write({ account: { address: "alice@work.example", isRemembered: true } });
    slots.keep({ address: "alice@work.example", slot: "work" });
    expect(slots.accounts.map(({ slot }) => slot)).toEqual(["work", "yonder"]);
    await first.engine.signOut();
    expect(slots.accounts).toEqual([{ address: "alice@work.example", slot: "work" }]);
    expect((await browser.database("yonder").load()).account).toBeUndefined();
    expect((await browser.database("work").load()).account?.address).toBe("alice@work.example");
  });

  test("keep what the only one of former times had", async () => {
    const fixture = createFixture();
    const browser = new FakeTabs(fixture);
    const former = fixture.engine({ storage: browser.database("yonder") });
    await former.signIn("alice", "wonderland", { remember: true });
    fixture.server.push(HELLO);
    await until(() => former.conversations.length === 1);
    await former.close();
    const session = new FakeStore();
    const tab = browser.open(session);
    expect(await tab.engine.resumeSaved()).toBe(true);
    expect(tab.engine.conversations).toMatchObject([{ peer: BOB, unread: 1 }]);
    const slots = new Slots(() => ({ local: browser.local, session }));
    expect(slots.accounts).toEqual([{ address: "alice@example.com", slot: "yonder" }]);
    expect(slots.enter("zoe@example.com", true)).not.toBe("yonder");
    expect(slots.enter("alice@example.com", true)).toBe("yonder");
  });

  test("of which nothing can be read are none", () => {
    const local = new FakeStore();
    const slots = new Slots(() => ({ local, session: new FakeStore() }));
    for (const text of ["{", "{}", '[null, 1, {"address":"x"}, {"address":"<b>@x","slot":"y"}]']) {
      local.setItem("yonder-accounts", text);
      expect(slots.accounts).toEqual([]);
    }
    expect(slots.chosen).toBe("yonder");
  });

  test("are signed in to after it was looked up who is", async () => {
    const browser = new FakeTabs(createFixture());
    const { engine } = browser.open();
    const looking = engine.resumeSaved();
    await engine.signIn("alice", "wonderland", { remember: true });
    expect(await looking).toBe(false);
    await until(() => isOnline(engine));
    expect(engine.leads).toBe(true);
    expect((await browser.database("yonder").load()).account?.address).toBe("alice@example.com");
  });

  test("are expected where one was left", async () => {
    const browser = new FakeTabs(createFixture());
    const open = (session = new FakeStore()) => new Slots(() => ({ local: browser.local, session }));
    expect(open().isChosenUsed).toBe(false);
    const passing = browser.open();
    await passing.engine.signIn("alice", "wonderland");
    expect([open().isChosenUsed, open(passing.session).isChosenUsed]).toEqual([false, true]);
    await browser.open().engine.signIn("zoe", "wonderland", { remember: true });
    expect(open().isChosenUsed).toBe(true);
  });

  test("are signed in to where the browser forbids locks", async () => {
    const fixture = createFixture();
    const browser = new FakeTabs(fixture);
    browser.locks = { request: () => Promise.reject(new DOMException("no", "SecurityError")) };
    const { engine } = browser.open();
    expect(await engine.resumeSaved()).toBe(false);
    await engine.signIn("alice", "wonderland");
    await until(() => isOnline(engine));
  });
});
