import { describe, expect, test } from "vitest";
import type { Engine } from "../engine.ts";
import { memoryStorage } from "../storage/memory.ts";
import { createFixture, signedIn, until } from "../testing/fixture.ts";
import { BOB } from "./store.fixture.ts";

describe("what is attached and not sent", () => {
  const file = (key: string, text = "12345") => ({
    key,
    name: `${key}.txt`,
    blob: new Blob([text], { type: "text/plain" }),
  });
  const attachedTo = (engine: Engine, peer: string) =>
    engine.conversations.find((one) => one.peer === peer)?.attached?.map(({ name }) => name) ?? [];

  test("is there after a reload, as the draft is", async () => {
    const fixture = createFixture();
    const storage = memoryStorage();
    const tab = fixture.browser.tab();
    const engine = await signedIn(fixture, { storage, ...tab });
    for (const key of ["one", "two", "three"]) engine.files.attach(BOB, file(key));
    engine.files.detach(BOB, "two");
    await until(async () => attachedTo(engine, BOB).length === 2 && (await storage.upload("three")) !== undefined);
    await engine.close();
    const again = fixture.engine({ storage, ...tab });
    await again.resumeSaved();
    expect(attachedTo(again, BOB)).toEqual(["one.txt", "three.txt"]);
    expect(await (await again.files.blob("one"))?.text()).toBe("12345");
    expect(await storage.upload("two")).toBeUndefined();
  });

  test("is gone with who signs out", async () => {
    const fixture = createFixture();
    const storage = memoryStorage();
    const engine = await signedIn(fixture, { storage });
    engine.files.attach(BOB, file("one"));
    await until(async () => (await storage.upload("one")) !== undefined);
    await engine.signOut();
    expect([await storage.upload("one"), await engine.files.blob("one")]).toEqual([undefined, undefined]);
    expect((await storage.load()).conversations).toEqual([]);
  });

  test("is kept as long as there is not too much of it", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture, { storage: memoryStorage() });
    const large = (key: string, size: number) => {
      const blob = Object.defineProperty(new Blob([]), "size", { value: size });
      engine.files.attach(BOB, { key, name: key, blob });
    };
    large("half", 200 * 1024 * 1024);
    large("more", 100 * 1024 * 1024);
    large("less", 50 * 1024 * 1024);
    await until(() => attachedTo(engine, BOB).length === 2);
    expect(attachedTo(engine, BOB)).toEqual(["half", "less"]);
  });

  test("is not kept where the device does not take it", async () => {
    const fixture = createFixture();
    const storage = Object.assign(memoryStorage(), { keepUpload: () => Promise.reject(new Error("full")) });
    const logged: string[] = [];
    const engine = await signedIn(fixture, { storage, log: (event) => logged.push(event) });
    engine.files.attach(BOB, file("one"));
    await until(() => logged.length > 0);
    expect(logged).toEqual(["what is attached could not be kept"]);
    expect(attachedTo(engine, BOB)).toEqual([]);
  });
});
