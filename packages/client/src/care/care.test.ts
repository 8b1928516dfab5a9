import { expect, test } from "vitest";
import type { Engine } from "../engine.ts";
import { memoryStorage } from "../storage/memory.ts";
import { createFixture, type Fixture, settle, signedIn, until } from "../testing/fixture.ts";
import { bookmark, inside, ROOM } from "../testing/group-fixture.ts";

const BOB = "bob@example.com";
const CAROL = "carol@example.com";
const NODE = "urn:yonder:conversations:0";
const message = (from: string, id: string, body: string) =>
  `<message from='${from}/x' to='alice@example.com' type='chat' id='${id}'><body>${body}</body>` +
  `<stanza-id xmlns='urn:xmpp:sid:0' by='alice@example.com' id='${id}'/></message>`;
const news = (content: string, from = "alice@example.com") =>
  `<message from='${from}' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'>` +
  `<items node='${NODE}'>${content}</items></event></message>`;
const item = (peer: string, content: string) =>
  `<item id='${peer}'><conversation xmlns='${NODE}'>${content}</conversation></item>`;
const published = ({ server }: Fixture) => server.sent(new RegExp(`<(?:publish|retract) node='${NODE}'`));
const seen = (engine: Engine, peer: string) => engine.conversations.find((one) => one.peer === peer);

async function withMessages(fixture = createFixture(), options = {}): Promise<Engine> {
  const engine = await signedIn(fixture, options);
  await engine.people.actions();
  fixture.server.push(message(BOB, "b1", "Hello"));
  fixture.server.push(message(CAROL, "c1", "Hello"));
  await until(() => engine.conversations.length === 2);
  await settle();
  return engine;
}

test("what is pinned stands in the order in which it was, and can be moved up", async () => {
  const fixture = createFixture();
  const engine = await withMessages(fixture);
  const care = await engine.people.actions();
  care.pin(BOB, true);
  care.pin(CAROL, true);
  expect([BOB, CAROL].map((peer) => seen(engine, peer)?.pinned)).toEqual([1, 2]);
  care.moveUp(CAROL);
  expect([BOB, CAROL].map((peer) => seen(engine, peer)?.pinned)).toEqual([2, 1]);
  care.pin(CAROL, false);
  await settle();
  expect(seen(engine, CAROL)?.pinned).toBeUndefined();
  expect(published(fixture).some((sent) => sent.includes("<pinned rank='2'/>") && sent.includes(BOB))).toBe(true);
  expect(published(fixture).at(-1)).toContain(`<item id='${CAROL}'/>`);
});

test("an archived conversation comes back with a new message, unless it is muted", async () => {
  const fixture = createFixture();
  const engine = await withMessages(fixture);
  const care = await engine.people.actions();
  for (const peer of [BOB, CAROL]) care.archive(peer, true);
  care.mute(CAROL, true);
  expect(engine.conversations.map(({ isArchived }) => isArchived)).toEqual([true, true]);
  await fixture.clock.advance(5_000);
  fixture.server.push(message(BOB, "b2", "Are you there?"));
  fixture.server.push(message(CAROL, "c2", "Are you there?"));
  await until(() => seen(engine, CAROL)?.unread === 2);
  expect(seen(engine, BOB)?.isArchived).toBe(false);
  expect(seen(engine, CAROL)?.isArchived).toBe(true);
  // Muted later it is not put away again by what was done long ago.
  care.mute(BOB, true);
  expect(seen(engine, BOB)?.isArchived).toBe(false);
});

