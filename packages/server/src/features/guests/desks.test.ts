import { expect, test } from "vitest";
import { commands } from "../ad-hoc/commands.ts";
import { type Guest, openHouse } from "../house.fixture.ts";
import { presence } from "../presence.ts";
import { rooms } from "../rooms/rooms.ts";
import { deskOf } from "./desks.ts";
import { doorOf, UNAVAILABLE, visit } from "./guests.fixture.ts";
import { guests } from "./guests.ts";
import "@yonder/protocol/strict";

const NICK = "<nick xmlns='http://jabber.org/protocol/nick'>Jonas</nick>";
const BACK = `<iq type='set' id='i' to='shop@guest.example.com'><back xmlns='urn:yonder:guest:0'>${NICK}</back></iq>`;
const PEOPLE = ["katja@example.com Katja Fischer", "jan@example.com"];

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

/** A shop with Katja and Jan behind its link. */
async function openShop(people = PEOPLE) {
  const house = await openHouse([presence, commands, rooms, guests], { guests: true, admins: ["boss@example.com"] });
  const [boss, katja, jan] = [
    await house.login("boss@example.com/desk"),
    await house.login("katja@example.com/phone"),
    await house.login("jan@example.com/phone"),
  ];
  for (const person of [katja, jan]) await person.sends("<presence/>");
  await open(boss, people);
  for (const person of [katja, jan]) person.received();
  return { house, boss, katja, jan };
}

async function open(boss: Guest, people: readonly string[], name = "shop"): Promise<string> {
  const command = (attrs: string, inside = "") =>
    `<iq type='set' id='c' to='example.com'><command xmlns='http://jabber.org/protocol/commands' node='guest-desks' ${attrs}>${inside}</command></iq>`;
  const [form = ""] = await boss.asks(command("action='execute'"));
  const id = /sessionid='([^']+)'/.exec(form)?.[1];
  const field = (name: string, values: readonly string[]) =>
    `<field var='${name}'>${values.map((value) => `<value>${value}</value>`).join("")}</field>`;
  const filled = `${field("name", [name])}${field("title", ["Tonwerk"])}${field("people", people)}`;
  const submitted = `<x xmlns='jabber:x:data' type='submit'>${filled}</x>`;
  return form + (await boss.asks(command(`action='complete' sessionid='${id}'`, submitted))).join();
}

function question(body: string, id = "q1"): string {
  return `<message to='shop@guest.example.com' type='chat' id='${id}'><body>${body}</body>${NICK}</message>`;
}

