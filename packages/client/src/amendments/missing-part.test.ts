import { expect, test, vi } from "vitest";
import { settle, until } from "../testing/fixture.ts";
import { afterHello, BOB, last, react, replace, stanza } from "../testing/hello.ts";

let isThere = false;
vi.mock("./later/amending.ts", async (original) => {
  if (!isThere) throw new Error("not on the server any more");
  return original();
});

test("what changes messages is remembered until the part that does it can be loaded", async () => {
  const { fixture, engine } = await afterHello();
  fixture.server.push(stanza("m2", replace("m1", "Hello Alice")));
  await settle();
  expect(last(engine)?.body).toBe("Hello");
  isThere = true;
  vi.resetModules();
  fixture.server.push(stanza("m3", react("m1", "👍")));
  await until(() => last(engine)?.reactions);
  expect(engine.history(BOB)).toMatchObject([{ body: "Hello Alice", isEdited: true }]);
});
