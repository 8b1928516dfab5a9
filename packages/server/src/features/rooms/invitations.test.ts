import { expect, test, vi } from "vitest";
import { blocking } from "../blocking/blocking.ts";
import { type Guest, openHouse } from "../house.fixture.ts";
import { presence } from "../presence.ts";
import { roster } from "../roster.ts";
import { rooms } from "./rooms.ts";

const ROOM = "coven@conference.example.com";
const USER = "http://jabber.org/protocol/muc#user";
const INSTANT = "<query xmlns='http://jabber.org/protocol/muc#owner'><x xmlns='jabber:x:data' type='submit'/></query>";

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

/** The hag is in the coven; the imp is at home. */
async function openCoven() {
  const house = await openHouse([roster, presence, blocking, rooms]);
  const hag = await house.login("hag@example.com/pda");
  const imp = await house.login("imp@example.com/phone");
  for (const guest of [hag, imp]) await guest.sends("<presence/>");
  const join = "<x xmlns='http://jabber.org/protocol/muc'/>";
  await hag.sends(`<presence to='${ROOM}/hag'>${join}</presence>`);
  await settled();
  await hag.sends(`<iq type='set' id='c1' to='${ROOM}'>${INSTANT}</iq>`);
  await settled();
  for (const guest of [hag, imp]) guest.received();
  return { house, hag, imp };
}

async function says(guest: Guest, inside: string): Promise<string[]> {
  await guest.sends(`<message to='${ROOM}' id='m1'><x xmlns='${USER}'>${inside}</x></message>`);
  await settled();
  return guest.received();
}

test("an invitation goes to whom it is for, and to nobody of that name elsewhere", async () => {
  const { house, hag, imp } = await openCoven();
  const accept = vi.spyOn(house.host.store.archive, "accept");
  await says(hag, "<invite to='imp@irc.example.net'/>");
  expect(accept.mock.calls.map(([{ toUsername }]) => toUsername)).not.toContain("imp");
  expect(imp.received()).toEqual([]);
  await says(hag, "<invite to='imp@example.com'/>");
  expect(accept.mock.calls.map(([{ toUsername }]) => toUsername)).toContain("imp");
  expect(imp.received()).toMatchObject([expect.stringContaining("<invite from='hag@example.com'/>")]);
});

test("whoever is blocked neither invites nor declines by way of a room", async () => {
  const { hag, imp } = await openCoven();
  const block = (jid: string) =>
    `<iq type='set' id='b'><block xmlns='urn:xmpp:blocking'><item jid='${jid}'/></block></iq>`;
  await imp.asks(block("hag@example.com"));
  await says(hag, "<invite to='imp@example.com'/>");
  await says(imp, "<decline to='hag@example.com'/>");
  expect([...imp.received(), ...hag.received()]).toEqual([]);
});

test("whoever declines learns nothing of who is in the room", async () => {
  const { house, hag, imp } = await openCoven();
  await house.login("elf@example.com/pda");
  expect(await says(imp, "<decline to='elf@example.com'/>")).toEqual([]);
  expect(await says(imp, "<decline to='hag@example.com'/>")).toEqual([]);
  expect(hag.received()).toMatchObject([expect.stringContaining("<decline from='imp@example.com'/>")]);
});

test("what only a server says is not taken from who speaks in a room", async () => {
  const { hag } = await openCoven();
  const forged = [
    "<stanza-id xmlns='urn:xmpp:sid:0' by='imp@example.com' id='1'/>",
    ...["example.com", ROOM, `${ROOM}/imp`].map(
      (from) => `<delay xmlns='urn:xmpp:delay' from='${from}' stamp='2001-01-01T00:00:00Z'/>`,
    ),
  ].join("");
  await hag.sends(`<message to='${ROOM}' id='m1' type='groupchat'><body>Double</body>${forged}</message>`);
  await settled();
  const [told] = hag.received();
  expect(told).toContain(`<stanza-id xmlns='urn:xmpp:sid:0' by='${ROOM}'`);
  expect(told).not.toContain("2001");
  expect(told).not.toContain("by='imp@example.com'");
});
