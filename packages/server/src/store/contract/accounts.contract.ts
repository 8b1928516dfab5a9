import { expect, test, vi } from "vitest";
import type { AccountChange } from "../store.ts";
import { accepted, keysOf, message, type OpenWorld, openCouple } from "./store-world.contract.ts";

export function accountsContract(openWorld: OpenWorld): void {
  test("an account is found by name and by id with what it was made with", async () => {
    const store = await (await openWorld()).open();
    const alice = await store.accounts.add("alice", keysOf(1), true);
    expect(alice).toMatchObject({ username: "alice", isAdmin: true, epoch: 1 });
    expect(await store.accounts.find("alice")).toEqual(alice);
    expect(await store.accounts.findById(alice.id)).toEqual(alice);
    expect(await store.accounts.credentials("alice")).toEqual({ account: alice, ...keysOf(1) });
  });

  test("an unknown name finds nothing", async () => {
    const store = await (await openWorld()).open();
    expect(await store.accounts.find("eve")).toBeUndefined();
    expect(await store.accounts.findById(99)).toBeUndefined();
    expect(await store.accounts.credentials("eve")).toBeUndefined();
    expect(await store.accounts.remove("eve")).toBe(false);
    await expect(store.accounts.setCredentials("eve", keysOf(1))).rejects.toMatchObject({ code: "not-found" });
  });

  test("a name is given once, also when two ask for it at the same time", async () => {
    const store = await (await openWorld()).open();
    const both = await Promise.allSettled([
      store.accounts.add("alice", keysOf(1)),
      store.accounts.add("alice", keysOf(2)),
    ]);
    expect(both.map((it) => it.status)).toEqual(["fulfilled", "rejected"]);
    expect(both[1]).toMatchObject({ reason: { code: "conflict" } });
    expect(await store.accounts.credentials("alice")).toMatchObject(keysOf(1));
  });

  test("one that fails leaves the others of its turn alone", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    const all = await Promise.allSettled([
      store.archive.accept(message(alice, bob, "m1")),
      store.accounts.add("bob", keysOf(3)),
      store.archive.accept(message(alice, bob, "m2")),
    ]);
    expect(all.map((it) => it.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect((await store.archive.page(bob.id, { limit: 10 })).messages).toHaveLength(2);
  });

  test("many are added at once, and those that exist stay as they are", async () => {
    const store = await (await openWorld()).open();
    await store.accounts.add("user7", keysOf(9));
    const rows = Array.from({ length: 1_200 }, (_, i) => ({ username: `user${i}`, keys: keysOf(i % 200) }));
    expect(await store.accounts.addMany(rows)).toEqual({ added: 1_199, existing: 1 });
    expect(await store.accounts.count()).toBe(1_200);
    expect(await store.accounts.credentials("user7")).toMatchObject(keysOf(9));
    expect(await store.accounts.credentials("user1199")).toMatchObject(keysOf(199));
  });

  test("accounts are listed by name, a page at a time", async () => {
    const store = await (await openWorld()).open();
    for (const username of ["carol", "alice", "dave", "bob"]) await store.accounts.add(username, keysOf(1));
    const names = async (after?: string, limit?: number) =>
      (await store.accounts.list(after, limit)).map((it) => it.username);
    expect(await names(undefined, 3)).toEqual(["alice", "bob", "carol"]);
    expect(await names("carol")).toEqual(["dave"]);
  });

  test("new keys raise the epoch", async () => {
    const { store, alice } = await openCouple(await openWorld());
    const changed = await store.accounts.setCredentials("alice", keysOf(5));
    expect(changed).toEqual({ ...alice, epoch: 2 });
    expect(await store.accounts.credentials("alice")).toEqual({ account: changed, ...keysOf(5) });
  });

  test("keys of one kind are renewed in the same epoch, unless the password is another by now", async () => {
    const { store, alice } = await openCouple(await openWorld());
    expect(await store.accounts.renewKeys(alice, "SHA-256", keysOf(8).sha256)).toBe(true);
    const renewed = { account: alice, sha1: keysOf(1).sha1, sha256: keysOf(8).sha256 };
    expect(await store.accounts.credentials("alice")).toEqual(renewed);
    await store.accounts.setCredentials("alice", keysOf(5));
    expect(await store.accounts.renewKeys(alice, "SHA-1", keysOf(9).sha1)).toBe(false);
    expect(await store.accounts.credentials("alice")).toMatchObject(keysOf(5));
  });

  test("a removed account leaves nothing to whoever takes its name next", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    await accepted(store, message(alice, bob, "m1"));
    await store.roster.change(bob.id, "alice@localhost", { kind: "set", groups: [] });
    expect(await store.accounts.remove("bob")).toBe(true);
    expect(await store.accounts.find("bob")).toBeUndefined();
    expect(await store.archive.accept(message(alice, bob, "m2"))).toEqual({ kind: "no-recipient" });
    const next = await store.accounts.add("bob", keysOf(3));
    expect(next.id).not.toBe(bob.id);
    expect((await store.roster.load(next.id)).items).toEqual([]);
    expect((await store.archive.page(next.id, { limit: 10 })).messages).toEqual([]);
    expect((await store.archive.page(alice.id, { limit: 10 })).messages).toHaveLength(1);
  });

  test("removals, new keys and rights are told, whichever process made them", async () => {
    const world = await openWorld();
    const { store, alice, bob } = await openCouple(world);
    const tool = await world.open("tool");
    const changes: AccountChange[] = [];
    const stop = store.onAccountsChanged((change) => changes.push(change));
    await tool.accounts.setCredentials("alice", keysOf(7));
    expect(await tool.accounts.setAdmin("alice", true)).toMatchObject({ isAdmin: true, epoch: 2 });
    expect(await tool.accounts.setAdmin("alice", false)).toMatchObject({ isAdmin: false });
    await expect(tool.accounts.setAdmin("nobody", true)).rejects.toMatchObject({ code: "not-found" });
    await store.accounts.remove("bob");
    await vi.waitFor(() => expect(changes).toHaveLength(4), { timeout: 5_000 });
    expect(changes).toEqual([
      { kind: "credentials", id: alice.id, username: "alice", epoch: 2 },
      { kind: "admin", id: alice.id, username: "alice", epoch: 2 },
      { kind: "member", id: alice.id, username: "alice", epoch: 2 },
      { kind: "removed", id: bob.id, username: "bob", epoch: 1 },
    ]);
    stop();
  });

  test("a tool's changes hold for the node at once", async () => {
    const world = await openWorld();
    const { store, alice, bob } = await openCouple(world);
    const tool = await world.open("tool");
    await accepted(store, message(alice, bob, "m1"));
    await tool.accounts.remove("bob");
    expect(await store.archive.accept(message(alice, bob, "m2"))).toEqual({ kind: "no-recipient" });
    const next = await tool.accounts.add("bob", keysOf(4));
    expect(await store.archive.accept(message(alice, bob, "m3"))).toMatchObject({ recipient: next.id });
  });
}
