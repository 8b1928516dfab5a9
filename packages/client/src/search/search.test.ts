import { describe, expect, test } from "vitest";
import type { Engine } from "../engine.ts";
import { memoryStorage } from "../storage/memory.ts";
import { createFixture, type Fixture, isOnline, settle, signedIn, until } from "../testing/fixture.ts";
import { inside, ROOM, said } from "../testing/group-fixture.ts";
import type { SearchResults } from "./types.ts";

const BOB = "bob@example.com";
const ME = "alice@example.com";
const start = Date.parse("2026-02-01T12:00:00Z");
const at = (n: number) => new Date(start + n * 1000).toISOString();

/** Four hundred messages from Bob, of which every fortieth is about posters. */
async function longTalk(): Promise<{ fixture: Fixture; engine: Engine }> {
  const fixture = createFixture();
  for (let n = 1; n <= 400; n++) keep(fixture, n, `<body>${n}${n % 40 === 0 ? " poster" : ""}</body>`);
  const engine = await signedIn(fixture);
  await until(() => engine.conversations[0]?.last?.body === "400 poster");
  return { fixture, engine };
}

function keep({ server }: Fixture, n: number, content: string): void {
  server.keep(`a${n}`, at(n), `<message from='${BOB}/x' to='${ME}' id='m${n}'>${content}</message>`);
}

async function find(engine: Engine, words: string, peer?: string) {
  let last: SearchResults | undefined;
  engine.on("found", ({ id, results }) => {
    if (id === words) last = results;
  });
  const search = await engine.past.search();
  await search.find(words, words, peer);
  await settle();
  await until(() => last?.isSearching === false);
  return {
    more: () => search.more(words),
    results: () => last as SearchResults,
    bodies: () => last?.hits.map(({ message }) => message.body),
  };
}

const bodies = (engine: Engine) => engine.history(BOB).map(({ body }) => Number.parseInt(body, 10));

describe("a search", () => {
  test("finds what is on the server, newest first, each once", async () => {
    const { engine } = await longTalk();
    const { bodies, results } = await find(engine, "poster");
    expect(bodies()).toEqual([400, 360, 320, 280, 240, 200, 160, 120, 80, 40].map((n) => `${n} poster`));
    expect(results()).toMatchObject({ isOnlyHere: false, hasMore: false });
  });

  test("goes on where it left off", async () => {
    const fixture = createFixture();
    for (let n = 1; n <= 75; n++) keep(fixture, n, `<body>poster ${n}</body>`);
    for (let n = 100; n <= 300; n++) keep(fixture, n, "<body>news</body>");
    const engine = await signedIn(fixture);
    await until(() => engine.conversations.length > 0);
    const { more, bodies, results } = await find(engine, "poster", BOB);
    expect(bodies()?.slice(0, 2)).toEqual(["poster 75", "poster 74"]);
    expect(results().hasMore).toBe(true);
    for (let pages = 0; pages < 3 && results().hasMore; pages++) {
      await more();
      await settle();
    }
    expect(bodies()).toHaveLength(75);
    expect(results().hasMore).toBe(false);
  });

  test("without a connection finds what is on this device, and says so", async () => {
    const { fixture, engine } = await longTalk();
    fixture.server.drop();
    await settle();
    const { bodies, results } = await find(engine, "POSTER 4");
    expect(bodies()).toEqual(["400 poster"]);
    expect(results().isOnlyHere).toBe(true);
  });

  test("does not find what was removed, and finds an edited one by its new words alone", async () => {
    const fixture = createFixture();
    keep(fixture, 1, "<body>poster one</body>");
    keep(fixture, 2, "<body>poster two</body>");
    keep(fixture, 3, "<retract xmlns='urn:xmpp:message-retract:1' id='m1'/>");
    keep(fixture, 4, "<body>placard two</body><replace xmlns='urn:xmpp:message-correct:0' id='m2'/>");
    const engine = await signedIn(fixture);
    await until(() => engine.conversations.length === 1);
    expect((await find(engine, "poster")).bodies()).toEqual([]);
    const { results } = await find(engine, "placard");
    expect(results().hits).toMatchObject([{ message: { body: "placard two", isEdited: true, id: "m2" } }]);
  });

  test("asks for nothing when there are no words", async () => {
    const { fixture, engine } = await longTalk();
    const asked = fixture.server.sent(/fulltext/).length;
    expect((await find(engine, '" *')).bodies()).toEqual([]);
    expect(fixture.server.sent(/fulltext/)).toHaveLength(asked);
  });

  test("asks the archives of our groups too", async () => {
    const { fixture, engine } = await inside();
    fixture.server.push(said("bob", "b1", "The poster hangs"));
    await until(() => engine.conversations.some(({ last }) => last?.body === "The poster hangs"));
    expect((await find(engine, "poster")).bodies()).toEqual(["The poster hangs"]);
    const asked = fixture.server.sent(/fulltext/);
    expect(asked.filter((iq) => iq.includes(`to='${ROOM}'`))).toHaveLength(1);
    expect(asked).toHaveLength(2);
  });

  test("that is stopped tells nothing more", async () => {
    const { engine } = await longTalk();
    let told = 0;
    engine.on("found", () => told++);
    const search = await engine.past.search();
    await search.find("one", "poster");
    await search.stop("one");
    const before = told;
    await settle();
    expect(told).toBe(before);
  });
});

