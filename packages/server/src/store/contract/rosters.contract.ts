import { parseElement, parseRosterQuery } from "@yonder/protocol";
import { expect, test } from "vitest";
import { type OpenWorld, openCouple } from "./store-world.contract.ts";

const request = "<presence from='alice@localhost' to='bob@localhost' type='subscribe'/>";

export function rostersContract(openWorld: OpenWorld): void {
  test("a contact comes back with its name and groups", async () => {
    const { store, bob } = await openCouple(await openWorld());
    const groups = ["Friends", "with, comma", "Büro"];
    await store.roster.change(bob.id, "alice@localhost", { kind: "set", name: "Alice", groups });
    const { items } = await store.roster.load(bob.id);
    expect(items).toEqual([
      {
        contact: "alice@localhost",
        isListed: true,
        name: "Alice",
        groups,
        subscription: "none",
        isPendingOut: false,
        isApproved: false,
        request: undefined,
      },
    ]);
    expect(await store.roster.find(bob.id, "alice@localhost")).toEqual(items[0]);
    expect(await store.roster.find(bob.id, "eve@localhost")).toBeUndefined();
  });

  test("what a contact is to many is found at once, and nothing of those who do not have it", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    await store.roster.change(bob.id, "eve@localhost", { kind: "set", name: "Eve", groups: ["Friends"] });
    await store.roster.change(bob.id, "mallory@localhost", { kind: "set", name: undefined, groups: [] });
    expect(await store.roster.standings([alice.id, bob.id, 99_999], "eve@localhost")).toEqual([
      { owner: bob.id, subscription: "none", groups: ["Friends"] },
    ]);
    expect(await store.roster.standings([], "eve@localhost")).toEqual([]);
  });

  test("a roster is written as clients read it, whatever stands in it", async () => {
    const { store, bob } = await openCouple(await openWorld());
    await store.roster.change(bob.id, "alice@localhost", {
      kind: "set",
      name: 'A <l\'i> "&" ce',
      groups: ["<&>", "B"],
    });
    await store.roster.change(bob.id, "eve@localhost", { kind: "outbound", type: "subscribe" });
    await store.roster.change(bob.id, "mallory@localhost", { kind: "inbound", type: "subscribe", xml: request });
    const { version, xml } = await store.roster.write(bob.id);
    expect(version).toBe((await store.roster.load(bob.id)).version);
    const items = parseRosterQuery(parseElement(`<query xmlns='jabber:iq:roster'>${xml}</query>`));
    const alice = { name: 'A <l\'i> "&" ce', groups: ["<&>", "B"], subscription: "none", isPendingOut: false };
    expect(items).toHaveLength(2);
    expect(items).toContainEqual(expect.objectContaining(alice));
    expect(items).toContainEqual(expect.objectContaining({ name: undefined, groups: [], isPendingOut: true }));
  });

  test("a subscription is asked for, granted and seen from both sides", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    const change = store.roster.change;
    await change(alice.id, "bob@localhost", { kind: "outbound", type: "subscribe" });
    const asked = await change(bob.id, "alice@localhost", { kind: "inbound", type: "subscribe", xml: request });
    expect(asked).toMatchObject({ isForwarded: true, isPushed: false });
    expect(await store.roster.requests(bob.id)).toEqual([request]);
    expect((await store.roster.load(bob.id)).items).toEqual([]);
    const granted = await change(bob.id, "alice@localhost", { kind: "outbound", type: "subscribed" });
    expect(granted).toMatchObject({ isForwarded: true, isPushed: true, presence: "available" });
    await change(alice.id, "bob@localhost", { kind: "inbound", type: "subscribed", xml: "<presence/>" });
    expect(await store.roster.requests(bob.id)).toEqual([]);
    expect((await store.roster.load(bob.id)).items).toMatchObject([{ subscription: "from" }]);
    expect((await store.roster.load(alice.id)).items).toMatchObject([{ subscription: "to", isPendingOut: false }]);
  });

  test("requests wait in the order in which they came, across a restart", async () => {
    const world = await openWorld();
    const { store, bob } = await openCouple(world);
    const xml = (n: number) => `<presence from='user${n}@example.net' type='subscribe'/>`;
    for (const n of [3, 1, 2]) {
      world.clock.time += 1_000;
      await store.roster.change(bob.id, `user${n}@example.net`, { kind: "inbound", type: "subscribe", xml: xml(n) });
    }
    await store.close();
    expect(await (await world.open()).roster.requests(bob.id)).toEqual([xml(3), xml(1), xml(2)]);
  });

  test("changes of one turn are decided one after the other", async () => {
    const { store, bob } = await openCouple(await openWorld());
    const ask = () =>
      store.roster.change(bob.id, "alice@localhost", { kind: "inbound", type: "subscribe", xml: request });
    const [first, second] = await Promise.all([ask(), ask()]);
    expect([first.isForwarded, second.isForwarded]).toEqual([true, false]);
  });

  test("a version names what changed since", async () => {
    const { store, bob } = await openCouple(await openWorld());
    const set = (contact: string, name?: string) =>
      store.roster.change(bob.id, contact, { kind: "set", name, groups: [] });
    await set("alice@localhost");
    await set("carol@localhost");
    const { version } = await store.roster.load(bob.id);
    expect(await store.roster.changesSince(bob.id, version)).toEqual({
      kind: "changes",
      version,
      changed: [],
      removed: [],
    });
    await set("alice@localhost", "Alice");
    const removed = await store.roster.change(bob.id, "carol@localhost", { kind: "remove" });
    expect(await store.roster.changesSince(bob.id, version)).toMatchObject({
      kind: "changes",
      version: removed.version,
      changed: [{ contact: "alice@localhost", name: "Alice" }],
      removed: ["carol@localhost"],
    });
    expect((await store.roster.load(bob.id)).version).toBe(removed.version);
  });

  test("one that was removed and set again is no longer told as removed", async () => {
    const { store, bob } = await openCouple(await openWorld());
    const { version } = await store.roster.load(bob.id);
    await store.roster.change(bob.id, "alice@localhost", { kind: "set", groups: [] });
    await store.roster.change(bob.id, "alice@localhost", { kind: "remove" });
    await store.roster.change(bob.id, "alice@localhost", { kind: "set", groups: [] });
    expect(await store.roster.changesSince(bob.id, version)).toMatchObject({
      changed: [{ contact: "alice@localhost" }],
      removed: [],
    });
  });

  test("a request that clients do not see leaves the version as it is", async () => {
    const { store, bob } = await openCouple(await openWorld());
    const { version } = await store.roster.load(bob.id);
    await store.roster.change(bob.id, "alice@localhost", { kind: "inbound", type: "subscribe", xml: request });
    expect((await store.roster.load(bob.id)).version).toBe(version);
  });

  test.each(["", "nonsense", "1", "99999.1"])("the version %j is answered with the whole roster", async (version) => {
    const { store, bob } = await openCouple(await openWorld());
    expect(await store.roster.changesSince(bob.id, version)).toEqual({ kind: "full" });
  });

  test("a version from before the removals that are remembered is answered with the whole roster", async () => {
    const { store, bob } = await openCouple(await openWorld());
    const { version } = await store.roster.load(bob.id);
    await inBatches(600, (n) => store.roster.change(bob.id, `user${n}@localhost`, { kind: "set", groups: [] }));
    await inBatches(600, (n) => store.roster.change(bob.id, `user${n}@localhost`, { kind: "remove" }));
    expect(await store.roster.changesSince(bob.id, version)).toEqual({ kind: "full" });
    const now = await store.roster.load(bob.id);
    expect(await store.roster.changesSince(bob.id, now.version)).toMatchObject({ kind: "changes", removed: [] });
  });

  test("requests of strangers are limited, and contacts are told from them", async () => {
    const { store, bob } = await openCouple(await openWorld());
    const ask = (n: number) =>
      store.roster.change(bob.id, `user${n}@example.net`, { kind: "inbound", type: "subscribe", xml: request });
    await inBatches(1_000, ask);
    await expect(ask(1_000)).rejects.toMatchObject({ code: "full" });
    expect(await ask(0)).toMatchObject({ kind: "unchanged" });
    expect(await store.roster.change(bob.id, "alice@localhost", { kind: "set", groups: [] })).toMatchObject({
      kind: "changed",
    });
  });

  test("nobody's roster cannot be changed", async () => {
    const { store } = await openCouple(await openWorld());
    const change = store.roster.change(999, "alice@localhost", { kind: "set", groups: [] });
    await expect(change).rejects.toMatchObject({ code: "not-found" });
  });
}

/** Does it with each number below `count`, a hundred at a time: a store on a busy machine gives up what waits for too long. */
async function inBatches(count: number, act: (n: number) => Promise<unknown>): Promise<void> {
  for (let from = 0; from < count; from += 100)
    await Promise.all(Array.from({ length: Math.min(100, count - from) }, (_, i) => act(from + i)));
}
