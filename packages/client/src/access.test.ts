import { deriveClientKeys } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import { memoryStorage } from "./storage/memory.ts";
import type { Storage } from "./storage/storage.ts";
import { createFixture, type Fixture, isOnline, Reports, settle, signedIn, until } from "./testing/fixture.ts";

const BOB = "bob@example.com";
const HELLO = `<message from='${BOB}/x' to='alice@example.com' id='m1'><body>Hello</body></message>`;

describe("a reload", () => {
  test("continues the same stream, with who is here and who asks", async () => {
    const fixture = createFixture();
    fixture.server.roster = `<item jid='${BOB}' name='Bob' subscription='both'/>`;
    const tab = fixture.browser.tab();
    const storage = memoryStorage();
    const before = await signedIn(fixture, { ...tab, storage });
    fixture.server.push(`<presence from='${BOB}/x'><status>At the desk</status></presence>`);
    fixture.server.push("<presence from='erin@example.com' type='subscribe'/>");
    fixture.server.push(HELLO);
    await settle();
    await before.close();

    const after = fixture.engine({ ...tab, storage });
    expect(await after.resumeSaved()).toBe(true);
    expect(after.contacts).toMatchObject([{ address: BOB, name: "Bob", presence: "here", status: "At the desk" }]);
    expect(after.requests).toEqual(["erin@example.com"]);
    expect(after.conversations).toMatchObject([{ peer: BOB, unread: 1 }]);
    await until(() => isOnline(after));
    expect(after.connection).toEqual({ kind: "online", resumed: true, sent: 0 });
    await settle();
    expect(fixture.server.sent(/jabber:iq:roster|urn:xmpp:mam:2/)).toHaveLength(2);
  });

  test("sends what was written offline, in order, under the same origin-ids, once", async () => {
    const fixture = createFixture();
    const tab = fixture.browser.tab();
    const storage = memoryStorage();
    const before = await signedIn(fixture, { ...tab, storage });
    fixture.server.drop();
    fixture.server.forgetSessions();
    const ids = ["one", "two", "three"].map((body) => before.send(BOB, body).id);
    await before.close();

    const after = fixture.engine({ ...tab, storage });
    const reports = new Reports(after);
    await after.resumeSaved();
    await until(() => isOnline(after));
    expect(after.connection).toEqual({ kind: "online", resumed: false, sent: 3 });
    await until(() => reports.of("message").filter(({ state }) => state === "stored").length === 3);
    const sent = fixture.server.sent(/<body>/);
    expect(sent.map((frame) => /<origin-id .*?id='(\w+)'/.exec(frame)?.[1])).toEqual(ids);
    expect(await storage.queue()).toEqual([]);
  });

  test("knows which messages the stream still carries", async () => {
    const fixture = createFixture();
    const tab = fixture.browser.tab();
    const storage = memoryStorage();
    const before = await signedIn(fixture, { ...tab, storage });
    fixture.server.connection.dropsOnAck = true;
    before.send(BOB, "once");
    await until(() => !fixture.server.isConnected);
    await before.close();

    const after = fixture.engine({ ...tab, storage });
    await after.resumeSaved();
    await until(() => after.conversations[0]?.last?.state === "stored");
    expect(after.connection).toMatchObject({ resumed: true });
    expect(fixture.server.sent(/<body>once/)).toHaveLength(1);
  });

  test("catches up when the stream was continued but something had not been written", async () => {
    const fixture = createFixture();
    const tab = fixture.browser.tab();
    const storage = memoryStorage();
    fixture.server.keep("a1", "2026-02-01T12:00:00Z", HELLO);
    const before = await signedIn(fixture, { ...tab, storage });
    await before.close();
    await storage.write({ position: "a0" });
    fixture.server.archive.unshift({ id: "a0", stamp: "2026-02-01T11:00:00Z", xml: HELLO.replace("m1", "m0") });

    const after = fixture.engine({ ...tab, storage });
    await after.resumeSaved();
    await until(() => fixture.server.sent(/<after>a0<\/after>/).length === 1);
    await settle();
    expect(after.conversations).toMatchObject([{ unread: 1 }]);
  });

  test("asks for what had come, and was not taken over when the page went", async () => {
    const fixture = createFixture();
    const tab = fixture.browser.tab();
    const storage = memoryStorage();
    const before = await signedIn(fixture, { ...tab, storage });
    const { find } = storage;
    storage.find = () => new Promise(() => {});
    fixture.server.keep("a1", fixture.server.stamp(), HELLO);
    fixture.server.push(HELLO);
    await settle();
    await before.close();
    expect(before.conversations).toEqual([]);

    storage.find = find;
    const after = fixture.engine({ ...tab, storage });
    await after.resumeSaved();
    await until(() => after.conversations[0]?.unread === 1);
  });

  test("finds nobody where nobody signed in", async () => {
    expect(await createFixture().engine().resumeSaved()).toBe(false);
  });
});

