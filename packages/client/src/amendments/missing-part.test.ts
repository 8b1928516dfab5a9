import { beforeEach, expect, test, vi } from "vitest";
import { memoryStorage } from "../storage/memory.ts";
import { createFixture, settle, signedIn, until } from "../testing/fixture.ts";
import { afterHello, archived, at, BOB, body, last, react, replace, stanza } from "../testing/hello.ts";

let isThere = false;
vi.mock("./later/amending.ts", async (original) => {
  const all = await original<typeof import("./later/amending.ts")>();
  return {
    get Amending() {
      if (!isThere) throw new Error("not on the server any more");
      return all.Amending;
    },
  };
});

beforeEach(() => {
  isThere = false;
});

test("what changes messages is remembered until the part that does it can be loaded", async () => {
  const { fixture, engine } = await afterHello();
  fixture.server.push(stanza("m2", replace("m1", "Hello Alice")));
  await settle();
  expect(last(engine)?.body).toBe("Hello");
  isThere = true;
  fixture.server.push(stanza("m3", react("m1", "👍")));
  await until(() => last(engine)?.reactions);
  expect(engine.history(BOB)).toMatchObject([{ body: "Hello Alice", isEdited: true }]);
});

test("what the part never did in one page is read from the archive by the next", async () => {
  const fixture = createFixture();
  const storage = memoryStorage();
  fixture.server.keep("a1", at(0), stanza("m1", body("Hello")));
  const { engine } = await afterHello(fixture, { storage });
  fixture.server.keep("a2", at(1), stanza("m2", replace("m1", "Hello Alice")));
  fixture.server.push(stanza("m2", replace("m1", "Hello Alice") + archived("a2")));
  fixture.server.keep("a3", at(2), stanza("m3", body("And?")));
  fixture.server.push(stanza("m3", body("And?") + archived("a3")));
  await until(() => last(engine)?.body === "And?");
  expect((await storage.load()).position).toBe("a1");
  await engine.close();
  isThere = true;
  const later = await signedIn(fixture, { storage });
  await later.openConversation(BOB);
  await until(() => later.history(BOB)[0]?.body === "Hello Alice");
  expect(later.history(BOB)).toMatchObject([{ isEdited: true }, { body: "And?" }]);
  await until(async () => (await storage.load()).position === "a3");
});
