import { describe, expect, test } from "vitest";
import { type FakeTab, FakeTabs } from "../testing/fake-tabs.ts";
import { createFixture, type Fixture, isOnline, settle, until } from "../testing/fixture.ts";
import type { EngineApi, Events } from "../types.ts";

const BOB = "bob@example.com";
const hello = (id: string, body = "Hello") =>
  `<message from='${BOB}/x' to='alice@example.com' id='${id}'><body>${body}</body></message>`;

/** Alice's browser with two tabs; the first one leads. */
async function twoTabs() {
  const fixture = createFixture();
  fixture.server.roster = `<item jid='${BOB}' name='Bob' subscription='both'/>`;
  const browser = new FakeTabs(fixture);
  const first = browser.open();
  await first.engine.signIn("alice", "wonderland", { remember: true });
  await until(() => isOnline(first.engine));
  const second = browser.open();
  expect(await second.engine.resumeSaved()).toBe(true);
  await settle();
  return { fixture, browser, first, second };
}

/** What somebody sees who looks at a tab. */
function seen({ engine }: FakeTab): unknown {
  const { address, domain, contacts, requests, conversations, connection } = engine;
  return structuredClone({
    address,
    domain,
    contacts,
    requests,
    conversations,
    connection,
    history: engine.history(BOB),
  });
}

async function same(first: FakeTab, second: FakeTab): Promise<void> {
  await settle(60);
  expect(seen(second)).toEqual(seen(first));
}

function bodies(fixture: Fixture): string[] {
  return fixture.server.sent(/<body>/).map((frame) => /<body>([\s\S]*?)<\/body>/.exec(frame)?.[1] ?? "");
}

function record<K extends keyof Events>(engine: EngineApi, event: K): Events[K][] {
  const all: Events[K][] = [];
  engine.on(event, (value) => all.push(value));
  return all;
}