/** Somebody has signed in and asked to be remembered. */
async function remembered() {
  const fixture = createFixture();
  const storage = memoryStorage();
  const engine = fixture.engine({ storage });
  await engine.signIn("alice", "wonderland", { remember: true });
  await settle();
  return { fixture, storage, engine };
}

/** Another tab of that browser opens, signs in with what is kept, and is closed. */
async function comeBack({ engine, server }: Fixture, storage: Storage): Promise<void> {
  const later = engine({ storage });
  await later.resumeSaved();
  await until(() => isOnline(later));
  await settle();
  const mine = server.connections.at(-1);
  await later.close();
  mine?.break();
}

async function tokensIn(storage: Storage): Promise<readonly string[] | undefined> {
  return (await storage.load()).account?.access?.tokens;
}

describe("what proves who we are", () => {
  test("stays with the tab unless it shall be remembered, and is never the password", async () => {
    const fixture = createFixture();
    const tab = fixture.browser.tab();
    const storage = memoryStorage();
    await signedIn(fixture, { ...tab, storage });
    expect((await storage.load()).account).toEqual({
      address: "alice@example.com",
      isRemembered: false,
      websocket: "ws://example.com/xmpp-websocket",
    });
    expect(tab.tabStore.read()).toContain("secret-token:1");
    expect(tab.tabStore.read()).not.toContain("wonderland");
    expect(await fixture.engine({ storage }).resumeSaved()).toBe(false);
  });

  test("is remembered for every tab of this browser if so wished", async () => {
    const fixture = createFixture();
    const storage = memoryStorage();
    const engine = fixture.engine({ storage });
    await engine.signIn("alice", "wonderland", { remember: true });
    const later = fixture.engine({ storage });
    expect(await later.resumeSaved()).toBe(true);
    await until(() => isOnline(later));
    expect(JSON.stringify(await storage.load())).not.toMatch(/wonderland|Key/);
  });

  test("is a token that is replaced from time to time, and the one before until the new one was used", async () => {
    const { fixture, storage } = await remembered();
    fixture.server.tokens.isDue = true;
    await comeBack(fixture, storage);
    expect(await tokensIn(storage)).toEqual(["secret-token:2", "secret-token:1"]);
    await comeBack(fixture, storage);
    expect(await tokensIn(storage)).toEqual(["secret-token:2"]);
  });

  test("is the former token when the new one did not reach us", async () => {
    const { fixture, storage } = await remembered();
    fixture.server.tokens.isDue = true;
    const kept = await storage.load();
    await comeBack(fixture, storage);
    await storage.write({ account: kept.account ?? null });
    await comeBack(fixture, storage);
    expect(fixture.server.sent(/<response/)).toHaveLength(1);
  });

  test("is what another tab has learnt meanwhile", async () => {
    const { fixture, storage, engine } = await remembered();
    fixture.server.tokens.isDue = true;
    await comeBack(fixture, storage);
    await comeBack(fixture, storage);
    fixture.server.drop();
    engine.reconnectNow();
    await until(() => isOnline(engine));
    expect(fixture.server.sent(/<response/)).toHaveLength(1);
  });

  test("is exchanged for a token where a former version has kept keys of the password", async () => {
    const fixture = createFixture();
    const storage = memoryStorage();
    const salt = new TextEncoder().encode("salt");
    const keys = await deriveClientKeys("wonderland", "SHA-256", salt, 4096);
    const account = { address: "alice@example.com", isRemembered: true };
    await storage.write({ account: { ...account, keys: { id: `SHA-256,${btoa("salt")},4096`, ...keys } } });
    await comeBack(fixture, storage);
    const later = (await storage.load()).account;
    expect(later).toMatchObject({ ...account, access: { tokens: ["secret-token:1"] } });
    expect(later).not.toHaveProperty("keys");
    await comeBack(fixture, storage);
    expect(fixture.server.sent(/<response/)).toHaveLength(1);
  });

  test("is asked for again, calmly, when the server takes no token any more", async () => {
    const { fixture, storage } = await remembered();
    fixture.server.tokens.clear();
    const later = fixture.engine({ storage });
    await later.resumeSaved();
    await until(() => later.connection.kind === "refused");
    expect(later.connection).toEqual({ kind: "refused", reason: "credentials" });
    expect(await fixture.engine({ storage }).resumeSaved()).toBe(false);
    await later.signIn("alice", "wonderland", { remember: true });
    await comeBack(fixture, storage);
    const agents = fixture.server.sent(/<user-agent/).map((frame) => /<user-agent id='([^']*)'/.exec(frame)?.[1]);
    expect(new Set(agents).size).toBe(1);
  });

  test("is forgotten when the password was changed, and what is stored stays", async () => {
    const fixture = createFixture();
    const storage = memoryStorage();
    const engine = fixture.engine({ storage });
    await engine.signIn("alice", "wonderland", { remember: true });
    fixture.server.push(HELLO);
    await settle();
    await engine.close();
    await fixture.server.changePassword("looking-glass");
    const later = fixture.engine({ storage });
    await later.resumeSaved();
    await until(() => later.connection.kind === "refused");
    expect(later.connection).toEqual({ kind: "refused", reason: "credentials" });
    await later.signIn("alice", "looking-glass", { remember: true });
    expect(later.conversations).toMatchObject([{ peer: BOB, unread: 1 }]);
  });
});

