import { expect, test } from "vitest";
import { memoryStorage } from "./storage/memory.ts";
import { createFixture, settle, signedIn, until } from "./testing/fixture.ts";

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
