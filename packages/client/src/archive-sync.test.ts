import { describe, expect, test } from "vitest";
import { createFixture, settle, signedIn, until } from "./testing/fixture.ts";

const BOB = "bob@example.com";
const from = (n: number) => `<message from='${BOB}/x' to='alice@example.com' id='m${n}'><body>${n}</body></message>`;
const at = (minute: number) => `2026-02-01T12:${String(minute).padStart(2, "0")}:00Z`;

describe("a new device", () => {
  test("begins with the newest page and fetches older ones when they are looked at", async () => {
    const fixture = createFixture();
    for (let n = 1; n <= 130; n++)
      fixture.server.keep(`a${n}`, new Date(Date.parse(at(0)) + n * 1000).toISOString(), from(n));
    const engine = await signedIn(fixture);
    await until(() => engine.conversations[0]?.last?.body === "130");
    await engine.openConversation(BOB);
    const oldest = () => engine.history(BOB)[0]?.body;
    expect(oldest()).toBe("81");
    expect(await engine.loadOlder(BOB)).toBe(true);
    expect(oldest()).toBe("31");
    expect(await engine.loadOlder(BOB)).toBe(false);
    expect(oldest()).toBe("1");
    expect(engine.history(BOB)).toHaveLength(130);
    expect(await engine.loadOlder(BOB)).toBe(false);
    expect(fixture.server.sent(/<before>/)).toEqual([expect.stringContaining("<before>a31</before>")]);
  });

  test("counts as unread what came after our last word", async () => {
    const fixture = createFixture();
    fixture.server.keep("a1", at(1), from(1));
    fixture.server.keep(
      "a2",
      at(2),
      `<message from='alice@example.com/other' to='${BOB}' id='o1'><body>mine</body></message>`,
    );
    fixture.server.keep("a3", at(3), from(3));
    fixture.server.keep("a4", at(4), from(4));
    fixture.server.keep(
      "a5",
      at(5),
      `<message from='alice@example.com/other' to='${BOB}'><displayed xmlns='urn:xmpp:chat-markers:0' id='m3'/></message>`,
    );
    const engine = await signedIn(fixture);
    await until(() => engine.conversations[0]?.unread === 1);
    expect(engine.conversations[0]).toMatchObject({ isStranger: false, last: { body: "4" } });
  });
});

describe("the archive", () => {
  test("may give its results in any order: they stand by their time", async () => {
    const fixture = createFixture();
    for (const n of [3, 1, 2]) fixture.server.keep(`a${n}`, at(n), from(n));
    const engine = await signedIn(fixture);
    await until(() => engine.conversations.length === 1);
    await engine.openConversation(BOB);
    expect(engine.history(BOB).map(({ body }) => body)).toEqual(["1", "2", "3"]);
  });

  test("makes nothing unread that came before our last word", async () => {
    const fixture = createFixture();
    fixture.server.keep(
      "a1",
      at(5),
      `<message from='alice@example.com/other' to='${BOB}' id='o1'><body>mine</body></message>`,
    );
    fixture.server.keep("a2", at(4), from(4));
    fixture.server.keep("a3", at(6), from(6));
    const engine = await signedIn(fixture);
    await until(() => engine.conversations[0]?.last?.body === "6");
    expect(engine.conversations[0]?.unread).toBe(1);
  });

  test("tells what became of our messages while we were away", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const { id } = engine.send(BOB, "Hi");
    await until(() => engine.conversations[0]?.last?.state === "stored");
    fixture.server.drop();
    fixture.server.forgetSessions();
    const marker = `<message from='${BOB}/x' to='alice@example.com'><displayed xmlns='urn:xmpp:chat-markers:0' id='${id}'/></message>`;
    fixture.server.keep("a9", at(9), marker);
    engine.reconnectNow();
    await until(() => engine.conversations[0]?.last?.state === "read");
  });

  test("is read from its newest page when our place in it is gone", async () => {
    const fixture = createFixture();
    fixture.server.keep("a1", at(1), from(1));
    const engine = await signedIn(fixture);
    await until(() => engine.conversations.length === 1);
    fixture.server.drop();
    fixture.server.forgetSessions();
    fixture.server.archive.length = 0;
    fixture.server.keep("a7", at(7), from(7));
    engine.reconnectNow();
    await until(() => engine.conversations[0]?.last?.body === "7");
  });

  test("may be missing", async () => {
    const fixture = createFixture();
    fixture.server.withoutArchive = true;
    const engine = await signedIn(fixture);
    fixture.server.push(from(1));
    fixture.server.push(
      from(1).replace("</message>", "<stanza-id xmlns='urn:xmpp:sid:0' by='alice@example.com' id='forged'/></message>"),
    );
    await settle();
    expect(engine.conversations[0]).toMatchObject({ unread: 1, last: { key: `${BOB}/x/m1` } });
    await engine.openConversation(BOB);
    expect(await engine.loadOlder(BOB)).toBe(false);
  });
});

test("a message as deep and wide as servers let through comes out of the archive too, with what is around it", async () => {
  const fixture = createFixture();
  const inner = `<x xmlns='u'>${"<a>".repeat(62)}${"</a>".repeat(62)}</x>`;
  const attributes = Array.from({ length: 64 }, (_, index) => ` a${index}=''`).join("");
  for (const [id, more, children] of [
    ["one", "", ""],
    ["two", attributes, inner],
    ["three", "", ""],
  ] as const)
    fixture.server.keep(
      fixture.server.nextId(),
      new Date(fixture.clock.now() - 1_000).toISOString(),
      `<message from='bob@example.com/x' to='alice@example.com' id='${id}'${more}><body>${id}</body>${children}</message>`,
    );
  const engine = await signedIn(fixture);
  await engine.openConversation("bob@example.com");
  expect(engine.history("bob@example.com").map(({ body }) => body)).toEqual(["one", "two", "three"]);
  expect(engine.connection.kind).toBe("online");
});
