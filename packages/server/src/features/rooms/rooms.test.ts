import { expect, test, vi } from "vitest";
import type { ConfigValues } from "../../config/config.ts";
import { disco } from "../disco.ts";
import { type Guest, openHouse } from "../house.fixture.ts";
import { presence } from "../presence.ts";
import { roster } from "../roster.ts";
import { rooms } from "./rooms.ts";

const ROOM = "coven@conference.example.com";
const JOIN = "<x xmlns='http://jabber.org/protocol/muc'/>";
const INSTANT = "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query>";

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

async function open(config: ConfigValues = {}) {
  const house = await openHouse([roster, presence, disco, rooms], config);
  const hag = await house.login("hag@example.com/pda");
  const imp = await house.login("imp@example.com/phone");
  return { house, hag, imp };
}

async function says(guest: Guest, stanza: string): Promise<string[]> {
  guest.received();
  await guest.sends(stanza);
  await settled();
  return guest.received();
}

const enter = (guest: Guest, nick: string, inside = JOIN) =>
  says(guest, `<presence to='${ROOM}/${nick}'>${inside}</presence>`);

async function openCoven() {
  const { house, hag, imp } = await open();
  await enter(hag, "hag");
  await says(hag, `<iq type='set' id='c1' to='${ROOM}'>${INSTANT}</iq>`);
  return { house, hag, imp };
}

test("whoever enters a room that is not there makes it, and nobody else comes in before it is configured", async () => {
  const { hag, imp } = await open();
  const [self, subject, ...more] = await enter(hag, "hag");
  expect(self).toContain("<item affiliation='owner' role='moderator' jid='hag@example.com/pda'/>");
  expect(self).toContain("<status code='110'/><status code='201'/>");
  expect(subject).toContain("<subject/>");
  expect(more).toEqual([]);
  expect((await enter(imp, "imp"))[0]).toContain("<item-not-found");
  expect(await says(hag, `<iq type='set' id='c1' to='${ROOM}'>${INSTANT}</iq>`)).toEqual([
    `<iq type='result' id='c1' from='${ROOM}' to='hag@example.com/pda'/>`,
  ]);
  const [other, own] = await enter(imp, "imp");
  expect(other).toContain(`from='${ROOM}/hag'`);
  expect(own).toContain(`from='${ROOM}/imp'`);
});

test("a room that is not configured yet is there for nobody else, whatever they ask it", async () => {
  const { hag, imp } = await open();
  await enter(hag, "hag");
  const ask = (guest: Guest, payload: string, type = "get") =>
    says(guest, `<iq type='${type}' id='q1' to='${ROOM}'>${payload}</iq>`);
  const info = "<query xmlns='http://jabber.org/protocol/disco#info'/>";
  for (const payload of [info, "<vCard xmlns='vcard-temp'/>", "<query xmlns='jabber:iq:register'/>"])
    expect((await ask(imp, payload)).join()).toContain("<item-not-found");
  expect((await ask(imp, "<query xmlns='urn:xmpp:mam:2'/>", "set")).join()).toContain("<item-not-found");
  expect((await says(imp, `<message to='${ROOM}' type='groupchat'><body>?</body></message>`)).join()).toContain(
    "<item-not-found",
  );
  expect((await ask(hag, info)).join()).toContain("type='result'");
});

test("what is said goes to all, with the id that it has in the archive, in one order", async () => {
  const { hag, imp } = await openCoven();
  await enter(imp, "imp");
  hag.received();
  imp.received();
  for (const n of [1, 2, 3])
    void hag.sends(`<message to='${ROOM}' id='m${n}' type='groupchat'><body>${n}</body></message>`);
  await settled();
  const heard = imp.received();
  expect(heard.map((text) => /<body>(.)<\/body>/.exec(text)?.[1])).toEqual(["1", "2", "3"]);
  expect(heard[0]).toContain("<stanza-id xmlns='urn:xmpp:sid:0' by='coven@conference.example.com' id='");
  expect(hag.received()).toHaveLength(3);
});

test("those who come later are told what was said", async () => {
  const { hag, imp } = await openCoven();
  await says(hag, `<message to='${ROOM}' id='m1' type='groupchat'><body>Double</body></message>`);
  await says(hag, `<message to='${ROOM}' id='m2' type='groupchat'><subject>Trouble</subject></message>`);
  const told = await enter(imp, "imp");
  expect(told).toHaveLength(4);
  expect(told[2]).toContain("<body>Double</body>");
  expect(told[2]).toContain("<delay xmlns='urn:xmpp:delay'");
  expect(told[3]).toContain("<subject>Trouble</subject>");
});

test("a session that ends leaves its rooms", async () => {
  const { hag, imp } = await openCoven();
  await enter(imp, "imp");
  hag.received();
  await imp.leaves();
  await settled();
  expect(hag.received()[0]).toContain(`<presence type='unavailable' from='${ROOM}/imp'`);
});

test("a room is found again as it was left", async () => {
  const { hag, imp } = await openCoven();
  await says(hag, `<message to='${ROOM}' id='m2' type='groupchat'><subject>Trouble</subject></message>`);
  await says(hag, `<presence type='unavailable' to='${ROOM}/hag'/>`);
  const told = await enter(imp, "imp");
  expect(told[0]).toContain("<item affiliation='none' role='participant'");
  expect(told.at(-1)).toContain("<subject>Trouble</subject>");
});

