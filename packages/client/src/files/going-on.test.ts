import { describe, expect, test } from "vitest";
import { memoryStorage } from "../storage/memory.ts";
import { createFixture, signedIn, until } from "../testing/fixture.ts";
import { BOB, hut, last, photo, resumableStoreOf, storeOf, tried } from "./store.fixture.ts";

describe("a file that breaks off", () => {
  test("begins anew where nothing else is offered", async () => {
    const fixture = createFixture();
    const { put, puts, place } = storeOf(fixture, "broken");
    const engine = await signedIn(fixture, { put });
    engine.files.send(BOB, { blob: photo(), ...hut });
    await tried(fixture, puts, 2);
    await until(() => last(engine)?.state === "stored");
    expect(place.asked).toEqual(["PUT", "PUT"]);
    expect(puts[0]?.headers).not.toHaveProperty("upload-complete");
  });

  test("goes on where it stopped, and so does what is shown of it", async () => {
    const fixture = createFixture();
    const { put, puts, place } = resumableStoreOf(fixture, "broken", "slow");
    const engine = await signedIn(fixture, { put });
    engine.files.send(BOB, { blob: photo(), ...hut });
    await until(() => puts.length === 1);
    expect(puts[0]?.headers["upload-complete"]).toBe("?1");
    place.come = "2";
    await tried(fixture, puts, 2);
    expect(place.asked).toEqual(["PUT", "HEAD", "PATCH"]);
    expect(puts[1]?.url).toBe(puts[0]?.url);
    expect(await puts[1]?.blob?.text()).toBe("345");
    expect(puts[1]?.headers).toEqual({
      "upload-complete": "?1",
      "upload-offset": "2",
      "content-type": "application/partial-upload",
      authorization: "Basic abc",
    });
    expect(last(engine)?.file?.progress).toBe(0.4);
    fixture.clock.advance(1_000);
    puts[1]?.onProgress?.(0.5);
    expect(last(engine)?.file?.progress).toBe(0.7);
    await engine.close();
  });

  test("goes on after a reload, with what is kept here", async () => {
    const fixture = createFixture();
    const storage = memoryStorage();
    const { put, puts, place } = resumableStoreOf(fixture, "slow");
    const tab = fixture.browser.tab();
    const engine = await signedIn(fixture, { put, storage, ...tab });
    engine.files.send(BOB, { blob: photo(), ...hut });
    await until(() => puts.length === 1);
    await engine.close();
    place.come = "4";
    const again = fixture.engine({ put, storage });
    await again.signIn("alice", "wonderland");
    await until(() => last(again)?.state === "stored");
    expect(place.asked).toEqual(["PUT", "HEAD", "PATCH"]);
    expect(await puts[1]?.blob?.text()).toBe("5");
    expect(fixture.server.sent(/urn:xmpp:sfs:0/)).toHaveLength(1);
  });

  test("is not sent again when it was whole and only the answer was lost", async () => {
    const fixture = createFixture();
    const { put, puts, place } = resumableStoreOf(fixture, "broken");
    const engine = await signedIn(fixture, { put });
    engine.files.send(BOB, { blob: photo(), ...hut });
    await until(() => puts.length === 1);
    Object.assign(place, { come: "5", isWhole: true });
    await until(() => {
      fixture.clock.advance(100);
      return last(engine)?.state === "stored";
    });
    expect(place.asked).toEqual(["PUT", "HEAD"]);
  });

  test.each([
    ["nothing is known of any more", undefined],
    ["has more than there is", "6"],
    ["says nonsense", "-1"],
  ])("begins anew, in another slot, when the place %s", async (_, come) => {
    const fixture = createFixture();
    const { put, puts, place } = resumableStoreOf(fixture, "broken");
    const engine = await signedIn(fixture, { put });
    engine.files.send(BOB, { blob: photo(), ...hut });
    await until(() => puts.length === 1);
    if (come !== undefined) place.come = come;
    await tried(fixture, puts, 2);
    await until(() => last(engine)?.state === "stored");
    expect(place.asked).toEqual(["PUT", "HEAD", "PUT"]);
    expect(fixture.server.sent(/http:upload:0/)).toHaveLength(2);
  });

  test("is asked for again when somebody is said to put it still, and is no refusal", async () => {
    const fixture = createFixture();
    const { put, puts, place } = resumableStoreOf(fixture, "broken", 409, 409, 409);
    const engine = await signedIn(fixture, { put });
    engine.files.send(BOB, { blob: photo(), ...hut });
    place.come = "2";
    await tried(fixture, puts, 5);
    await until(() => last(engine)?.state === "stored");
    expect(place.asked.filter((method) => method === "PUT")).toHaveLength(1);
  });

  test("bit by bit is not waited for longer and longer, as long as more has come each time", async () => {
    const fixture = createFixture();
    const { put, puts, place } = resumableStoreOf(fixture, ...Array.from({ length: 7 }, () => "broken" as const));
    const engine = await signedIn(fixture, { put });
    engine.files.send(BOB, { blob: new Blob(["0123456789"]), ...hut });
    // Pauses that grow would be longer than what `tried` waits for, from the fifth on.
    for (let times = 1; times <= 8; times++) {
      await tried(fixture, puts, times);
      place.come = String(times);
    }
    await until(() => last(engine)?.state === "stored");
    expect(place.asked.filter((method) => method === "PATCH")).toHaveLength(7);
  });

  test("asks for another slot when this one refuses it", async () => {
    const fixture = createFixture();
    const { put, puts, place } = resumableStoreOf(fixture, "broken", 403);
    const engine = await signedIn(fixture, { put });
    engine.files.send(BOB, { blob: photo(), ...hut });
    place.come = "2";
    await tried(fixture, puts, 3);
    await until(() => last(engine)?.state === "stored");
    expect(place.asked).toEqual(["PUT", "HEAD", "PATCH", "PUT"]);
  });

  test("and is given up is forgotten there", async () => {
    const fixture = createFixture();
    const { put, puts, place } = resumableStoreOf(fixture, "slow");
    const engine = await signedIn(fixture, { put });
    const { key } = engine.files.send(BOB, { blob: photo(), ...hut });
    await until(() => puts.length === 1);
    engine.files.cancel(key);
    await until(() => place.asked.length === 2);
    expect(place.asked).toEqual(["PUT", "DELETE"]);
  });
});
