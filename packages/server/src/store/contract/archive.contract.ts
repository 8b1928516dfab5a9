import { expect, test } from "vitest";
import { timeOf } from "../archive-id.ts";
import { accepted, keysOf, message, type OpenWorld, openCouple } from "./store-world.contract.ts";

export function archiveContract(openWorld: OpenWorld): void {
  test("a message is in both archives under one id", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    const request = message(alice, bob, "m1", "Art thou not Romeo?");
    const result = await store.archive.accept(request);
    expect(result).toMatchObject({ kind: "accepted", recipient: bob.id });
    const id = result.kind === "accepted" ? result.id : 0;
    const stored = { id, xml: request.xml };
    expect((await store.archive.page(alice.id, { limit: 10 })).messages).toEqual([{ ...stored, isIncoming: false }]);
    expect((await store.archive.page(bob.id, { limit: 10 })).messages).toEqual([{ ...stored, isIncoming: true }]);
  });

  test("the id tells when it was accepted", async () => {
    const world = await openWorld();
    const { store, alice, bob } = await openCouple(world);
    world.clock.time = Date.UTC(2026, 2, 4, 5, 6, 7, 89);
    expect(timeOf(await accepted(store, message(alice, bob, "m1"))).getTime()).toBe(world.clock.time);
  });

  test("messages of one turn keep their order, and ids rise with it", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    const requests = Array.from({ length: 200 }, (_, i) => message(alice, bob, `m${i}`));
    const ids = await Promise.all(requests.map((it) => accepted(store, it)));
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    const { messages } = await store.archive.page(bob.id, { limit: 500 });
    expect(messages.map((it) => it.xml)).toEqual(requests.map((it) => it.xml));
  });

  test("answers come in the order of the calls", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    const order: number[] = [];
    const calls = Array.from({ length: 50 }, (_, i) =>
      store.archive.accept(message(alice, bob, i % 3 === 0 ? "same" : `m${i}`)).then(() => order.push(i)),
    );
    await Promise.all(calls);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  test("ids rise when the clock stands still, jumps back, or the store is opened again", async () => {
    const world = await openWorld();
    const { store, alice, bob } = await openCouple(world);
    const first = await accepted(store, message(alice, bob, "m1"));
    const second = await accepted(store, message(alice, bob, "m2"));
    world.clock.time -= 3_600_000;
    const third = await accepted(store, message(alice, bob, "m3"));
    await store.close();
    world.clock.time -= 3_600_000;
    const fourth = await accepted(await world.open(), message(alice, bob, "m4"));
    expect([first, second, third, fourth]).toEqual([first, second, third, fourth].toSorted((a, b) => a - b));
    expect(new Set([first, second, third, fourth]).size).toBe(4);
  });

  test("a message to nobody is not stored", async () => {
    const { store, alice } = await openCouple(await openWorld());
    const toEve = message(alice, { ...alice, username: "eve" }, "m1");
    expect(await store.archive.accept(toEve)).toEqual({ kind: "no-recipient" });
    expect((await store.archive.page(alice.id, { limit: 10 })).messages).toEqual([]);
    await store.accounts.add("eve", keysOf(3));
    expect(await store.archive.accept(toEve)).toMatchObject({ kind: "accepted" });
  });

  test("a message to oneself is one entry", async () => {
    const { store, alice } = await openCouple(await openWorld());
    const note = message(alice, alice, "m1", "buy a dagger");
    await accepted(store, note);
    expect((await store.archive.page(alice.id, { limit: 10, with: "alice@localhost" })).messages).toMatchObject([
      { xml: note.xml, isIncoming: true },
    ]);
    expect(await store.archive.accept(note)).toMatchObject({ kind: "duplicate" });
  });

  test("a message from or to elsewhere is in the local archive alone", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    const out = { ...message(alice, bob, "m1"), toUsername: undefined, senderPeer: "romeo@example.net" };
    expect(await store.archive.accept(out)).toMatchObject({ kind: "accepted", recipient: undefined });
    const into = { ...message(alice, bob, "m2"), from: undefined, recipientPeer: "romeo@example.net" };
    expect(await store.archive.accept(into)).toMatchObject({ kind: "accepted", recipient: bob.id });
    expect((await store.archive.page(alice.id, { limit: 10 })).messages.map((it) => it.xml)).toEqual([out.xml]);
    expect((await store.archive.page(bob.id, { limit: 10 })).messages.map((it) => it.xml)).toEqual([into.xml]);
  });

  test("text of any script and length comes back as it was", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    const request = message(alice, bob, "m1", `Ωραία 🌹 &lt;b&gt; '"\u2028 ${"長".repeat(100_000)}`);
    await accepted(store, request);
    expect((await store.archive.page(bob.id, { limit: 1 })).messages[0]?.xml).toBe(request.xml);
  });

  test("the same origin id from the same sender is accepted once, also within one turn", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    const [first, again] = await Promise.all([
      store.archive.accept(message(alice, bob, "m1")),
      store.archive.accept(message(alice, bob, "m1")),
    ]);
    expect(first).toMatchObject({ kind: "accepted" });
    expect(again).toEqual({ kind: "duplicate", id: first.kind === "accepted" ? first.id : 0 });
    expect(await store.archive.accept(message(alice, bob, "m1"))).toEqual(again);
    expect((await store.archive.page(bob.id, { limit: 10 })).messages).toHaveLength(1);
  });

  test("an origin-id element is told from the stanza's id", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    const xml = (id: string) =>
      `<message id='${id}'><body>&amp;</body><origin-id xmlns='urn:xmpp:sid:0' id='a&amp;&quot;b'/></message>`;
    await accepted(store, { ...message(alice, bob, "m1"), originId: 'a&"b', xml: xml("m1") });
    const again = { ...message(alice, bob, "m2"), originId: 'a&"b', xml: xml("m2") };
    expect(await store.archive.accept(again)).toMatchObject({ kind: "duplicate" });
  });

  test("the same origin id from another sender is another message", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    await accepted(store, message(alice, bob, "m1"));
    expect(await store.archive.accept(message(bob, alice, "m1"))).toMatchObject({ kind: "accepted" });
  });

  test("messages without an origin id are all accepted", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    const request = { ...message(alice, bob, "m1"), originId: undefined };
    await accepted(store, request);
    await accepted(store, request);
    expect((await store.archive.page(bob.id, { limit: 10 })).messages).toHaveLength(2);
  });

  test("a duplicate is known again after the store was opened anew, with hundreds sent since", async () => {
    const world = await openWorld();
    const { store, alice, bob } = await openCouple(world);
    const first = await accepted(store, message(alice, bob, "first"));
    await Promise.all(Array.from({ length: 300 }, (_, i) => accepted(store, message(alice, bob, `m${i}`))));
    await store.close();
    const reopened = await world.open();
    expect(await reopened.archive.accept(message(alice, bob, "first"))).toEqual({ kind: "duplicate", id: first });
    expect(await reopened.archive.accept(message(alice, bob, "m299"))).toMatchObject({ kind: "duplicate" });
  });

  test("what was asked for before close() is done, and later calls are refused", async () => {
    const world = await openWorld();
    const { store, alice, bob } = await openCouple(world);
    const last = store.archive.accept(message(alice, bob, "m1"));
    await store.close();
    expect(await last).toMatchObject({ kind: "accepted" });
    await expect(store.archive.accept(message(alice, bob, "m2"))).rejects.toMatchObject({ code: "unavailable" });
    await expect(store.accounts.find("alice")).rejects.toMatchObject({ code: "unavailable" });
    const reopened = await world.open();
    expect((await reopened.archive.page(bob.id, { limit: 10 })).messages).toHaveLength(1);
  });
}
