import { expect, test } from "vitest";
import { accepted, acceptMany, message, type OpenWorld, openCouple } from "./store-world.contract.ts";

export function pendingContract(openWorld: OpenWorld): void {
  test("what came in waits until it is acknowledged, oldest first", async () => {
    const world = await openWorld();
    const couple = await openCouple(world);
    const ids = await acceptMany(world, couple, 5);
    const { store, bob } = couple;
    const waiting = async () => (await store.pending.page(bob.id, 0, 10)).map((it) => it.id);
    expect(await waiting()).toEqual(ids);
    store.pending.acknowledge(bob.id, ids[1] ?? 0);
    expect(await waiting()).toEqual(ids.slice(2));
    store.pending.acknowledge(bob.id, ids[4] ?? 0);
    expect(await waiting()).toEqual([]);
  });

  test("an acknowledgement never moves back", async () => {
    const world = await openWorld();
    const couple = await openCouple(world);
    const ids = await acceptMany(world, couple, 3);
    const { store, bob } = couple;
    store.pending.acknowledge(bob.id, ids[2] ?? 0);
    await store.flush();
    store.pending.acknowledge(bob.id, ids[0] ?? 0);
    await store.flush();
    expect(await store.pending.page(bob.id, 0, 10)).toEqual([]);
  });

  test("an acknowledgement outlives the store once it is flushed or closed", async () => {
    const world = await openWorld();
    const couple = await openCouple(world);
    const ids = await acceptMany(world, couple, 3);
    couple.store.pending.acknowledge(couple.bob.id, ids[0] ?? 0);
    await couple.store.flush();
    couple.store.pending.acknowledge(couple.bob.id, ids[1] ?? 0);
    await couple.store.close();
    const reopened = await world.open();
    expect((await reopened.pending.page(couple.bob.id, 0, 10)).map((it) => it.id)).toEqual(ids.slice(2));
  });

  test("a page is limited, and goes on after what was read", async () => {
    const world = await openWorld();
    const couple = await openCouple(world);
    const ids = await acceptMany(world, couple, 5);
    const { store, bob } = couple;
    expect((await store.pending.page(bob.id, 0, 2)).map((it) => it.id)).toEqual(ids.slice(0, 2));
    expect((await store.pending.page(bob.id, ids[1] ?? 0, 2)).map((it) => it.id)).toEqual(ids.slice(2, 4));
  });

  test("what was sent, and what is not marked, waits for nobody", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    await accepted(store, message(alice, bob, "m1"));
    await accepted(store, { ...message(bob, alice, "m2"), isPending: false });
    const last = await accepted(store, message(bob, alice, "m3"));
    expect((await store.pending.page(alice.id, 0, 10)).map((it) => it.id)).toEqual([last]);
    expect(await store.pending.page(bob.id, 0, 10)).toHaveLength(1);
  });

  test("a message sent twice waits once", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    await store.archive.accept(message(alice, bob, "m1"));
    await store.archive.accept(message(alice, bob, "m1"));
    expect(await store.pending.page(bob.id, 0, 10)).toHaveLength(1);
  });

  test("what waits is found behind thousands of messages that were sent since", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    const send = (i: number) => accepted(store, message(bob, alice, `m${i}`));
    await Promise.all(Array.from({ length: 1_500 }, (_, i) => send(i)));
    expect(await store.pending.page(bob.id, 0, 10)).toEqual([]);
    const waiting = await accepted(store, message(alice, bob, "last"));
    expect((await store.pending.page(bob.id, 0, 10)).map((it) => it.id)).toEqual([waiting]);
  });
}
