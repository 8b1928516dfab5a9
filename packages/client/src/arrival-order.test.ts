import { expect, test } from "vitest";
import { createFixture, settle, signedIn, until } from "./testing/fixture.ts";

const BOB = "bob@example.com";
const from = (n: number, id = "") =>
  `<message from='${BOB}/x' to='alice@example.com' id='m${n}'><body>${n}</body>${id}</message>`;
const archived = (id: string) => `<stanza-id xmlns='urn:xmpp:sid:0' by='alice@example.com' id='${id}'/>`;

test("what the archive has later stands later, though our clock is ahead of the server's", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  const before = (minutes: number) => new Date(fixture.clock.now() - minutes * 60_000).toISOString();
  for (const n of [1, 2]) {
    const id = fixture.server.nextId();
    fixture.server.keep(id, before(10 - n), from(n));
    fixture.server.push(from(n, archived(id)));
  }
  await settle();
  engine.send(BOB, "mine");
  await until(() => engine.conversations[0]?.last?.state === "stored");
  fixture.server.drop();
  fixture.server.forgetSessions();
  for (const n of [3, 4]) fixture.server.keep(fixture.server.nextId(), before(8 - n), from(n));
  fixture.clock.advance(60_000);
  engine.reconnectNow();
  await until(() => engine.conversations[0]?.last?.body === "4");
  await engine.openConversation(BOB);
  expect(engine.history(BOB).map(({ body }) => body)).toEqual(["1", "2", "mine", "3", "4"]);
});

test("what comes live while older messages are fetched stands below them", async () => {
  const fixture = createFixture();
  const [first, second, third] = [1, 2, 3].map(() => fixture.server.nextId()) as [string, string, string];
  fixture.server.keep(first, new Date(fixture.clock.now() - 60_000).toISOString(), from(1));
  fixture.server.keep(second, new Date(fixture.clock.now() - 30_000).toISOString(), from(2));
  fixture.server.onBegin = (connection) => connection.sendStanza(from(3, archived(third)));
  const engine = await signedIn(fixture);
  await engine.openConversation(BOB);
  expect(engine.history(BOB).map(({ body }) => body)).toEqual(["1", "2", "3"]);
});

test("what was written offline stands where the server accepted it", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  fixture.server.push(from(1));
  await settle();
  fixture.server.drop();
  fixture.server.forgetSessions();
  fixture.clock.advance(1000);
  const { id } = engine.send(BOB, "mine");
  fixture.clock.advance(60_000);
  const accepted = (ago: number) => new Date(fixture.clock.now() - ago).toISOString();
  fixture.server.keep(fixture.server.nextId(), accepted(30_000), from(2));
  const archiveId = fixture.server.nextId();
  fixture.server.keep(
    archiveId,
    accepted(1000),
    `<message from='alice@example.com/x' to='${BOB}' id='${id}'><body>mine</body><origin-id xmlns='urn:xmpp:sid:0' id='${id}'/></message>`,
  );
  fixture.server.keep(fixture.server.nextId(), accepted(500), from(4));
  engine.reconnectNow();
  await until(() => engine.conversations[0]?.last?.body === "4");
  await engine.openConversation(BOB);
  expect(engine.history(BOB).map(({ body }) => body)).toEqual(["1", "2", "mine", "4"]);
  expect(engine.history(BOB)[2]).toMatchObject({ archiveId, state: "stored" });
});

test("what the server held back stands below what came just before, whatever its delay says", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  const delay = `<delay xmlns='urn:xmpp:delay' from='example.com' stamp='${new Date(fixture.clock.now() - 5).toISOString()}'/>`;
  fixture.server.push(from(1, archived(fixture.server.nextId())));
  for (const n of [2, 3]) fixture.server.push(from(n, archived(fixture.server.nextId()) + delay));
  await settle();
  await engine.openConversation(BOB);
  expect(engine.history(BOB).map(({ body }) => body)).toEqual(["1", "2", "3"]);
});