describe("two tabs of one account", () => {
  test("share one connection and show the same", async () => {
    const { fixture, first, second } = await twoTabs();
    await Promise.all([first.engine.openConversation(BOB), second.engine.openConversation(BOB)]);
    const incoming = [record(first.engine, "incoming"), record(second.engine, "incoming")];
    fixture.server.push(`<presence from='${BOB}/x'><show>away</show></presence>`);
    fixture.server.push(hello("m1"));
    fixture.server.push("<presence from='erin@example.com' type='subscribe'/>");
    await until(() => second.engine.history(BOB).length === 1 && second.engine.requests.length === 1);
    await same(first, second);
    expect(second.engine.conversations).toMatchObject([{ peer: BOB, unread: 1 }]);
    expect(second.engine.contacts).toMatchObject([{ presence: "away" }]);
    expect(incoming.map(({ length }) => length)).toEqual([1, 1]);
    expect([first.engine.leads, second.engine.leads]).toEqual([true, false]);
    expect(fixture.server.connections).toHaveLength(1);
  });

  test("each write, answer, change, react and read, and each message leaves once", async () => {
    const { fixture, first, second } = await twoTabs();
    await Promise.all([first.engine.openConversation(BOB), second.engine.openConversation(BOB)]);
    fixture.server.push(hello("m1"));
    await until(() => second.engine.history(BOB).length === 1);
    const [theirs] = second.engine.history(BOB);
    const link = "<Description xmlns='http://www.w3.org/1999/02/22-rdf-syntax-ns#' about='https://hill.example/'/>";
    const message = second.engine.send(BOB, "from the second", { reply: theirs?.key ?? "", link });
    expect(second.engine.history(BOB).at(-1)).toMatchObject({ key: message.key, state: "waiting" });
    await until(() => first.engine.history(BOB).at(-1)?.state === "stored");
    await same(first, second);
    expect(first.engine.history(BOB).at(-1)).toMatchObject({ key: message.key, reply: { body: "Hello" }, link });
    first.engine.send(BOB, "from the first");
    second.engine.edit(message.key, "from the second, better");
    second.engine.react(theirs?.key ?? "", "👍");
    second.engine.setDraft(BOB, "half a");
    second.engine.markRead(BOB);
    await until(() => first.engine.history(BOB)[0]?.reactions?.length === 1 && bodies(fixture).length === 3);
    await same(first, second);
    expect(first.engine.conversations).toMatchObject([{ unread: 0, draft: "half a" }]);
    expect(first.engine.history(BOB)[1]).toMatchObject({ body: "from the second, better", isEdited: true });
    expect(bodies(fixture)).toEqual([
      "&gt; Hello\nfrom the second",
      "from the first",
      "&gt; Hello\nfrom the second, better",
    ]);
    expect((await browserQueue(first, second)).length).toBe(0);
  });

  test("have the same files attached, which either may send", async () => {
    const { first, second } = await twoTabs();
    const blob = new Blob(["12345"], { type: "text/plain" });
    second.engine.files.attach(BOB, { key: "one", name: "one.txt", blob });
    await until(() => first.engine.conversations[0]?.attached?.length === 1);
    await same(first, second);
    expect(second.engine.conversations).toMatchObject([{ attached: [{ key: "one", name: "one.txt", size: 5 }] }]);
    expect(await (await first.engine.files.blob("one"))?.text()).toBe("12345");
    first.engine.files.detach(BOB, "one");
    await until(() => second.engine.conversations[0]?.attached?.length === 0);
    await same(first, second);
  });

  test("are seen when either is", async () => {
    const { fixture, first, second } = await twoTabs();
    first.engine.setVisible(false);
    await settle();
    expect(fixture.server.sent(/<inactive/)).toEqual([]);
    second.engine.setVisible(false);
    await until(() => fixture.server.sent(/<inactive/).length === 1);
    fixture.server.push(hello("m1"));
    await until(() => second.engine.conversations.length === 1);
    second.engine.markRead(BOB);
    await settle();
    expect(first.engine.conversations).toMatchObject([{ unread: 1 }]);
    second.engine.setVisible(true);
    await until(() => first.engine.conversations[0]?.unread === 0);
    second.crash();
    await until(() => fixture.server.sent(/<inactive/).length === 2);
  });

  test("find the same", async () => {
    const { fixture, second } = await twoTabs();
    fixture.server.push(hello("m1", "a zeppelin"));
    await until(() => second.engine.conversations.length === 1);
    const search = await second.engine.past.search();
    const found: string[] = [];
    second.engine.on("found", ({ results }) => found.push(...results.hits.map(({ message }) => message.body)));
    await search.find("one", "zeppelin");
    await until(() => found.includes("a zeppelin"));
  });

  test("are signed out together", async () => {
    const { browser, first, second } = await twoTabs();
    const cleared = [record(first.engine, "cleared"), record(second.engine, "cleared")];
    await second.engine.signOut();
    await until(() => cleared.every(({ length }) => length === 1));
    expect([first.engine.address, second.engine.address]).toEqual(["", ""]);
    expect(await browser.open().engine.resumeSaved()).toBe(false);
  });

  test("send what there is no room for on this device", async () => {
    const { fixture, browser, second } = await twoTabs();
    await second.engine.openConversation(BOB);
    browser.database("yonder").write = () => Promise.reject(new Error("the disk is full"));
    second.engine.send(BOB, "no room");
    await until(() => bodies(fixture).length === 1);
    await until(() => second.engine.history(BOB).at(-1)?.state === "stored");
    expect(second.engine.history(BOB)).toMatchObject([{ body: "no room" }]);
  });

  test("come to rest, however many people there are", async () => {
    const fixture = createFixture();
    const people = Array.from({ length: 1_100 }, (_, index) => `p${index}@example.com`);
    fixture.server.roster = people.map((jid) => `<item jid='${jid}' subscription='both'/>`).join("");
    const browser = new FakeTabs(fixture);
    const first = browser.open();
    await first.engine.signIn("alice", "wonderland", { remember: true });
    await until(() => first.engine.contacts.length === people.length);
    const { engine } = browser.open();
    let told = 0;
    const readAll = () =>
      people.map((one) => [engine.people.nameOf(one), engine.people.pictureOf(one), engine.people.isBlocked(one)]);
    engine.on("people", () => {
      told += 1;
      readAll();
    });
    await engine.resumeSaved();
    readAll();
    await settle(60);
    const before = told;
    await settle(60);
    expect(told).toBe(before);
  });

  test("reject what the server refuses", async () => {
    const { second } = await twoTabs();
    await expect(second.engine.addContact("not an address")).rejects.toMatchObject({ condition: "jid-malformed" });
  });
});