test("the archive of a room is read by those who are in it, and where the log is public by those who may enter", async () => {
  const { hag, imp } = await openCoven();
  await says(hag, `<message to='${ROOM}' id='m1' type='groupchat'><body>Double</body></message>`);
  const query = `<iq type='set' id='q' to='${ROOM}'><query xmlns='urn:xmpp:mam:2'/></iq>`;
  expect((await says(imp, query))[0]).toContain("<forbidden");
  await enter(imp, "imp");
  expect((await says(imp, query))[0]).toContain("Double");
  await says(imp, `<presence type='unavailable' to='${ROOM}/imp'/>`);
  imp.received();
  const log = "<field var='muc#roomconfig_enablelogging'><value>1</value></field>";
  const type = "<field var='FORM_TYPE'><value>http://jabber.org/protocol/muc#roomconfig</value></field>";
  const form = `<x xmlns='jabber:x:data' type='submit'>${type}${log}</x>`;
  await says(
    hag,
    `<iq type='set' id='c' to='${ROOM}'><query xmlns='http://jabber.org/protocol/muc#owner'>${form}</query></iq>`,
  );
  const [result, fin] = await says(imp, query);
  expect(result).toContain(`from='${ROOM}/hag'`);
  expect(result).not.toContain("hag@example.com");
  expect(fin).toContain("<fin xmlns='urn:xmpp:mam:2' complete='true'>");
});

test("a moderator takes back what somebody said", async () => {
  const { hag, imp } = await openCoven();
  await enter(imp, "imp");
  const [said] = await says(imp, `<message to='${ROOM}' id='m1' type='groupchat'><body>Shame</body></message>`);
  const id = /by='coven@conference.example.com' id='(\w+)'/.exec(said ?? "")?.[1];
  const moderate = `<moderate xmlns='urn:xmpp:message-moderate:1' id='${id}'><retract xmlns='urn:xmpp:message-retract:1'/></moderate>`;
  expect((await says(imp, `<iq type='set' id='r' to='${ROOM}'>${moderate}</iq>`))[0]).toContain("<forbidden");
  imp.received();
  const [told, result] = await says(hag, `<iq type='set' id='r' to='${ROOM}'>${moderate}</iq>`);
  expect(told).toContain(`<retract xmlns='urn:xmpp:message-retract:1' id='${id}'>`);
  expect(result).toContain("type='result'");
  const [tombstone] = await says(imp, `<iq type='set' id='q' to='${ROOM}'><query xmlns='urn:xmpp:mam:2'/></iq>`);
  expect(imp.received()).toEqual([]);
  expect(tombstone).toContain(`<retract`);
});

test("a room that nobody is in and that need not stay is gone", async () => {
  const { hag, imp } = await open();
  await enter(hag, "hag");
  await says(hag, `<presence type='unavailable' to='${ROOM}/hag'/>`);
  expect(
    (
      await says(imp, `<iq type='get' id='d' to='${ROOM}'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>`)
    )[0],
  ).toContain("<item-not-found");
});

test("of a room that is destroyed, and of one that nobody may make, no node is said to keep it", async () => {
  const destroy = "<query xmlns='http://jabber.org/protocol/muc#owner'><destroy/></query>";
  const { house, hag } = await openCoven();
  const released = vi.spyOn(house.host.placement, "release");
  await says(hag, `<iq type='set' id='c1' to='${ROOM}'>${destroy}</iq>`);
  expect(released.mock.calls).toEqual([["coven"]]);
  expect((await enter(hag, "hag"))[0]).toContain("<status code='201'/>");
  const { house: other, imp } = await open({ roomCreation: "admins" });
  const refused = vi.spyOn(other.host.placement, "release");
  expect((await enter(imp, "imp"))[0]).toContain("<not-allowed");
  expect(refused.mock.calls).toEqual([["coven"]]);
});

test("what the store cannot keep is refused, and holds up nobody", async () => {
  const { house, hag } = await openCoven();
  const { rooms: kept } = house.host.store;
  const append = kept.append.bind(kept);
  vi.spyOn(kept, "append").mockImplementation(async (tenure, messages) => {
    if (messages.some(({ xml }) => xml.includes("Trouble"))) throw new Error("too long for an index");
    return append(tenure, messages);
  });
  expect(
    await says(hag, `<message to='${ROOM}' id='m1' type='groupchat'><body>Trouble</body></message>`),
  ).toMatchObject([expect.stringContaining("<internal-server-error")]);
  expect(await says(hag, `<message to='${ROOM}' id='m2' type='groupchat'><body>Double</body></message>`)).toMatchObject(
    [expect.stringContaining("<body>Double</body>")],
  );
});

test("a session that asks very much of rooms waits until some of it is done", async () => {
  const { house, hag, imp } = await openCoven();
  await enter(imp, "imp");
  const { rooms: kept } = house.host.store;
  const append = kept.append.bind(kept);
  const disk = Promise.withResolvers<void>();
  vi.spyOn(kept, "append").mockImplementation(async (tenure, messages) => {
    await disk.promise;
    return append(tenure, messages);
  });
  void hag.sends(`<message to='${ROOM}' id='m1' type='groupchat'><body>Double</body></message>`);
  let taken = 0;
  const all = Array.from({ length: 110 }, (_, i) =>
    imp.sends(`<presence to='${ROOM}/imp'><status>${i}</status></presence>`).then(() => {
      taken += 1;
    }),
  );
  await settled();
  expect(taken).toBe(99);
  disk.resolve();
  await Promise.all(all);
  expect(taken).toBe(110);
});
