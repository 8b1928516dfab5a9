import { expect, test } from "vitest";
import type { NewToken } from "../tokens.ts";
import { keysOf, type OpenWorld, openCouple } from "./store-world.contract.ts";

const day = 24 * 60 * 60_000;
const phone = "hash of the phone's id";

export function tokensContract(openWorld: OpenWorld): void {
  async function open() {
    const world = await openWorld();
    const couple = await openCouple(world);
    const { tokens } = couple.store;
    const { id } = couple.alice;
    const token = (seed: string, some: Partial<NewToken> = {}): NewToken => ({
      owner: id,
      agent: phone,
      mechanism: "HT-SHA-256-NONE",
      seed,
      epoch: couple.alice.epoch,
      expiresAt: new Date(world.clock.time + 30 * day),
      ...some,
    });
    const seeds = async (agent = phone) => (await tokens.find("alice", agent))?.tokens.map(({ seed }) => seed);
    const use = (seed: string, count?: number) => tokens.use(id, phone, seed, count);
    return { world, ...couple, tokens, token, seeds, use };
  }

  test("a token is found with its account, by name and client", async () => {
    const { alice, tokens, token, seeds } = await open();
    const issued = token("one");
    await tokens.issue(issued);
    const { mechanism, epoch, expiresAt } = issued;
    expect(await tokens.find("alice", phone)).toEqual({
      account: alice,
      tokens: [{ seed: "one", mechanism, epoch, expiresAt, isNew: true }],
    });
    expect(await seeds("another client")).toEqual([]);
    expect(await tokens.find("bob", phone)).toMatchObject({ tokens: [] });
    expect(await tokens.find("nobody", phone)).toBeUndefined();
  });

  test("the one before is good until the new one is used", async () => {
    const { tokens, token, seeds, use } = await open();
    await tokens.issue(token("one"));
    expect(await use("one")).toBe(true);
    await tokens.issue(token("two"));
    expect(await seeds()).toEqual(["two", "one"]);
    expect(await use("one")).toBe(true);
    expect(await seeds()).toEqual(["two", "one"]);
    expect(await use("two")).toBe(true);
    expect(await seeds()).toEqual(["two"]);
    expect(await use("one")).toBe(false);
  });

  test("the owner is told once of each client, and may forget one", async () => {
    const { alice, tokens, token, seeds, world } = await open();
    const client = { id: "hers", software: "Yonder", device: "Firefox, Linux" };
    await tokens.issue(token("one", { client }));
    await tokens.use(alice.id, phone, "one", undefined);
    const expiresAt = new Date(world.clock.time + 31 * day);
    await tokens.issue(token("two", { client, expiresAt }));
    await tokens.issue(token("three", { agent: "nameless" }));
    await tokens.issue(token("four", { agent: "former password's", epoch: alice.epoch - 1 }));
    const told = await tokens.clients(alice.id, alice.epoch);
    expect(told.toSorted((a, b) => (a.id < b.id ? -1 : 1))).toEqual([
      { ...client, expiresAt },
      { id: "nameless", software: undefined, device: undefined, expiresAt: token("").expiresAt },
    ]);
    await tokens.revokeClient(alice.id, "hers");
    await tokens.revokeClient(alice.id, "nameless");
    expect(await tokens.clients(alice.id, alice.epoch)).toEqual([]);
    expect(await seeds()).toEqual([]);
  });

  test("one that was never used gives way to the next", async () => {
    const { tokens, token, seeds } = await open();
    await tokens.issue(token("one"));
    await tokens.issue(token("two"));
    expect(await seeds()).toEqual(["two"]);
  });

  test("of logins with the same count one gets through, and none with a lower one", async () => {
    const { tokens, token, use } = await open();
    await tokens.issue(token("one"));
    const both = await Promise.all([use("one", 5), use("one", 5)]);
    expect(both.toSorted()).toEqual([false, true]);
    expect(await use("one", 4)).toBe(false);
    expect(await use("one", 6)).toBe(true);
    expect(await use("one")).toBe(true);
  });

  test("a new one counts anew", async () => {
    const { tokens, token, use } = await open();
    await tokens.issue(token("one"));
    await use("one", 5);
    await tokens.issue(token("two"));
    expect(await use("two", 1)).toBe(true);
  });

  test("a client that takes its leave has none any more, and the others have theirs", async () => {
    const { alice, tokens, token, seeds, use } = await open();
    await tokens.issue(token("one"));
    await use("one", 2);
    await tokens.issue(token("two"));
    await tokens.issue(token("other", { agent: "another client" }));
    expect(await tokens.revoke(alice.id, phone, "one", 2)).toBe(false);
    expect(await tokens.revoke(alice.id, phone, "one", 3)).toBe(true);
    expect(await seeds()).toEqual([]);
    expect(await seeds("another client")).toEqual(["other"]);
    expect(await tokens.revoke(alice.id, phone, "one", undefined)).toBe(false);
  });

  test("a new password forgets them all, of that account", async () => {
    const { store, bob, tokens, token, seeds } = await open();
    await tokens.issue(token("one"));
    await tokens.issue(token("bob's", { owner: bob.id }));
    await store.accounts.setCredentials("alice", keysOf(3));
    expect(await seeds()).toEqual([]);
    expect(await tokens.find("bob", phone)).toMatchObject({ tokens: [{ seed: "bob's" }] });
  });

  test("they go with their account", async () => {
    const { store, tokens, token, seeds } = await open();
    await tokens.issue(token("one"));
    await store.accounts.remove("alice");
    await store.accounts.add("alice", keysOf(3));
    expect(await seeds()).toEqual([]);
    await expect(tokens.issue(token("two"))).rejects.toMatchObject({ code: "not-found" });
  });

  test("what has expired is cleared away when the next one is issued", async () => {
    const { world, tokens, token, seeds } = await open();
    await tokens.issue(token("old", { agent: "an old client" }));
    world.clock.time += 31 * day;
    expect(await seeds("an old client")).toEqual(["old"]);
    await tokens.issue(token("one"));
    expect(await seeds("an old client")).toEqual([]);
  });

  test("an owner of very many clients keeps those seen last", async () => {
    const { world, tokens, token, seeds } = await open();
    for (let i = 0; i < 201; i++) {
      const expiresAt = new Date(world.clock.time + 30 * day + i);
      await tokens.issue(token(`${i}`, { agent: `client ${i}`, expiresAt }));
    }
    expect(await seeds("client 0")).toEqual([]);
    expect(await seeds("client 1")).toEqual(["1"]);
    expect(await seeds("client 200")).toEqual(["200"]);
  });
}
