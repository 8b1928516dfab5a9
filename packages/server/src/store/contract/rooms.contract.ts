import { expect, test } from "vitest";
import type { NewRoomMessage, RoomSettings } from "../rooms.ts";
import type { OpenWorld } from "./store-world.contract.ts";

const settings: RoomSettings = { config: "{}", title: "A Dark Cave", isPublic: true, isLocked: false };

function said(text: string, more: Partial<NewRoomMessage> = {}): NewRoomMessage {
  const xml = `<message from='coven@conference.localhost/hag' type='groupchat'><body>${text}</body></message>`;
  return { xml, author: "hag@localhost", nick: "hag", origin: undefined, isSubject: false, ...more };
}

export function roomsContract(openWorld: OpenWorld): void {
  async function openRoom() {
    const world = await openWorld();
    const store = await world.open();
    const { tenure } = await store.rooms.create("coven", settings, "hag@localhost", 10);
    return { world, store, tenure };
  }

  test("a room comes back as it was left, across a restart", async () => {
    const { world, store, tenure } = await openRoom();
    await store.rooms.change(tenure, [
      { kind: "settings", settings: { ...settings, title: "The Heath" } },
      { kind: "affiliate", affiliate: { jid: "hag@localhost", affiliation: "owner", nick: "hag", reason: undefined } },
      {
        kind: "affiliate",
        affiliate: { jid: "spam.example", affiliation: "outcast", nick: undefined, reason: "Spam" },
      },
      { kind: "avatar", avatar: { xml: "<vCard xmlns='vcard-temp'/>", hash: "abc" } },
    ]);
    const [subject] = await store.rooms.append(tenure, [said("", { xml: "<message/>", isSubject: true })]);
    await store.close();
    const opened = await (await world.open()).rooms.open("coven");
    expect(opened).toMatchObject({
      settings: { ...settings, title: "The Heath" },
      subject: { xml: "<message/>", id: subject?.id },
      avatar: { xml: "<vCard xmlns='vcard-temp'/>", hash: "abc" },
    });
    expect(opened?.affiliates.toSorted((a, b) => a.jid.localeCompare(b.jid))).toEqual([
      { jid: "hag@localhost", affiliation: "owner", nick: "hag", reason: undefined },
      { jid: "spam.example", affiliation: "outcast", nick: undefined, reason: "Spam" },
    ]);
  });

  test("there is one room of a name, and none that was not made", async () => {
    const { store } = await openRoom();
    await expect(store.rooms.create("coven", settings, "hag@localhost", 10)).rejects.toMatchObject({
      code: "conflict",
    });
    expect(await store.rooms.open("heath")).toBeUndefined();
  });

  test("a creator has only so many rooms at a time", async () => {
    const { store, tenure } = await openRoom();
    await expect(store.rooms.create("heath", settings, "hag@localhost", 1)).rejects.toMatchObject({ code: "full" });
    await store.rooms.change(tenure, [{ kind: "destroy" }]);
    await expect(store.rooms.create("heath", settings, "hag@localhost", 1)).resolves.toMatchObject({ settings });
  });

  test("whoever had the room before it was taken over writes to it no more", async () => {
    const { store, tenure } = await openRoom();
    const taken = await store.rooms.open("coven");
    expect(taken?.tenure.fence).toBeGreaterThan(tenure.fence);
    await expect(store.rooms.append(tenure, [said("late")])).rejects.toMatchObject({ code: "conflict" });
    await expect(store.rooms.change(tenure, [{ kind: "destroy" }])).rejects.toMatchObject({ code: "conflict" });
    expect((await store.rooms.page("coven", { limit: 10 })).messages).toEqual([]);
  });

  test("a room that was destroyed is gone with all that was in it", async () => {
    const { store, tenure } = await openRoom();
    await store.rooms.append(tenure, [said("one")]);
    await store.rooms.change(tenure, [{ kind: "destroy" }]);
    expect(await store.rooms.open("coven")).toBeUndefined();
    expect(await store.rooms.metadata("coven")).toBeUndefined();
  });

  test("an archive is removed step by step", async () => {
    const { store, tenure } = await openRoom();
    await store.rooms.append(tenure, [said("one"), said("two"), said("three")]);
    expect(await store.rooms.clear(tenure, 2)).toBe(true);
    expect((await store.rooms.page("coven", { limit: 10 })).messages).toHaveLength(1);
    expect(await store.rooms.clear(tenure, 2)).toBe(false);
    expect(await store.rooms.clear(tenure, 2)).toBe(false);
    expect(await store.rooms.metadata("coven")).toBeUndefined();
  });

  test("messages are kept in the order in which the room took them", async () => {
    const { world, store, tenure } = await openRoom();
    const first = await store.rooms.append(tenure, [said("one"), said("two")]);
    world.clock.time -= 60_000;
    const second = await store.rooms.append(tenure, [said("three")]);
    const ids = [...first, ...second].map(({ id }) => id);
    expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    const { messages, isComplete } = await store.rooms.page("coven", { limit: 10 });
    expect(messages.map(({ id }) => id)).toEqual(ids);
    expect(messages.map(({ xml }) => /<body>(.*)<\/body>/.exec(xml)?.[1])).toEqual(["one", "two", "three"]);
    expect(isComplete).toBe(true);
    expect(await store.rooms.metadata("coven")).toEqual({ first: ids[0], last: ids[2] });
  });

  test("the same message again is the one that is there, for a day", async () => {
    const { world, store, tenure } = await openRoom();
    const message = said("one", { origin: "hag@localhost o1" });
    const [kept] = await store.rooms.append(tenure, [message]);
    expect(await store.rooms.append(tenure, [message])).toEqual([{ id: kept?.id, isRepeated: true }]);
    const [other] = await store.rooms.append(tenure, [said("two", { origin: "hag@localhost o1" })]);
    expect(other?.isRepeated).toBe(false);
    world.clock.time += 25 * 60 * 60 * 1_000;
    const [later] = await store.rooms.append(tenure, [message]);
    expect(later?.isRepeated).toBe(false);
  });

  test("an older message is replaced by what is left of it", async () => {
    const { store, tenure } = await openRoom();
    const [older] = await store.rooms.append(tenure, [said("shame")]);
    await store.rooms.append(tenure, [said("", { replaces: { id: older?.id ?? 0, xml: "<message/>" } })]);
    const { messages } = await store.rooms.page("coven", { limit: 1 });
    expect(messages).toMatchObject([{ id: older?.id, xml: "<message/>" }]);
  });

  test("pages are asked for forwards, backwards, by author, nickname, id and time", async () => {
    const { world, store, tenure } = await openRoom();
    const ids: number[] = [];
    for (const n of [1, 2, 3, 4]) {
      const other = n % 2 === 0 ? { author: "imp@localhost", nick: "imp" } : {};
      const [appended] = await store.rooms.append(tenure, [said(`m${n}`, other)]);
      ids.push(appended?.id ?? 0);
      world.clock.time += 60_000;
    }
    const found = async (query: Parameters<typeof store.rooms.page>[1]) =>
      (await store.rooms.page("coven", query)).messages.map(({ id }) => ids.indexOf(id) + 1);
    expect(await found({ limit: 2 })).toEqual([1, 2]);
    expect(await found({ limit: 2, after: ids[1] })).toEqual([3, 4]);
    expect(await found({ limit: 2, before: "" })).toEqual([3, 4]);
    expect(await found({ limit: 1, before: ids[2] })).toEqual([2]);
    expect(await found({ limit: 10, with: "imp@localhost" })).toEqual([2, 4]);
    expect(await found({ limit: 10, nick: "hag" })).toEqual([1, 3]);
    expect(await found({ limit: 10, ids: [ids[3] ?? 0, ids[0] ?? 0] })).toEqual([1, 4]);
    expect(await found({ limit: 10, start: new Date(world.clock.time - 150_000) })).toEqual([3, 4]);
    expect(await found({ limit: 10, afterId: ids[0], beforeId: ids[3] })).toEqual([2, 3]);
    expect(await store.rooms.page("coven", { limit: 0, wantsCount: true })).toMatchObject({ count: 4 });
    expect(await store.rooms.page("coven", { limit: 1, after: ids[1], wantsCount: true })).toMatchObject({
      firstIndex: 2,
    });
    await expect(found({ limit: 10, after: 1 })).rejects.toMatchObject({ code: "not-found" });
  });

  test("only public rooms that are ready are listed", async () => {
    const { store } = await openRoom();
    await store.rooms.create("attic", { ...settings, title: "Attic" }, "hag@localhost", 10);
    await store.rooms.create("cellar", { ...settings, isPublic: false }, "hag@localhost", 10);
    await store.rooms.create("desk", { ...settings, isLocked: true }, "hag@localhost", 10);
    expect(await store.rooms.list("", 10)).toEqual({
      rooms: [
        { room: "attic", title: "Attic" },
        { room: "coven", title: "A Dark Cave" },
      ],
      count: 2,
    });
    expect((await store.rooms.list("attic", 10)).rooms).toMatchObject([{ room: "coven" }]);
  });

  test("an address is found in the rooms that know it", async () => {
    const { store, tenure } = await openRoom();
    const affiliate = { jid: "imp@localhost", affiliation: "member", nick: undefined, reason: undefined } as const;
    await store.rooms.change(tenure, [{ kind: "affiliate", affiliate }]);
    expect(await store.rooms.affiliated("imp@localhost")).toEqual(["coven"]);
    await store.rooms.change(tenure, [{ kind: "no-affiliate", jid: "imp@localhost" }]);
    expect(await store.rooms.affiliated("imp@localhost")).toEqual([]);
  });
}