async function enters(person: Guest, room: string, nick: string): Promise<string> {
  await person.sends(`<presence to='${room}/${nick}'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  await settled();
  return person.received().join("");
}

/** The room that somebody is asked into. */
function roomIn(stanzas: readonly string[]): string {
  return /from='(shop\.[0-9a-f]+@conference\.example\.com)'/.exec(stanzas.join(""))?.[1] ?? "none";
}

test("who writes to a desk is heard in a room of their own by all who sit there, and by nobody else", async () => {
  const { house, boss, katja, jan } = await openShop();
  const jonas = await visit(house, "jonas");
  expect(await jonas.asks(question("Is it open?"))).toBe("");
  await settled();
  const [forKatja, forJan] = [katja.received(), jan.received()];
  expect(forKatja.join()).toMatch(/<invite from='shop@guest.example.com'><reason>Is it open\?<\/reason>/);
  expect(roomIn(forKatja)).toBe(roomIn(forJan));
  const room = roomIn(forKatja);
  expect(await enters(katja, room, "Katja")).toMatch(/type='groupchat'.*Is it open\?/);
  expect(await enters(boss, room, "Boss")).toContain("<registration-required ");
  expect((await house.host.store.rooms.list("", 10)).rooms).toEqual([]);
});

test("the guest sees the desk and who answers, and not the room", async () => {
  const { house, katja } = await openShop();
  const jonas = await visit(house, "jonas");
  await jonas.asks(question("Is it open?"));
  await settled();
  const room = roomIn(katja.received());
  await enters(katja, room, "Katja");
  jonas.received();
  await katja.sends(`<message to='${room}' type='groupchat' id='a1'><body>It is</body></message>`);
  await settled();
  const heard = jonas.received().join("");
  expect(heard).toMatch(/<message .*from='shop@guest.example.com\/Katja'.*<body>It is<\/body>/);
  expect(heard).toContain("type='chat'");
  await jonas.asks(question("Thank you", "q2"));
  await settled();
  expect(katja.received().join("")).toMatch(/from='shop\.[^']*\/Jonas \(guest\)'.*Thank you/);
});

test("a guest who has left is seen to leave, and reads what was said when they are back", async () => {
  const { house, katja } = await openShop();
  const jonas = await visit(house, "jonas");
  await jonas.asks(question("Is it open?"));
  await settled();
  const room = roomIn(katja.received());
  await enters(katja, room, "Katja");
  await jonas.leave();
  await settled();
  expect(katja.received().join("")).toMatch(/<presence .*type='unavailable'/);
  await katja.sends(`<message to='${room}' type='groupchat' id='a1'><body>It is</body></message>`);
  await settled();
  const again = await visit(house, "jonas");
  const told = await again.asks(BACK);
  expect(told).toMatch(/from='shop@guest.example.com\/Katja'.*It is.*<delay .*<iq .*type='result'/);
  expect(told).not.toContain("Is it open?");
  await settled();
  expect(katja.received().join("")).toMatch(/<presence .*from='shop\.[^']*\/Jonas \(guest\)'/);
});

test("a guest whom a room has banned is told so, and is in no other's room", async () => {
  const { house, katja } = await openShop();
  const [jonas, mia] = [await visit(house, "jonas"), await visit(house, "mia")];
  await jonas.asks(question("Is it open?"));
  await settled();
  const room = roomIn(katja.received());
  await enters(katja, room, "Katja");
  const ban = "<item affiliation='outcast' jid='jonas@guest.example.com'/>";
  await katja.sends(
    `<iq type='set' id='b' to='${room}'><query xmlns='http://jabber.org/protocol/muc#admin'>${ban}</query></iq>`,
  );
  await settled();
  const refusal = await jonas.asks(question("Why?", "q2"));
  await settled();
  expect(refusal + jonas.received().join("")).toMatch(/<message .*type='error'.*from='shop@guest.example.com'/);
  await mia.asks(question("Hello?"));
  await settled();
  const other = roomIn(katja.received().filter((stanza) => stanza.includes("<invite")));
  expect([other === room, other]).toEqual([false, expect.stringMatching(/^shop\./)]);
});

test.each([
  ["Zoë · van der Meulen", "Zoë  van der Meulen \\(guest\\)"],
  ["·", "\\? \\(guest\\)"],
])("a guest who calls themselves %s has a name there", async (name, nick) => {
  const { house, katja } = await openShop();
  const guest = await visit(house, "zoe");
  await guest.asks(question("Is it open?").replace("Jonas", name));
  await settled();
  expect(await enters(katja, roomIn(katja.received()), "Katja")).toMatch(new RegExp(`/${nick}' `));
});

test("the page behind it says who sits there, and whether anybody is here", async () => {
  const { house, katja, jan } = await openShop();
  const shop = { address: "shop@guest.example.com", name: "Tonwerk", people: ["Katja Fischer", "jan"] };
  expect(await doorOf(house).contact("Shop")).toMatchObject({ ...shop, isHere: true });
  for (const person of [katja, jan]) await person.leaves();
  expect(await doorOf(house).contact("shop")).toMatchObject({ ...shop, isHere: false });
});

test("an administrator opens and closes it, and nobody else", async () => {
  const { house, boss, katja } = await openShop();
  expect(await open(boss, [])).toContain("shop: Tonwerk (Katja Fischer, jan)");
  expect(await deskOf(house.host, "shop")).toBe(undefined);
  expect(await (await visit(house, "jonas")).asks(question("Is it open?"))).toMatch(UNAVAILABLE);
  expect(await open(katja, PEOPLE)).toContain("type='error'");
  expect(await open(boss, ["nobody@example.com"])).toContain("has no account here");
  expect(await open(boss, ["katja@elsewhere.example"])).toContain("has no account here");
  expect(await open(boss, PEOPLE, "katja")).toContain("an account of that name");
  expect(await open(boss, PEOPLE, "a.b")).toContain("letters, digits and dashes");
});

test("a desk takes no more than its share of what guests write", async () => {
  const { house } = await openShop();
  for (let i = 0; i < 6; i++) {
    const stranger = await visit(house, `stranger-${i}`);
    for (let j = 0; j < 10; j++) expect(await stranger.asks(question("Hello", `q${j}`))).toBe("");
  }
  const last = await visit(house, "stranger-6");
  expect(await last.asks(question("Hello"))).toContain("<resource-constraint ");
});
