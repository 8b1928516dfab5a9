import { describe, expect, test } from "vitest";
import { memoryStorage } from "../storage/memory.ts";
import { createFixture, settle, signedIn, until } from "../testing/fixture.ts";
import { BOB, GET, hut, last, photo, storeOf, tried } from "./store.fixture.ts";

describe("a file", () => {
  test("leaves when it is up, in words that every client knows", async () => {
    const fixture = createFixture();
    const { put, puts } = storeOf(fixture);
    const engine = await signedIn(fixture, { put });
    const { key } = engine.files.send(BOB, { blob: photo(), ...hut }, "Look");
    engine.send(BOB, "and this is a text");
    await until(() => fixture.server.sent(/urn:xmpp:sfs:0/).length === 1);
    expect(puts[0]?.headers).toEqual({ "content-type": "image/jpeg", authorization: "Basic abc" });
    const [stanza = ""] = fixture.server.sent(/urn:xmpp:sfs:0/);
    expect(stanza).toContain(`<body>Look\n${GET}</body>`);
    expect(stanza).toContain(`<x xmlns='jabber:x:oob'><url>${GET}</url></x>`);
    expect(stanza).toContain("algo='sha-256'>WZRHGrsBESr8wYFZ9sx0tPURuZgG2lmzyvWpwXPKz8U=<");
    expect(stanza).toContain(`<body start='4' end='${5 + GET.length}'/>`);
    await engine.openConversation(BOB);
    await until(() => engine.history(BOB).every(({ state }) => state === "stored"));
    const sent = engine.history(BOB).find((message) => message.key === key);
    expect(sent).toMatchObject({ body: "Look", file: { url: GET, size: 5, ...hut } });
    expect(sent?.file).not.toHaveProperty("progress");
    expect(await engine.files.limit()).toBe(1000);
  });

  test("is tried again by itself when the network broke", async () => {
    const fixture = createFixture();
    const { put, puts } = storeOf(fixture, "broken", 503);
    const engine = await signedIn(fixture, { put });
    engine.files.send(BOB, { blob: photo(), ...hut });
    await until(() => puts.length === 1);
    expect(last(engine)).toMatchObject({ state: "waiting", file: { url: "" } });
    await tried(fixture, puts, 3);
    await until(() => last(engine)?.state === "stored");
    expect(puts).toHaveLength(3);
  });

  test("goes on after a reload, from what is kept here", async () => {
    const fixture = createFixture();
    const storage = memoryStorage();
    const { put, puts } = storeOf(fixture, "slow");
    const tab = fixture.browser.tab();
    const engine = await signedIn(fixture, { put, storage, ...tab });
    const { key } = engine.files.send(BOB, { blob: photo(), ...hut });
    await until(() => puts.length === 1);
    expect(await (await storage.upload(key))?.text()).toBe("12345");
    await engine.close();
    const again = fixture.engine({ put, storage });
    await again.signIn("alice", "wonderland");
    await until(() => puts.length === 2 && last(again)?.state === "stored");
    expect(fixture.server.sent(/urn:xmpp:sfs:0/)).toHaveLength(1);
    await until(async () => (await storage.upload(key)) === undefined);
  });

  test("that was not kept before its page was closed fails, and what waits behind it leaves", async () => {
    const fixture = createFixture();
    const { put, puts } = storeOf(fixture);
    const storage = memoryStorage();
    const tab = fixture.browser.tab();
    const engine = await signedIn(fixture, { put, storage, ...tab });
    fixture.server.drop();
    const { key: first } = engine.files.send(BOB, { blob: photo(), ...hut });
    const { key } = engine.files.send(BOB, { blob: photo(), ...hut });
    engine.send(BOB, "and a text");
    await engine.close();
    await storage.dropUpload(first);
    const again = await signedIn(fixture, { put, storage });
    await again.openConversation(BOB);
    await until(() => again.history(BOB).every(({ state }) => state === "stored" || state === "failed"));
    const states = again
      .history(BOB)
      .map((message) => [message.key === key, message.body, message.state, message.error]);
    expect(states).toEqual(
      expect.arrayContaining([
        [false, "", "failed", "file-gone"],
        [true, "", "stored", undefined],
        [false, "and a text", "stored", undefined],
      ]),
    );
    expect(puts).toHaveLength(1);
    expect((await storage.load()).queue).toEqual([]);
  });

  test("that is given up is nowhere", async () => {
    const fixture = createFixture();
    const storage = memoryStorage();
    const { put, puts } = storeOf(fixture, "slow");
    const engine = await signedIn(fixture, { put, storage });
    await engine.openConversation(BOB);
    const { key } = engine.files.send(BOB, { blob: photo(), ...hut });
    await until(() => puts.length === 1);
    engine.files.cancel(key);
    await settle();
    expect(puts[0]?.signal.aborted).toBe(true);
    expect(engine.history(BOB)).toEqual([]);
    expect([await storage.queue(), await storage.upload(key)]).toEqual([[], undefined]);
  });

  test("that is not wanted fails, and can be tried again", async () => {
    const fixture = createFixture();
    const { put, puts } = storeOf(fixture, 403, 403, 403);
    const engine = await signedIn(fixture, { put });
    const { key } = engine.files.send(BOB, { blob: photo(), ...hut });
    await tried(fixture, puts, 3);
    await until(() => last(engine)?.state === "failed");
    expect(last(engine)?.error).toBe("file-refused");
    engine.retry(key);
    await until(() => last(engine)?.state === "stored");
  });
});

describe("a file of theirs", () => {
  const heard = async (inner: string) => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.push(`<message from='bob@example.com/phone' type='chat' id='1'>${inner}</message>`);
    await until(() => last(engine));
    return last(engine);
  };

  test("is known by its address out of band, when that is all that is said", async () => {
    const oob = `<x xmlns='jabber:x:oob'><url>${GET}</url></x>`;
    const message = await heard(`<body>${GET}</body>${oob}`);
    expect(message).toMatchObject({ body: "", file: { url: GET, name: "hut.jpg" } });
    expect(await heard(`<body>See ${GET}</body>${oob}`)).not.toHaveProperty("file");
  });

  test("is known by the address of an upload alone", async () => {
    expect(await heard(`<body>${GET}</body>`)).toMatchObject({ body: "", file: { url: GET } });
    expect(await heard("<body>https://example.com/news.html</body>")).not.toHaveProperty("file");
  });

  test("has a name that is no trap", async () => {
    const sharing = `<file-sharing xmlns='urn:xmpp:sfs:0'><file xmlns='urn:xmpp:file:metadata:0'><name>../a\u202Egpj.exe</name></file>
      <sources><url-data xmlns='http://jabber.org/protocol/url-data' target='${GET}'/></sources></file-sharing>`;
    expect((await heard(sharing))?.file).toEqual({ url: GET, name: ".._a_gpj.exe" });
  });
});
