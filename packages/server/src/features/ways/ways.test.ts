import { parseElement } from "@yonder/protocol";
import { expect, test } from "vitest";
import type { ConfigValues } from "../../config/config.ts";
import { carbons } from "../carbons.ts";
import { openHouse } from "../house.fixture.ts";
import { outcome } from "../outcome.ts";
import { presence } from "../presence.ts";
import { rooms } from "../rooms/rooms.ts";
import { roster } from "../roster.ts";
import { ways } from "./ways.ts";

const write = (id: string, to = "juliet@example.com") =>
  `<message to='${to}' type='chat' id='${id}'><body>Hail</body></message>`;
const ask = (id: string) => `<iq type='get' id='w1'><way xmlns='urn:yonder:way:0' id='${id}'/></iq>`;

async function verona(config: ConfigValues = {}, areFriends = true) {
  const house = await openHouse([roster, presence, carbons, outcome, rooms, ways], config);
  const romeo = await house.login("romeo@example.com/orchard");
  await romeo.sends("<iq type='set' id='e1'><enable xmlns='urn:yonder:outcome:0'/></iq>");
  await romeo.sends("<presence/>");
  house.account("juliet");
  const befriend = async () => {
    const balcony = await house.login("juliet@example.com/first");
    await balcony.sends("<presence/>");
    await romeo.sends("<presence to='juliet@example.com' type='subscribe'/>");
    await balcony.sends("<presence to='romeo@example.com' type='subscribed'/>");
    await balcony.leaves();
  };
  if (areFriends) await befriend();
  const arrive = async () => {
    const juliet = await house.login("juliet@example.com/balcony");
    await juliet.sends("<presence/>");
    juliet.drains();
    return juliet;
  };
  /** What is told of a message, without its times. */
  const wayOf = async (id: string): Promise<string> => {
    const [answer = ""] = await romeo.asks(ask(id));
    return (/<way .*<\/way>|<way [^>]*\/>/.exec(answer)?.[0] ?? answer).replace(/ (at|micros)='\d+'/g, "");
  };
  return { romeo, arrive, wayOf };
}

const OPEN = "<way xmlns='urn:yonder:way:0' id='m1' to='juliet@example.com' transport='tcp' node='node-1'";

test("the way of a message to a contact is told from its sender to their device and back", async () => {
  const { romeo, arrive, wayOf } = await verona();
  const juliet = await arrive();
  await romeo.sends(write("m1"));
  juliet.drains();
  expect(await wayOf("m1")).toBe(
    `${OPEN} state='reached'><stored/><looked-up/><handed node='node-1' same='true'/><acknowledged transport='tcp'/><reached/></way>`,
  );
});

test("each step has its time, and none runs back", async () => {
  const { romeo, arrive } = await verona();
  const juliet = await arrive();
  await romeo.sends(write("m1"));
  juliet.drains();
  const [answer = ""] = await romeo.asks(ask("m1"));
  const way = parseElement(answer.replace("<iq", "<iq xmlns='jabber:client'")).firstElement;
  const times = way?.elements().map((step) => Number(step.attr("at"))) ?? [];
  expect(times).toHaveLength(5);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
});

test("who is away has it kept, and the way goes on when they come", async () => {
  const { romeo, arrive, wayOf } = await verona();
  await romeo.sends(write("m1"));
  expect(await wayOf("m1")).toBe(`${OPEN} state='kept'><stored/><looked-up/></way>`);
  await arrive();
  expect(await wayOf("m1")).toContain("state='reached'><stored/><looked-up/><handed");
});

test("of who does not show us their presence no more is told than outcomes tell", async () => {
  const { romeo, arrive, wayOf } = await verona({}, false);
  const juliet = await arrive();
  await romeo.sends(write("m1"));
  expect(await wayOf("m1")).toBe(`${OPEN} state='sent'><stored/></way>`);
  juliet.drains();
  expect(await wayOf("m1")).toBe(`${OPEN} state='reached'><stored/><reached/></way>`);
});

test("what one writes to oneself has a way too", async () => {
  const { romeo, wayOf } = await verona();
  await romeo.sends(write("m1", "romeo@example.com"));
  romeo.drains();
  expect(await wayOf("m1")).toContain("to='romeo@example.com'");
  expect(await wayOf("m1")).toContain("<handed");
});

test("nodes have no names where nobody is to see them", async () => {
  const { romeo, arrive, wayOf } = await verona({ nodeNames: false });
  const juliet = await arrive();
  await romeo.sends(write("m1"));
  juliet.drains();
  expect(await wayOf("m1")).not.toContain("node-1");
  expect(await wayOf("m1")).toContain("<handed same='true'/>");
});

test("what is said in a room is told up to the node that keeps that", async () => {
  const { romeo, wayOf } = await verona();
  const hall = "hall@conference.example.com";
  await romeo.sends(`<presence to='${hall}/romeo'><x xmlns='http://jabber.org/protocol/muc'/></presence>`);
  await expect.poll(() => romeo.received().join("")).toContain("code='110'");
  await romeo.sends(`<message to='${hall}' type='groupchat' id='m1'><body>Hail</body></message>`);
  await expect.poll(() => wayOf("m1")).toContain("<kept");
  expect(await wayOf("m1")).toBe(
    `<way xmlns='urn:yonder:way:0' id='m1' to='${hall}' transport='tcp' node='node-1'><kept node='node-1' same='true'/></way>`,
  );
});

test("another's messages, what is long ago, and what was refused have no way", async () => {
  const { romeo, arrive, wayOf } = await verona();
  const juliet = await arrive();
  await juliet.sends(write("m1", "romeo@example.com"));
  expect(await wayOf("m1")).toContain("item-not-found");
  expect(await wayOf("never")).toContain("item-not-found");
  await romeo.sends(write("m2", "nobody@example.com"));
  expect(await wayOf("m2")).toMatch(/^<way xmlns='urn:yonder:way:0' id='m2' to='nobody@example.com' [^>]*\/>$/);
});

test("what was sent twice under one origin-id has the way that it went the first time", async () => {
  const { romeo, arrive, wayOf } = await verona();
  const juliet = await arrive();
  const twice = write("m1").replace("</message>", "<origin-id xmlns='urn:xmpp:sid:0' id='m1'/></message>");
  await romeo.sends(twice);
  juliet.drains();
  await romeo.sends(twice);
  expect(await wayOf("m1")).toContain("state='reached'><stored/><looked-up/><handed");
});

test("nobody asks all the time", async () => {
  const { romeo, wayOf } = await verona();
  await romeo.sends(write("m1"));
  for (let i = 0; i < 10; i += 1) expect(await wayOf("m1")).toContain("<way");
  expect(await wayOf("m1")).toContain("resource-constraint");
});

test("there is nothing to be asked without an id, or of somebody else", async () => {
  const { romeo, wayOf } = await verona();
  expect(await wayOf("")).toContain("bad-request");
  const [answer] = await romeo.asks(ask("m1").replace("<iq", "<iq to='juliet@example.com'"));
  expect(answer).toContain("service-unavailable");
});
