import { expect, test } from "vitest";
import type { Hold, NewUpload } from "../uploads.ts";
import { type OpenWorld, openCouple } from "./store-world.contract.ts";

const minute = 60_000;
const quota = { bytes: 1_000, files: 3, profileFiles: 2 };

export function uploadsContract(openWorld: OpenWorld): void {
  async function open() {
    const world = await openWorld();
    const couple = await openCouple(world);
    const { uploads } = couple.store;
    const at = (ms: number) => new Date(world.clock.time + ms);
    const slot = (id: string, some: Partial<NewUpload> = {}): NewUpload => ({
      id,
      owner: couple.alice.id,
      name: "très cool.jpg",
      type: "image/jpeg",
      size: 100,
      purpose: "message",
      slotUntil: at(5 * minute),
      keptUntil: at(60 * minute),
      ...some,
    });
    const reserve = (id: string, some?: Partial<NewUpload>) => uploads.reserve(slot(id, some), quota);
    const hold = (holder: string, ms = 10 * minute): Hold => ({ holder, until: at(ms) });
    const begin = (id: string, ms: number, holder = "us") => uploads.begin(id, hold(holder), at(ms));
    const upload = async (id: string, some?: Partial<NewUpload>) => {
      await reserve(id, some);
      await begin(id, 10 * minute);
      return uploads.complete(id, "us");
    };
    return { world, ...couple, uploads, at, reserve, hold, begin, upload };
  }

  test("a file is there once it is complete, with what was said of it", async () => {
    const { uploads, at, reserve, begin } = await open();
    expect(await reserve("one", { type: undefined })).toEqual({ kind: "reserved" });
    expect(await uploads.find("one")).toBeUndefined();
    const until = at(10 * minute);
    const begun = { id: "one", name: "très cool.jpg", type: undefined, size: 100, expiresAt: until };
    expect(await begin("one", 10 * minute)).toEqual(begun);
    expect(await uploads.find("one")).toBeUndefined();
    expect(await uploads.complete("one", "us")).toBe(true);
    expect(await uploads.find("one")).toEqual({ ...begun, expiresAt: at(60 * minute) });
  });

  test("a slot is for one upload, which may be begun again when it failed", async () => {
    const { uploads, at, reserve, begin } = await open();
    await reserve("one");
    const both = await Promise.all([begin("one", minute, "we"), begin("one", minute, "they")]);
    expect(both.map((it) => it?.id)).toEqual(["one", undefined]);
    await uploads.giveUp("one", "they", at(minute));
    expect(await begin("one", minute)).toBeUndefined();
    await uploads.giveUp("one", "we", at(minute));
    expect(await begin("one", minute)).toMatchObject({ id: "one" });
    expect(await uploads.complete("one", "we")).toBe(false);
    expect(await uploads.complete("one", "us")).toBe(true);
    await uploads.giveUp("one", "us", at(minute));
    expect(await begin("one", minute)).toBeUndefined();
    expect(await uploads.find("one")).toMatchObject({ id: "one" });
    expect(await uploads.complete("one", "us")).toBe(false);
    expect(await begin("none", minute)).toBeUndefined();
  });

  test("who holds a slot gives a sign of life, or it may be taken", async () => {
    const { world, uploads, reserve, begin, hold } = await open();
    await reserve("one");
    await uploads.begin("one", hold("we", minute), hold("", 60 * minute).until);
    world.clock.time += minute - 1;
    expect(await uploads.prolong("one", hold("they", minute))).toBe(false);
    expect(await uploads.prolong("one", hold("we", minute))).toBe(true);
    world.clock.time += minute - 1;
    expect(await begin("one", minute, "they")).toBeUndefined();
    expect(await uploads.slot("one")).toMatchObject({ state: "held" });
    world.clock.time += 1;
    expect(await uploads.slot("one")).toMatchObject({ state: "free" });
    expect(await begin("one", minute, "they")).toMatchObject({ id: "one" });
    expect(await uploads.prolong("one", hold("we", minute))).toBe(false);
    expect(await uploads.complete("one", "we")).toBe(false);
    expect(await uploads.complete("one", "they")).toBe(true);
  });

  test("who holds a slot that is wanted hears of it, and may still complete it", async () => {
    const { uploads, at, reserve, begin, hold } = await open();
    await reserve("one");
    await reserve("two");
    for (const id of ["one", "two"]) await begin(id, 10 * minute);
    for (const id of ["one", "two", "none"]) await uploads.want(id);
    expect(await uploads.prolong("one", hold("us"))).toBe(false);
    expect(await begin("one", minute, "they")).toBeUndefined();
    await uploads.giveUp("one", "us", at(2 * minute));
    expect(await uploads.slot("one")).toEqual({ state: "free", size: 100, expiresAt: at(2 * minute) });
    expect(await begin("one", minute, "they")).toMatchObject({ id: "one" });
    expect(await uploads.complete("two", "us")).toBe(true);
    expect(await uploads.slot("two")).toEqual({ state: "stored", size: 100, expiresAt: at(60 * minute) });
    await uploads.want("two");
    expect(await uploads.find("two")).toMatchObject({ id: "two" });
    expect(await uploads.slot("none")).toBeUndefined();
  });

  test("an upload that was given up is not kept for longer than its file would be", async () => {
    const { uploads, at, reserve, begin } = await open();
    await reserve("one");
    await begin("one", minute);
    await uploads.giveUp("one", "us", at(600 * minute));
    expect(await uploads.slot("one")).toMatchObject({ expiresAt: at(60 * minute) });
  });

  test("slot, upload and file each have their time", async () => {
    const { world, uploads, at, reserve, begin, upload } = await open();
    await reserve("late");
    await reserve("slow");
    await upload("file");
    await begin("slow", 4 * minute);
    world.clock.time += 5 * minute;
    expect(await begin("late", minute)).toBeUndefined();
    expect(await uploads.slot("late")).toBeUndefined();
    expect(await uploads.complete("slow", "us")).toBe(false);
    expect((await uploads.expired(at(0), 10)).toSorted()).toEqual(["late", "slow"]);
    await uploads.forget(["late", "slow"]);
    world.clock.time += 55 * minute;
    expect(await uploads.find("file")).toBeUndefined();
    expect(await uploads.expired(at(-1), 10)).toEqual([]);
    expect(await uploads.expired(at(0), 10)).toEqual(["file"]);
    await uploads.forget(["file"]);
    await uploads.forget([]);
    expect(await uploads.expired(at(0), 10)).toEqual([]);
  });

  test("an account has so many bytes, in slots and files together, until something goes", async () => {
    const { world, bob, at, reserve, upload } = await open();
    await upload("file", { size: 600 });
    expect(await reserve("slot", { size: 400 })).toEqual({ kind: "reserved" });
    expect(await reserve("more", { size: 1 })).toEqual({ kind: "full", retryAt: at(5 * minute) });
    expect(await reserve("of another", { size: 1_000, owner: bob.id })).toEqual({ kind: "reserved" });
    world.clock.time += 5 * minute;
    expect(await reserve("more", { size: 400 })).toEqual({ kind: "reserved" });
  });

  test("an account has so many files", async () => {
    const { at, reserve, upload } = await open();
    await upload("file");
    await reserve("two");
    await reserve("three", { slotUntil: at(minute) });
    expect(await reserve("four")).toEqual({ kind: "full", retryAt: at(minute) });
  });

  test("of several slots that are asked for at once those are given that there is room for", async () => {
    const { reserve } = await open();
    const kinds = await Promise.all(["a", "b", "c", "d", "e"].map(async (id) => (await reserve(id)).kind));
    expect(kinds.toSorted()).toEqual(["full", "full", "reserved", "reserved", "reserved"]);
  });

  test("the oldest file of a profile gives way, and none of a conversation", async () => {
    const { world, uploads, at, upload } = await open();
    for (const id of ["m1", "m2", "m3"]) await upload(id);
    for (const id of ["p1", "p2", "p3"]) {
      world.clock.time += 1;
      expect(await upload(id, { purpose: "profile" })).toBe(true);
    }
    const found = await Promise.all(["m1", "m2", "m3", "p1", "p2", "p3"].map((id) => uploads.find(id)));
    expect(found.map((it) => it?.id)).toEqual(["m1", "m2", "m3", undefined, "p2", "p3"]);
    expect(await uploads.expired(at(0), 10)).toEqual(["p1"]);
  });

  test("what a removed account had is found no more, and is to be removed", async () => {
    const { store, uploads, at, reserve, begin, upload } = await open();
    await upload("file");
    await reserve("slot");
    await reserve("under way");
    await begin("under way", minute);
    await store.accounts.remove("alice");
    expect(await uploads.find("file")).toBeUndefined();
    expect(await begin("slot", minute)).toBeUndefined();
    expect(await uploads.slot("slot")).toBeUndefined();
    expect(await uploads.complete("under way", "us")).toBe(false);
    expect((await uploads.expired(at(-minute), 10)).toSorted()).toEqual(["file", "slot", "under way"]);
    await expect(reserve("new")).rejects.toMatchObject({ code: "not-found" });
  });
}