describe("signing out", () => {
  test("deletes all that is stored and reports it", async () => {
    const fixture = createFixture();
    const tab = fixture.browser.tab();
    const storage = memoryStorage();
    const engine = await signedIn(fixture, { ...tab, storage });
    const reports = new Reports(engine);
    fixture.server.push(HELLO);
    await settle();
    await engine.signOut();
    expect(engine.connection).toEqual({ kind: "signed-out" });
    expect([engine.conversations, engine.contacts, engine.address]).toEqual([[], [], ""]);
    expect(await storage.load()).toEqual({ conversations: [], queue: [] });
    expect(await storage.find(["bob@example.com/x/m1"])).toEqual([]);
    expect(tab.tabStore.read()).toBeUndefined();
    expect(reports.of("cleared")).toHaveLength(1);
    expect(fixture.server.received.at(-1)).toBe("<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>");
  });

  test("to sign in as somebody else shows nothing of the former", async () => {
    const fixture = createFixture();
    const storage = memoryStorage();
    const engine = fixture.engine({ storage });
    await engine.signIn("alice", "wonderland", { remember: true });
    fixture.server.push(HELLO);
    await settle();
    await engine.close();
    const other = fixture.engine({ storage });
    await expect(other.signIn("carol", "wrong")).rejects.toMatchObject({ reason: "credentials" });
    expect(other.conversations).toEqual([]);
    expect((await storage.load()).conversations).toEqual([]);
  });

  test("leaves nothing to who signs in next, even what another tab wrote in that moment", async () => {
    const fixture = createFixture();
    const storage = memoryStorage();
    const engine = await signedIn(fixture, { storage });
    await engine.signOut();
    const content = { kind: "text", body: "for Bob alone" } as const;
    await storage.write({ queue: [{ order: 1, key: "late", peer: BOB, content, at: 1, tab: "another" }] });
    await signedIn(fixture, { storage });
    expect(await storage.queue()).toEqual([]);
    expect(fixture.server.sent(/for Bob alone/)).toEqual([]);
  });
});