test("what another device decided holds here, also over a reload; nobody else's word does", async () => {
  const fixture = createFixture();
  const storage = memoryStorage();
  const engine = await withMessages(fixture, { storage });
  const never = "<notify xmlns='urn:xmpp:notification-settings:1'><never/></notify>";
  fixture.server.push(news(item(BOB, "<pinned rank='4'/>"), "eve@example.com"));
  fixture.server.push(news(item(CAROL, `<archived id='c1' stamp='2026-03-01T12:00:00.000Z'/>${never}<unread/>`)));
  await until(() => seen(engine, CAROL)?.isMuted === true);
  expect(seen(engine, CAROL)).toMatchObject({ isArchived: true, isMarked: true });
  expect(seen(engine, BOB)?.pinned).toBeUndefined();
  await settle();
  const stored = (await storage.load()).conversations.find(({ peer }) => peer === CAROL);
  expect(stored?.care).toMatchObject({ isMuted: true, isMarked: true });
  fixture.server.push(news(`<retract id='${CAROL}'/>`));
  await until(() => seen(engine, CAROL)?.isMuted === false);
});

test("a new session learns all of it, and tells what was decided without a connection", async () => {
  const fixture = createFixture();
  const engine = await withMessages(fixture);
  const care = await engine.people.actions();
  fixture.server.push(news(item(CAROL, "<pinned rank='1'/>")));
  await until(() => seen(engine, CAROL)?.pinned === 1);
  fixture.server.drop();
  await settle();
  care.mute(BOB, true);
  expect(seen(engine, BOB)?.isMuted).toBe(true);
  expect(published(fixture)).toEqual([]);
  // Meanwhile Carol was taken from the top elsewhere, and Bob put there.
  fixture.server.forgetSessions();
  fixture.server.answer = (iq) =>
    /type='get'.*urn:yonder:conversations:0/.test(iq)
      ? `<pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='${NODE}'>${item(BOB, "<pinned rank='1'/>")}</items></pubsub>`
      : undefined;
  engine.reconnectNow();
  await until(() => published(fixture).length > 0);
  expect(published(fixture)[0]).toContain("<never/>");
  await until(() => seen(engine, CAROL)?.pinned === undefined);
});

test("what was marked as unread is read again when it is looked at", async () => {
  const fixture = createFixture();
  const engine = await withMessages(fixture);
  engine.markRead(BOB);
  (await engine.people.actions()).markUnread(BOB);
  expect(seen(engine, BOB)).toMatchObject({ unread: 0, isMarked: true });
  engine.markRead(BOB);
  expect(seen(engine, BOB)?.isMarked).toBe(false);
});

test("what other programs keep there stays", async () => {
  const fixture = createFixture();
  const engine = await withMessages(fixture);
  const notify =
    "<notify xmlns='urn:xmpp:notification-settings:1'><never identity-category='gateway'/><always><advanced><x xmlns='urn:x'/></advanced></always></notify>";
  fixture.server.push(news(item(BOB, `<colour xmlns='urn:other'>red</colour>${notify}<pinned/>`)));
  await until(() => seen(engine, BOB)?.pinned === 0);
  (await engine.people.actions()).mute(BOB, true);
  await until(() => published(fixture).length === 1);
  const [sent] = published(fixture);
  expect(sent).toContain("<colour xmlns='urn:other'>red</colour>");
  expect(sent).toContain("<never identity-category='gateway'/><never><advanced><x xmlns='urn:x'/></advanced></never>");
});

test("a group is pinned and muted in its bookmark", async () => {
  const { fixture, engine } = await inside();
  const care = await engine.people.actions();
  care.pin(ROOM, true);
  care.mute(ROOM, true);
  expect(seen(engine, ROOM)).toMatchObject({ isMuted: true, pinned: 1 });
  const bookmarks = () => fixture.server.sent(/<publish node='urn:xmpp:bookmarks:1'/);
  await until(() => bookmarks().at(-1)?.includes("<never/>") === true);
  expect(bookmarks().at(-1)).toContain("<pinned xmlns='urn:xmpp:bookmarks-pinning:0'/>");
  await settle();
  fixture.server.push(
    bookmark(
      `<item id='${ROOM}'><conference xmlns='urn:xmpp:bookmarks:1' autojoin='true'><nick>alice</nick></conference></item>`,
    ),
  );
  await until(() => seen(engine, ROOM)?.isMuted === false);
  expect(seen(engine, ROOM)?.pinned).toBeUndefined();
});
