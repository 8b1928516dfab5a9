import { expect, test } from "vitest";
import { above } from "./message-order.ts";
import { createFixture, settle, signedIn, until } from "./testing/fixture.ts";
import type { Message } from "./types.ts";

const BOB = "bob@example.com";
const from = (n: number, id = "") =>
  `<message from='${BOB}/x' to='alice@example.com' id='m${n}'><body>${n}</body>${id}</message>`;
const archived = (n: number) => `<stanza-id xmlns='urn:xmpp:sid:0' by='alice@example.com' id='a${n}'/>`;

test("what the archive has later stands later, though our clock is ahead of the server's", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  const before = (minutes: number) => new Date(fixture.clock.now() - minutes * 60_000).toISOString();
  for (const n of [1, 2]) {
    fixture.server.keep(`a${n}`, before(10 - n), from(n));
    fixture.server.push(from(n, archived(n)));
  }
  await settle();
  engine.send(BOB, "mine");
  await until(() => engine.conversations[0]?.last?.state === "stored");
  fixture.server.drop();
  fixture.server.forgetSessions();
  for (const n of [3, 4]) fixture.server.keep(`a${n}`, before(8 - n), from(n));
  fixture.clock.advance(60_000);
  engine.reconnectNow();
  await until(() => engine.conversations[0]?.last?.body === "4");
  await engine.openConversation(BOB);
  expect(engine.history(BOB).map(({ body }) => body)).toEqual(["1", "2", "mine", "3", "4"]);
});

test("what comes live while older messages are fetched stands below them", async () => {
  const fixture = createFixture();
  fixture.server.keep("a1", new Date(fixture.clock.now() - 60_000).toISOString(), from(1));
  fixture.server.keep("a2", new Date(fixture.clock.now() - 30_000).toISOString(), from(2));
  fixture.server.onBegin = (connection) => connection.sendStanza(from(3, archived(3)));
  const engine = await signedIn(fixture);
  await engine.openConversation(BOB);
  expect(engine.history(BOB).map(({ body }) => body)).toEqual(["1", "2", "3"]);
});

test("older messages never come below the first one shown", () => {
  const message = (at: number): Message => ({
    key: `${at}`,
    id: "",
    peer: BOB,
    isOwn: false,
    body: "",
    at,
    state: "reached",
  });
  expect(above(message(10), [message(5), message(12), message(11)]).map(({ at }) => at)).toEqual([
    5,
    expect.closeTo(9.998, 5),
    expect.closeTo(9.999, 5),
  ]);
  expect(above(undefined, [message(5), message(6)]).map(({ at }) => at)).toEqual([5, 6]);
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
  fixture.server.keep("a2", accepted(30_000), from(2));
  fixture.server.keep(
    "a3",
    accepted(1000),
    `<message from='alice@example.com/x' to='${BOB}' id='${id}'><body>mine</body><origin-id xmlns='urn:xmpp:sid:0' id='${id}'/></message>`,
  );
  fixture.server.keep("a4", accepted(500), from(4));
  engine.reconnectNow();
  await until(() => engine.conversations[0]?.last?.body === "4");
  await engine.openConversation(BOB);
  expect(engine.history(BOB).map(({ body }) => body)).toEqual(["1", "2", "mine", "4"]);
  expect(engine.history(BOB)[2]).toMatchObject({ archiveId: "a3", state: "stored" });
});

test("what the server held back stands below what came just before, whatever its delay says", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  const delay = `<delay xmlns='urn:xmpp:delay' from='example.com' stamp='${new Date(fixture.clock.now() - 5).toISOString()}'/>`;
  fixture.server.push(from(1, archived(1)));
  for (const n of [2, 3]) fixture.server.push(from(n, archived(n) + delay));
  await settle();
  await engine.openConversation(BOB);
  expect(engine.history(BOB).map(({ body }) => body)).toEqual(["1", "2", "3"]);
});
