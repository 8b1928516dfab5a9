import { parseElement } from "@yonder/protocol";
import { expect, test } from "vitest";
import { commands } from "../ad-hoc/commands.ts";
import { type Guest, type House, openHouse } from "../house.fixture.ts";
import { presence } from "../presence.ts";
import { rooms } from "../rooms/rooms.ts";
import { deskOf } from "./desks.ts";
import type { GuestSessions } from "./guest-sessions.ts";
import { doorOf, UNAVAILABLE, visit } from "./guests.fixture.ts";
import { guests } from "./guests.ts";
import "@yonder/protocol/strict";

const NICK = "<nick xmlns='http://jabber.org/protocol/nick'>Jonas</nick>";
const BACK = `<iq type='set' id='i' to='shop@guest.example.com'><back xmlns='urn:yonder:guest:0'>${NICK}</back></iq>`;
const PEOPLE = ["katja@example.com Katja Fischer", "jan@example.com"];

const settled = () => new Promise((resolve) => setTimeout(resolve, 20));

/** A shop with Katja and Jan behind its link. */
async function openShop(people = PEOPLE) {
  const house = await openHouse([presence, commands, rooms, guests], {
    guests: true,
    admins: ["boss@example.com"],
    widgetOrigins: ["https://shop.example"],
  });
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

const field = (name: string, ...values: string[]) =>
  `<field var='${name}'>${values.map((value) => `<value>${value}</value>`).join("")}</field>`;

/** Runs the command up to the form of a desk, "" for a new one. @returns what goes on with what is filled in there, and the form */
async function choose(person: Guest, desk: string) {
  const command = async (attrs: string, inside = "") =>
    (
      await person.asks(
        `<iq type='set' id='c' to='example.com'><command xmlns='http://jabber.org/protocol/commands' node='guest-desks' ${attrs}>${inside}</command></iq>`,
      )
    ).join("");
  const begun = await command("action='execute'");
  const id = /sessionid='([^']+)'/.exec(begun)?.[1];
  const submit = (action: string, fields: string) =>
    command(`action='${action}' sessionid='${id}'`, `<x xmlns='jabber:x:data' type='submit'>${fields}</x>`);
  const form = await submit("next", field("desk", desk));
  return { begun, form, submit: (fields: string) => submit("complete", fields) };
}

async function open(boss: Guest, people: readonly string[], name = "shop"): Promise<string> {
  const { submit } = await choose(boss, "");
  return submit(field("name", name) + field("title", "Tonwerk") + field("people", ...people));
}

async function change(boss: Guest, people: readonly string[]): Promise<string> {
  const { form, submit } = await choose(boss, "shop");
  return form + (await submit(field("title", "Tonwerk") + field("people", ...people)));
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

test.each([
  ["a node has died", (house: House) => (doorOf(house) as GuestSessions).gap()],
  [
    "their session has moved to another node",
    async (house: House, session: Guest["session"]) => {
      const luggage = await doorOf(house).depart(session);
      await doorOf(house).arrive(session, JSON.parse(JSON.stringify(luggage)));
    },
  ],
])("a guest is in their room again when %s, and hears what was said meanwhile", async (_, happens) => {
  const { house, katja } = await openShop();
  const jonas = await visit(house, "jonas");
  await jonas.asks(question("Is it open?"));
  await settled();
  const room = roomIn(katja.received());
  await enters(katja, room, "Katja");
  await house.host.router.send(
    parseElement(
      `<presence xmlns='jabber:client' type='unavailable' from='${jonas.session.jid}' to='${room}/Jonas (guest)'/>`,
    ),
  );
  await katja.sends(`<message to='${room}' type='groupchat' id='a1'><body>It is</body></message>`);
  await settled();
  expect(jonas.received().join("")).not.toContain("It is");
  await happens(house, jonas.session);
  await settled();
  expect(jonas.received().join("")).toMatch(/<message .*from='shop@guest.example.com\/Katja'.*<body>It is<\/body>/);
  await katja.sends(`<message to='${room}' type='groupchat' id='a2'><body>Until six</body></message>`);
  await settled();
  expect(jonas.received().join("")).toContain("<body>Until six</body>");
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

test("an administrator changes and closes it", async () => {
  const { house, boss, jan } = await openShop();
  const changed = await change(boss, ["jan@example.com Jan"]);
  expect(changed).toContain("<value>Tonwerk</value>");
  expect(changed).toContain("<value>katja@example.com Katja Fischer</value><value>jan@example.com jan</value>");
  expect(changed).toContain("<value>https://example.com/@shop</value>");
  expect(changed).toContain("<value>https://shop.example</value>");
  expect((await deskOf(house.host, "shop"))?.people).toEqual([{ address: "jan@example.com", name: "Jan" }]);
  await change(boss, []);
  expect(await deskOf(house.host, "shop")).toBe(undefined);
  expect(await (await visit(house, "jonas")).asks(question("Is it open?"))).toMatch(UNAVAILABLE);
  expect((await choose(jan, "shop")).begun).toContain("You are behind none.");
});

test.each([
  [["nobody@example.com"], "other", "has no account here"],
  [["katja@elsewhere.example"], "other", "has no account here"],
  [PEOPLE, "katja", "an account of that name"],
  [PEOPLE, "shop", "a link or an account of that name"],
  [PEOPLE, "a.b", "letters, digits and dashes"],
])("%j are not put behind %s", async (people, name, refusal) => {
  const { boss } = await openShop();
  expect(await open(boss, people, name)).toContain(refusal);
});

test("who answers sees it and may leave, and nobody else may do anything with it", async () => {
  const { house, katja } = await openShop();
  const stranger = await house.login("eve@example.com/phone");
  expect((await choose(stranger, "shop")).form).toContain("<bad-request ");
  const { begun, form, submit } = await choose(katja, "shop");
  expect(begun).not.toContain("A new one");
  expect(form).toContain("<value>https://example.com/@shop</value>");
  await submit(field("title", "Mine") + field("people", "eve@example.com") + field("leave", "1"));
  expect(await deskOf(house.host, "shop")).toEqual({
    name: "shop",
    title: "Tonwerk",
    people: [{ address: "jan@example.com", name: "jan" }],
  });
  expect((await choose(katja, "")).form).not.toContain("status='executing'");
});

test("who has no account any more answers no more, and a later account of that name does not either", async () => {
  const { house, katja, jan } = await openShop();
  const removed = ({ account: { id, username } }: Guest["session"]) =>
    house.memory.changeAccount({ kind: "removed", id, username, epoch: 0 });
  removed(katja.session);
  await settled();
  expect((await deskOf(house.host, "shop"))?.people.map(({ name }) => name)).toEqual(["jan"]);
  removed(jan.session);
  await settled();
  expect(await deskOf(house.host, "shop")).toBe(undefined);
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