describe("a window", () => {
  test("stands around a message of long ago, and is carried to both ends", async () => {
    const { engine } = await longTalk();
    await engine.openConversation(BOB);
    const search = await engine.past.search();
    expect(await search.visit(BOB, { archiveId: "a120", at: start })).toBe(true);
    expect(engine.past.isAway(BOB)).toBe(true);
    expect([bodies(engine)[0], bodies(engine).at(-1)]).toEqual([95, 144]);
    await engine.loadOlder(BOB);
    await engine.loadOlder(BOB);
    expect([bodies(engine)[0], bodies(engine).at(-1)]).toEqual([1, 144]);
    for (let pages = 0; pages < 9 && engine.past.isAway(BOB); pages++) await engine.past.newer(BOB);
    expect(engine.past.isAway(BOB)).toBe(false);
    expect(bodies(engine).at(-1)).toBe(400);
    expect(bodies(engine)).toEqual(bodies(engine).toSorted((a, b) => a - b));
  });

  test("stands at a date", async () => {
    const { engine } = await longTalk();
    await (await engine.past.search()).visit(BOB, { at: start + 200_000 });
    expect(bodies(engine)).toContain(200);
    expect([bodies(engine)[0], bodies(engine).at(-1)]).toEqual([175, 224]);
    expect(await (await engine.past.search()).visit(BOB, { at: start + 9e9 })).toBe(false);
  });

  test("is left for the newest messages, and news does not move it", async () => {
    const { fixture, engine } = await longTalk();
    await engine.openConversation(BOB);
    await (await engine.past.search()).visit(BOB, { archiveId: "a40", at: start });
    fixture.server.push(`<message from='${BOB}/x' to='${ME}' id='m401'><body>401</body></message>`);
    await settle();
    expect(bodies(engine).at(-1)).toBe(64);
    engine.past.leave(BOB);
    expect(bodies(engine).at(-1)).toBe(401);
    expect(bodies(engine)[0]).toBe(351);
  });

  test("does not stay on this device, nor what changes in it", async () => {
    const { engine } = await longTalk();
    await (await engine.past.search()).visit(BOB, { archiveId: "a40", at: start });
    const key = engine.history(BOB).find(({ body }) => body === "40 poster")?.key ?? "";
    engine.react(key, "👍");
    await until(() => engine.history(BOB).some(({ reactions }) => reactions !== undefined));
    engine.past.leave(BOB);
    await engine.openConversation(BOB);
    await engine.loadOlder(BOB);
    const shown = bodies(engine);
    expect(shown).toEqual(Array.from(shown, (_, i) => (shown[0] ?? 0) + i));
  });

  test("onto messages that are stored here keeps what changes in them", async () => {
    const { fixture, engine } = await longTalk();
    const storage = memoryStorage();
    await engine.close();
    const first = fixture.engine({ storage });
    await first.signIn("alice", "wonderland", { remember: true });
    await until(() => isOnline(first) && first.conversations[0]?.last?.body === "400 poster");
    await settle();
    await first.close();
    const later = fixture.engine({ storage });
    await later.resumeSaved();
    await until(() => isOnline(later));
    await (await later.past.search()).visit(BOB, { archiveId: "a390", at: start });
    fixture.server.push(
      `<message from='${BOB}/x' to='${ME}' id='r1'><retract xmlns='urn:xmpp:message-retract:1' id='m390'/></message>`,
    );
    await until(() => later.history(BOB).some(({ isRemoved }) => isRemoved));
    await settle();
    const stored = await storage.messages(BOB, undefined, 100);
    expect(stored.find(({ id }) => id === "m390")).toMatchObject({ isRemoved: true });
  });

  test("of a conversation that is scrolled through for long goes on without the newest", async () => {
    const fixture = createFixture();
    for (let n = 1; n <= 2_000; n++) keep(fixture, n, `<body>${n}</body>`);
    const engine = await signedIn(fixture);
    await until(() => engine.conversations[0]?.last?.body === "2000");
    await engine.openConversation(BOB);
    let longest = 0;
    while (await engine.loadOlder(BOB)) longest = Math.max(longest, engine.history(BOB).length);
    expect(bodies(engine)[0]).toBe(1);
    expect(engine.past.isAway(BOB)).toBe(true);
    expect(longest).toBeLessThan(1_100);
    expect(engine.history(BOB).length).toBeLessThanOrEqual(400);
    engine.past.leave(BOB);
    expect(bodies(engine).at(-1)).toBe(2_000);
    expect(engine.history(BOB).length).toBeLessThanOrEqual(100);
  });
});
