import { expect, test } from "vitest";
import { memoryStorage } from "./storage/memory.ts";
import { createFixture, isOnline, settle, signedIn, until } from "./testing/fixture.ts";

test("of strangers' conversations the oldest goes when there are too many, with its messages", async () => {
  const fixture = createFixture();
  const storage = memoryStorage();
  const engine = await signedIn(fixture, { storage });
  for (let n = 0; n <= 500; n++) {
    fixture.clock.advance(10);
    fixture.server.push(
      `<message from='m${n}@example.org/x' to='alice@example.com' id='s'><body>spam</body></message>`,
    );
    if (n % 100 === 0) await settle();
  }
  await until(() => engine.conversations.some(({ peer }) => peer === "m500@example.org"));
  expect(engine.conversations).toHaveLength(500);
  expect(engine.conversations.some(({ peer }) => peer === "m0@example.org")).toBe(false);
  await settle();
  expect((await storage.load()).conversations).toHaveLength(500);
  expect(await storage.messages("m0@example.org", undefined, 10)).toEqual([]);
});

test("a draft is kept with its conversation until it is sent", async () => {
  const fixture = createFixture();
  const storage = memoryStorage();
  const engine = fixture.engine({ storage });
  await engine.signIn("alice", "wonderland", { remember: true });
  engine.setDraft("bob@example.com", "Dear Bob");
  await engine.close();
  const later = fixture.engine({ storage });
  await later.resumeSaved();
  expect(later.conversations).toMatchObject([{ peer: "bob@example.com", draft: "Dear Bob", isStranger: true }]);
  later.send("bob@example.com", "Dear Bob");
  expect(later.conversations).toMatchObject([{ draft: "", isStranger: false }]);
});

test("a draft stays when something else is sent there", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  engine.setDraft("bob@example.com", "Dear Bob");
  engine.send("bob@example.com", "passed on");
  expect(engine.conversations).toMatchObject([{ draft: "Dear Bob" }]);
});

test("the only message that was not sent and is discarded is in the list no more, and what comes then is", async () => {
  const fixture = createFixture();
  const storage = memoryStorage();
  const engine = await signedIn(fixture, { storage });
  const { key } = engine.send("bob@example.com", "z".repeat(300_000));
  await until(() => engine.conversations[0]?.last?.state === "failed");
  engine.discard(key);
  expect(engine.conversations[0]?.last).toBeUndefined();
  await settle();
  expect((await storage.load()).conversations[0]?.last).toBeUndefined();
  fixture.server.push("<message from='bob@example.com/x' to='alice@example.com' id='m1'><body>Hello</body></message>");
  await until(() => engine.conversations[0]?.last?.body === "Hello");
  await engine.openConversation("bob@example.com");
  expect(engine.history("bob@example.com").map(({ body }) => body)).toEqual(["Hello"]);
});

test("what was said before a message that is discarded unseen comes from storage", async () => {
  const fixture = createFixture();
  const storage = memoryStorage();
  const before = fixture.engine({ storage });
  await before.signIn("alice", "wonderland", { remember: true });
  await until(() => isOnline(before));
  fixture.server.push("<message from='bob@example.com/x' to='alice@example.com' id='m1'><body>Hello</body></message>");
  await until(() => before.conversations[0]?.last?.body === "Hello");
  const { key } = before.send("bob@example.com", "z".repeat(300_000));
  await settle();
  await before.close();
  const engine = fixture.engine({ storage });
  await engine.resumeSaved();
  await until(() => engine.conversations[0]?.last?.state === "failed");
  engine.discard(key);
  await until(() => engine.conversations[0]?.last?.body === "Hello");
});

test("what failed before it could be sent stands above what comes then", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  await engine.openConversation("bob@example.com");
  engine.send("bob@example.com", "z".repeat(300_000));
  fixture.clock.advance(1_000);
  fixture.server.push("<message from='bob@example.com/x' to='alice@example.com' id='m1'><body>Hello</body></message>");
  await until(() => engine.conversations[0]?.last?.body === "Hello");
  expect(engine.history("bob@example.com").map(({ isOwn }) => isOwn)).toEqual([true, false]);
});
