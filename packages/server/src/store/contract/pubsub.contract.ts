import { expect, test } from "vitest";
import { accountPlace, type NodeConfig, type Place, type Publication, privatePlace, servicePlace } from "../pubsub.ts";
import type { Store } from "../store.ts";
import { type OpenWorld, openCouple } from "./store-world.contract.ts";

const config: NodeConfig = {
  title: "Müsli",
  description: "",
  type: "",
  accessModel: "presence",
  rosterGroups: ["Friends, old"],
  publishModel: "publishers",
  persistsItems: true,
  maxItems: "max",
  itemExpire: "max",
  maxPayloadSize: 1_000,
  whenFull: "retract-oldest",
  sendsLastItem: "on_sub_and_presence",
  notifies: true,
  deliversPayloads: true,
  notifiesOfConfig: false,
  notifiesOfDeletion: false,
  notifiesOfRetraction: true,
  notifiesOfSubscribers: false,
  notificationType: "headline",
  takesSubscriptions: true,
};
const bare = "alice@localhost";
const room = servicePlace("pubsub.localhost");

function make(store: Store, place: Place, name: string, owner?: string) {
  return store.pubsub.create(place, { name, config, creator: bare, owner }, 3);
}

function publication(ids: readonly string[], changes: Partial<Publication> = {}): Publication {
  const items = ids.map((id) => ({ id, xml: `<a xmlns='b'>${id} 🌹</a>`, publisher: `${bare}/phone` }));
  return {
    revision: 1,
    items,
    maxItems: 10,
    isRefusedWhenFull: false,
    expired: undefined,
    maxBytes: 1_000,
    ...changes,
  };
}