async function browserQueue(...tabs: FakeTab[]): Promise<readonly unknown[]> {
  await settle();
  return tabs.flatMap(({ engine }) => engine.history(BOB).filter(({ state }) => state === "waiting"));
}

describe("when the tab that leads", () => {
  test("is closed, the other goes on with the same stream", async () => {
    const { fixture, first, second } = await twoTabs();
    fixture.server.push(`<presence from='${BOB}/x'/>`);
    await second.engine.openConversation(BOB);
    first.close();
    await until(() => second.engine.leads && isOnline(second.engine));
    expect(second.engine.connection).toMatchObject({ resumed: true });
    expect(second.engine.contacts).toMatchObject([{ presence: "here" }]);
    fixture.server.push(hello("m1"));
    await until(() => second.engine.history(BOB).length === 1);
  });

  test("crashes, what is written at that moment leaves once, and nothing is shown twice", async () => {
    const { fixture, first, second } = await twoTabs();
    await second.engine.openConversation(BOB);
    fixture.server.push(hello("m1"));
    await until(() => second.engine.history(BOB).length === 1);
    second.engine.send(BOB, "one");
    await until(() => second.engine.history(BOB).at(-1)?.state === "stored");
    first.hang();
    const messages = ["two", "three"].map((body) => second.engine.send(BOB, body));
    first.crash();
    fixture.server.drop();
    await until(() => second.engine.leads && isOnline(second.engine));
    await until(() => second.engine.history(BOB).every(({ state }) => state !== "waiting"));
    expect(bodies(fixture)).toEqual(["one", "two", "three"]);
    expect(second.engine.history(BOB).map(({ body }) => body)).toEqual(["Hello", "one", "two", "three"]);
    expect(
      second.engine
        .history(BOB)
        .slice(2)
        .map(({ key }) => key),
    ).toEqual(messages.map(({ key }) => key));
  });

  test("does not answer, a tab that is looked at takes over", async () => {
    const { fixture, first, second } = await twoTabs();
    await second.engine.openConversation(BOB);
    first.hang();
    second.engine.send(BOB, "anybody there?");
    for (let tries = 0; tries < 5; tries++) {
      await settle(10);
      fixture.clock.advance(1_000);
    }
    await until(() => second.engine.leads && isOnline(second.engine));
    await until(() => bodies(fixture).length === 1);
  });

  test("is gone, a tab that was frozen when it began to follow does not take its place", async () => {
    const { browser, first, second } = await twoTabs();
    second.close();
    const third = browser.open();
    const begun = third.engine.resumeSaved();
    third.document.dispatchEvent(new Event("freeze"));
    await begun;
    first.crash();
    await settle(100);
    expect(isOnline(third.engine)).toBe(false);
    third.document.dispatchEvent(new Event("resume"));
    await until(() => isOnline(third.engine));
  });

  test("is frozen, the other leads; thawed, it follows", async () => {
    const { first, second } = await twoTabs();
    first.document.dispatchEvent(new Event("freeze"));
    await until(() => second.engine.leads && isOnline(second.engine));
    first.document.dispatchEvent(new Event("resume"));
    await until(() => !first.engine.leads && first.engine.address === "alice@example.com");
    await same(second, first);
  });

  test("is gone, a third tab follows the new one", async () => {
    const { fixture, browser, first, second } = await twoTabs();
    const third = browser.open();
    await third.engine.resumeSaved();
    await Promise.all([second, third].map(({ engine }) => engine.openConversation(BOB)));
    first.crash();
    await until(() => second.engine.leads && isOnline(second.engine));
    fixture.server.push(hello("m1"));
    await until(() => third.engine.history(BOB).length === 1);
    third.engine.send(BOB, "heard");
    await until(() => bodies(fixture).length === 1);
    await same(second, third);
  });

  test("is left by who knows a wrong password, one of them leads again", async () => {
    const { first, second, browser } = await twoTabs();
    const other = browser.open();
    await expect(other.engine.signIn("alice", "wrong", { remember: true })).rejects.toMatchObject({
      reason: "credentials",
    });
    await until(() => [first, second].filter(({ engine }) => engine.leads && isOnline(engine)).length === 1);
  });
});
