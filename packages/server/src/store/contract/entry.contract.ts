import { expect, test } from "vitest";
import type { NewPasskey } from "../passkeys.ts";
import { keysOf, type OpenWorld, openCouple } from "./store-world.contract.ts";

const MINUTE = 60_000;

export function passkeysContract(openWorld: OpenWorld): void {
  async function open() {
    const world = await openWorld();
    const couple = await openCouple(world);
    const { passkeys } = couple.store;
    const passkey = (id: string, some: Partial<NewPasskey> = {}): NewPasskey => ({
      ...{ id, owner: couple.alice.id, handle: "hers", publicKey: "key", counter: 0, name: "Télé 🔑" },
      loneEpoch: undefined,
      ...some,
    });
    return { world, ...couple, passkeys, passkey };
  }

  test("a passkey is found by its id, with its account", async () => {
    const { world, alice, passkeys, passkey } = await open();
    await passkeys.add(passkey("one", { loneEpoch: alice.epoch }));
    const { owner: _, ...kept } = passkey("one", { loneEpoch: alice.epoch });
    const found = { ...kept, createdAt: new Date(world.clock.time), usedAt: undefined };
    expect(await passkeys.find("one")).toEqual({ account: alice, passkey: found });
    expect(await passkeys.find("two")).toBeUndefined();
  });

  test("an account's are listed, the oldest first", async () => {
    const { world, alice, bob, passkeys, passkey } = await open();
    await passkeys.add(passkey("b"));
    world.clock.time += MINUTE;
    await passkeys.add(passkey("a"));
    await passkeys.add(passkey("bob's", { owner: bob.id }));
    expect((await passkeys.of(alice.id)).map(({ id }) => id)).toEqual(["b", "a"]);
  });

  test("one is somebody's once, and nobody has very many", async () => {
    const { bob, passkeys, passkey } = await open();
    await passkeys.add(passkey("one"));
    await expect(passkeys.add(passkey("one", { owner: bob.id }))).rejects.toMatchObject({ code: "conflict" });
    for (let i = 2; i <= 20; i++) await passkeys.add(passkey(`${i}`));
    await expect(passkeys.add(passkey("21"))).rejects.toMatchObject({ code: "full" });
    await expect(passkeys.add(passkey("x", { owner: 999 }))).rejects.toMatchObject({ code: "not-found" });
  });

  test("of uses with the same count one gets through; what does not count says 0", async () => {
    const { world, alice, passkeys, passkey } = await open();
    await passkeys.add(passkey("counts", { counter: 2 }));
    await passkeys.add(passkey("does not"));
    const both = await Promise.all([passkeys.use("counts", 3), passkeys.use("counts", 3)]);
    expect(both.toSorted()).toEqual([false, true]);
    expect(await passkeys.use("counts", 0)).toBe(false);
    world.clock.time += MINUTE;
    expect(await passkeys.use("does not", 0)).toBe(true);
    expect(await passkeys.use("does not", 0)).toBe(true);
    expect(await passkeys.use("gone", 0)).toBe(false);
    const [counts, other] = await passkeys.of(alice.id);
    expect(counts).toMatchObject({ counter: 3 });
    expect(other?.usedAt).toEqual(new Date(world.clock.time));
  });

  test("the owner alone removes one", async () => {
    const { alice, bob, passkeys, passkey } = await open();
    await passkeys.add(passkey("one"));
    expect(await passkeys.remove(bob.id, "one")).toBe(false);
    expect(await passkeys.remove(alice.id, "one")).toBe(true);
    expect(await passkeys.remove(alice.id, "one")).toBe(false);
  });

  test("they outlive a password, and go with their account", async () => {
    const { store, alice, passkeys, passkey } = await open();
    await passkeys.add(passkey("one"));
    const { epoch } = await store.accounts.setCredentials("alice", keysOf(3));
    expect(await passkeys.find("one")).toMatchObject({ account: { ...alice, epoch } });
    await store.accounts.remove("alice");
    expect(await passkeys.find("one")).toBeUndefined();
  });

  test("a challenge is spent once, and forgotten when it has expired", async () => {
    const { world, passkeys } = await open();
    const expiresAt = new Date(world.clock.time + MINUTE);
    const spend = (challenge: string) => passkeys.spend(challenge, expiresAt);
    const both = await Promise.all([spend("one"), spend("one")]);
    expect(both.toSorted()).toEqual([false, true]);
    world.clock.time += MINUTE;
    expect(await spend("one")).toBe(true);
  });
}