export function pubsubContract(openWorld: OpenWorld): void {
  test("a node is made once, and found with its configuration", async () => {
    const world = await openWorld();
    const { store, alice, bob } = await openCouple(world);
    const place = accountPlace(alice.id);
    const made = await make(store, place, "mood");
    expect(made).toEqual({ name: "mood", config, creator: bare, createdAt: new Date(world.clock.time), revision: 1 });
    expect(await store.pubsub.find(place, "mood")).toEqual({ node: made, affiliation: undefined, subscriptions: [] });
    await expect(make(store, place, "mood")).rejects.toMatchObject({ code: "conflict" });
    for (const other of [privatePlace(alice.id), accountPlace(bob.id), room])
      expect(await store.pubsub.find(other, "mood")).toBeUndefined();
  });

  test("nodes are limited, and listed by name", async () => {
    const { store, alice } = await openCouple(await openWorld());
    const place = accountPlace(alice.id);
    for (const name of ["c", "a", "b"]) await make(store, place, name);
    await expect(make(store, place, "d")).rejects.toMatchObject({ code: "full" });
    expect((await store.pubsub.list(place)).map(({ name }) => name)).toEqual(["a", "b", "c"]);
    expect(await store.pubsub.remove(place, "b")).toBe(true);
    expect(await store.pubsub.remove(place, "b")).toBe(false);
    await make(store, place, "d");
  });

  test("nodes of one creator are limited, and bytes of one node", async () => {
    const { store } = await openCouple(await openWorld());
    const create = (name: string, creator: string) =>
      store.pubsub.create(room, { name, config, creator, mostOfCreator: 1 }, 10);
    await create("a", bare);
    await expect(create("b", bare)).rejects.toMatchObject({ code: "full" });
    await create("b", "bob@localhost");
    const items = [{ id: "1", xml: "x".repeat(399), publisher: bare }];
    const publish = (node: string, maxNodeBytes: number) =>
      store.pubsub.publish(room, node, publication([], { items, maxNodeBytes }));
    await publish("a", 400);
    await publish("a", 400);
    await expect(publish("b", 399)).rejects.toMatchObject({ code: "full" });
    expect((await store.pubsub.items(room, "b", { limit: 10 })).count).toBe(0);
  });

  test("items come in the order in which they were published, the same id once", async () => {
    const { store, alice } = await openCouple(await openWorld());
    const place = accountPlace(alice.id);
    await make(store, place, "n");
    await store.pubsub.publish(place, "n", publication(["1", "2", "3"]));
    expect(await store.pubsub.publish(place, "n", publication(["1"]))).toEqual({ kind: "published", retracted: [] });
    const page = await store.pubsub.items(place, "n", { limit: 10 });
    expect(page.items.map(({ id }) => id)).toEqual(["2", "3", "1"]);
    expect(page.items[0]).toMatchObject({ xml: "<a xmlns='b'>2 🌹</a>", publisher: `${bare}/phone` });
    expect(page).toMatchObject({ count: 3, firstIndex: 0 });
  });

  test("a page is asked for by ids, from the end, from an item on, or by number", async () => {
    const { store, alice } = await openCouple(await openWorld());
    const place = accountPlace(alice.id);
    await make(store, place, "n");
    await store.pubsub.publish(place, "n", publication(["1", "2", "3", "4"]));
    const ids = async (query: object) => {
      const { items, firstIndex } = await store.pubsub.items(place, "n", { limit: 2, ...query });
      return [firstIndex, ...items.map(({ id }) => id)];
    };
    expect(await ids({ ids: ["3", "9"] })).toEqual([2, "3"]);
    expect(await ids({ ids: [] })).toEqual([0]);
    expect(await ids({ newest: 1 })).toEqual([3, "4"]);
    expect(await ids({ after: "1" })).toEqual([1, "2", "3"]);
    expect(await ids({ before: "" })).toEqual([2, "3", "4"]);
    expect(await ids({ before: "3" })).toEqual([0, "1", "2"]);
    expect(await ids({ index: 3 })).toEqual([3, "4"]);
    await expect(ids({ after: "9" })).rejects.toMatchObject({ code: "not-found" });
  });

  test("the oldest items give way to new ones, or new ones are refused", async () => {
    const { store, alice } = await openCouple(await openWorld());
    const place = accountPlace(alice.id);
    await make(store, place, "n");
    await store.pubsub.publish(place, "n", publication(["1", "2"], { maxItems: 2 }));
    const refused = publication(["3"], { maxItems: 2, isRefusedWhenFull: true });
    expect(await store.pubsub.publish(place, "n", refused)).toEqual({ kind: "node-full" });
    const again = publication(["2"], { maxItems: 2, isRefusedWhenFull: true });
    expect(await store.pubsub.publish(place, "n", again)).toMatchObject({ kind: "published" });
    const taken = await store.pubsub.publish(place, "n", publication(["3"], { maxItems: 2 }));
    expect(taken).toEqual({ kind: "published", retracted: ["1"] });
  });

  test("expired items are neither shown nor kept", async () => {
    const world = await openWorld();
    const { store, alice } = await openCouple(world);
    const place = accountPlace(alice.id);
    await make(store, place, "n");
    await store.pubsub.publish(place, "n", publication(["old"]));
    world.clock.time += 60_000;
    const expired = new Date(world.clock.time - 30_000);
    const shown = { limit: 10, publishedAfter: expired };
    expect(await store.pubsub.items(place, "n", shown)).toMatchObject({ items: [], count: 0 });
    await store.pubsub.publish(place, "n", publication(["new"], { expired }));
    expect((await store.pubsub.items(place, "n", { limit: 10 })).items.map(({ id }) => id)).toEqual(["new"]);
  });

  test("all items of a place together are bounded, and what goes makes room", async () => {
    const { store, alice } = await openCouple(await openWorld());
    const place = accountPlace(alice.id);
    const publish = (node: string, id: string) =>
      store.pubsub.publish(place, node, publication([id], { items: [{ id, xml: "x".repeat(399), publisher: bare }] }));
    for (const name of ["a", "b"]) await make(store, place, name);
    for (const [node, id] of [
      ["a", "1"],
      ["b", "1"],
      ["b", "1"],
    ] as const)
      await publish(node, id);
    await expect(publish("a", "2")).rejects.toMatchObject({ code: "full" });
    expect((await store.pubsub.items(place, "a", { limit: 10 })).count).toBe(1);
    await store.pubsub.retract(place, "b", ["1"]);
    await publish("a", "2");
    await expect(publish("b", "2")).rejects.toMatchObject({ code: "full" });
    await store.pubsub.purge(place, "a");
    await publish("b", "2");
    await store.pubsub.remove(place, "b");
    for (const id of ["3", "4"]) await publish("a", id);
  });

  test("items are retracted together or not at all", async () => {
    const { store, alice } = await openCouple(await openWorld());
    const place = accountPlace(alice.id);
    await make(store, place, "n");
    await store.pubsub.publish(place, "n", publication(["1", "2"]));
    await expect(store.pubsub.retract(place, "n", ["1", "9"])).rejects.toMatchObject({ code: "not-found" });
    expect((await store.pubsub.items(place, "n", { limit: 10 })).count).toBe(2);
  });

  test("what was decided by a configuration that is no longer is not published", async () => {
    const { store, alice } = await openCouple(await openWorld());
    const place = accountPlace(alice.id);
    await make(store, place, "n");
    await store.pubsub.publish(place, "n", publication(["1", "2"]));
    await store.pubsub.configure(place, "n", { ...config, accessModel: "open" }, 1);
    expect(await store.pubsub.publish(place, "n", publication(["3"]))).toEqual({ kind: "changed" });
    expect(await store.pubsub.publish(place, "missing", publication(["3"]))).toEqual({ kind: "changed" });
    const view = await store.pubsub.find(place, "n");
    expect(view?.node).toMatchObject({ revision: 2, config: { accessModel: "open" } });
    expect((await store.pubsub.items(place, "n", { limit: 10 })).items.map(({ id }) => id)).toEqual(["2"]);
    const missing = store.pubsub.configure(place, "missing", config, 1);
    await expect(missing).rejects.toMatchObject({ code: "not-found" });
  });

  test("people are affiliated and subscribed, and a node keeps an owner", async () => {
    const { store } = await openCouple(await openWorld());
    await make(store, room, "n", bare);
    await store.pubsub.affiliate(room, "n", "bob@localhost", "outcast", 2);
    await store.pubsub.affiliate(room, "n", "bob@localhost", "publisher", 2);
    await expect(store.pubsub.affiliate(room, "n", "eve@localhost", "member", 2)).rejects.toMatchObject({
      code: "full",
    });
    await expect(store.pubsub.affiliate(room, "n", bare, "none", 2)).rejects.toMatchObject({ code: "conflict" });
    await expect(store.pubsub.affiliate(room, "x", bare, "member", 2)).rejects.toMatchObject({ code: "not-found" });
    await store.pubsub.subscribe(room, { node: "n", jid: "bob@localhost/phone", state: "pending" }, 1);
    await store.pubsub.subscribe(room, { node: "n", jid: "bob@localhost/phone", state: "subscribed" }, 1);
    const second = store.pubsub.subscribe(room, { node: "n", jid: "bob@localhost", state: "subscribed" }, 1);
    await expect(second).rejects.toMatchObject({ code: "full" });
    const subscription = { node: "n", jid: "bob@localhost/phone", state: "subscribed" };
    expect(await store.pubsub.find(room, "n", "bob@localhost")).toMatchObject({
      affiliation: "publisher",
      subscriptions: [subscription],
    });
    expect(await store.pubsub.subscriptionsOf(room, "bob@localhost")).toEqual([subscription]);
    expect(await store.pubsub.subscriptions(room, "n")).toEqual([subscription]);
    expect(await store.pubsub.affiliationsOf(room, bare)).toEqual([{ node: "n", jid: bare, affiliation: "owner" }]);
    expect(await store.pubsub.unsubscribe(room, "n", "bob@localhost/phone")).toBe(true);
    expect(await store.pubsub.unsubscribe(room, "n", "bob@localhost/phone")).toBe(false);
    await store.pubsub.affiliate(room, "n", "bob@localhost", "none", 2);
    expect(await store.pubsub.affiliations(room, "n")).toHaveLength(1);
  });

  test("who is gone is nothing to other accounts' nodes, and what a service makes of it is its own business", async () => {
    const { store, alice } = await openCouple(await openWorld());
    const home = accountPlace(alice.id);
    for (const place of [home, room]) {
      await make(store, place, "n", bare);
      for (const jid of ["bob@localhost", "bobby@localhost"]) {
        await store.pubsub.affiliate(place, "n", jid, "publisher", 5);
        await store.pubsub.subscribe(place, { node: "n", jid: `${jid}/phone`, state: "subscribed" }, 5);
      }
    }
    await store.pubsub.forgetPerson("bob@localhost");
    const left = async (place: typeof home) => ({
      affiliations: (await store.pubsub.affiliations(place, "n")).map(({ jid }) => jid),
      subscriptions: (await store.pubsub.subscriptions(place, "n")).map(({ jid }) => jid),
    });
    expect(await left(home)).toEqual({
      affiliations: [bare, "bobby@localhost"],
      subscriptions: ["bobby@localhost/phone"],
    });
    expect((await left(room)).affiliations).toHaveLength(3);
  });

  test("last items are found by account and node, the private ones left aside", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    for (const place of [accountPlace(alice.id), accountPlace(bob.id), privatePlace(bob.id)]) {
      for (const node of ["mood", "tune"]) {
        await make(store, place, node);
        await store.pubsub.publish(place, node, publication(["1", `${place.kind}-2`]));
      }
    }
    const last = await store.pubsub.lastItems(["bob", "nobody"], ["mood", "missing"], bare);
    expect(last).toMatchObject([
      { owner: bob.id, username: "bob", view: { node: { name: "mood", config } }, item: { id: "account-2" } },
    ]);
    expect(await store.pubsub.lastItems([], ["mood"], bare)).toEqual([]);
  });

  test("last items come with what their reader is to each node, and nobody else is", async () => {
    const { store, alice, bob } = await openCouple(await openWorld());
    for (const { id } of [alice, bob]) {
      await make(store, accountPlace(id), "mood");
      await store.pubsub.publish(accountPlace(id), "mood", publication(["1"]));
    }
    const place = accountPlace(bob.id);
    await store.pubsub.affiliate(place, "mood", "eve@localhost", "member", 5);
    await store.pubsub.subscribe(place, { node: "mood", jid: "eve@localhost/pda", state: "subscribed" }, 5);
    const seenBy = async (jid: string) =>
      (await store.pubsub.lastItems(["alice", "bob"], ["mood"], jid)).map(({ username, view }) => ({
        username,
        affiliation: view.affiliation,
        subscriptions: view.subscriptions.length,
      }));
    const ofAlice = { username: "alice", affiliation: undefined, subscriptions: 0 };
    const ofBob = { username: "bob", affiliation: "member", subscriptions: 1 };
    expect(await seenBy("eve@localhost")).toEqual(expect.arrayContaining([ofAlice, ofBob]));
    expect(await seenBy("mallory@localhost")).toContainEqual({ ...ofAlice, username: "bob" });
  });

  test("what an account had goes with it, and nobody's place cannot be made", async () => {
    const { store, bob } = await openCouple(await openWorld());
    const place = accountPlace(bob.id);
    await make(store, place, "n");
    await store.pubsub.publish(place, "n", publication(["1"]));
    await store.accounts.remove("bob");
    expect(await store.pubsub.list(place)).toEqual([]);
    expect((await store.pubsub.items(place, "n", { limit: 10 })).count).toBe(0);
    await expect(make(store, place, "n")).rejects.toMatchObject({ code: "not-found" });
  });

  test("all is there after a restart", async () => {
    const world = await openWorld();
    const { store } = await openCouple(world);
    await make(store, room, "n", bare);
    await store.pubsub.publish(room, "n", publication(["1"]));
    await store.close();
    const again = await world.open();
    expect((await again.pubsub.items(room, "n", { limit: 10 })).items).toHaveLength(1);
    expect(await again.pubsub.affiliations(room, "n")).toHaveLength(1);
  });
}