export function pairingsContract(openWorld: OpenWorld): void {
  async function open(isApproved = false) {
    const world = await openWorld();
    const couple = await openCouple(world);
    const { pairings } = couple.store;
    const expiresAt = () => new Date(world.clock.time + 2 * MINUTE);
    const begin = (key: string, owner = couple.alice.id) =>
      pairings.open({ owner, key, isApproved, expiresAt: expiresAt() });
    await begin("one");
    return { world, ...couple, pairings, begin };
  }

  test("a device comes, the owner sees it and says yes, and it is let in once", async () => {
    const { alice, pairings } = await open();
    expect(await pairings.find("one")).toMatchObject({ account: alice, agent: undefined, isApproved: false });
    expect(await pairings.approve(alice.id, "one")).toBe(false);
    expect(await pairings.claim("one", "phone", "Chrome, Android")).toBe(true);
    expect(await pairings.take("one", "phone")).toBeUndefined();
    expect(await pairings.find("one")).toMatchObject({ agent: "phone", device: "Chrome, Android" });
    expect(await pairings.approve(alice.id, "one")).toBe(true);
    const both = await Promise.all([pairings.take("one", "phone"), pairings.take("one", "phone")]);
    expect(both.filter(Boolean)).toEqual([alice]);
    expect(await pairings.find("one")).toBeUndefined();
  });

  test("the first device has it, and no other takes it", async () => {
    const { alice, bob, pairings } = await open();
    const both = await Promise.all([pairings.claim("one", "a", ""), pairings.claim("one", "b", "")]);
    expect(both.toSorted()).toEqual([false, true]);
    const [agent, other] = both[0] ? ["a", "b"] : ["b", "a"];
    expect(await pairings.approve(bob.id, "one")).toBe(false);
    await pairings.approve(alice.id, "one");
    expect(await pairings.take("one", other)).toBeUndefined();
    expect(await pairings.take("one", agent)).toEqual(alice);
  });

  test("one that is approved before its device comes waits for it", async () => {
    const { alice, pairings } = await open(true);
    expect(await pairings.claim("one", "laptop", "Firefox, Linux")).toBe(true);
    expect(await pairings.take("one", "laptop")).toEqual(alice);
  });

  test("it is over when its time is, or the owner says so, or has a new password", async () => {
    const { world, store, alice, bob, pairings, begin } = await open(true);
    await begin("two");
    await pairings.close(bob.id, "two");
    expect(await pairings.find("two")).toBeDefined();
    await pairings.close(alice.id, "two");
    expect(await pairings.find("two")).toBeUndefined();
    await pairings.claim("one", "a", "");
    world.clock.time += 2 * MINUTE;
    expect(await pairings.find("one")).toBeUndefined();
    expect(await pairings.claim("one", "b", "")).toBe(false);
    expect(await pairings.take("one", "a")).toBeUndefined();
    await begin("three");
    await pairings.claim("three", "a", "");
    await store.accounts.setCredentials("alice", keysOf(3));
    expect(await pairings.find("three")).toBeUndefined();
    expect(await pairings.take("three", "a")).toBeUndefined();
  });

  test("a key is used once, and nobody has very many under way", async () => {
    const { world, bob, begin } = await open();
    await expect(begin("one", bob.id)).rejects.toMatchObject({ code: "conflict" });
    for (let i = 2; i <= 10; i++) await begin(`${i}`);
    await expect(begin("11")).rejects.toMatchObject({ code: "full" });
    world.clock.time += 2 * MINUTE;
    await begin("11");
  });
}
