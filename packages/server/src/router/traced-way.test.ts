import { expect, test } from "vitest";
import { carbons } from "../features/carbons.ts";
import { openHouse } from "../features/house.fixture.ts";
import { outcome } from "../features/outcome.ts";
import { presence } from "../features/presence.ts";

const write = (id: string, to = "juliet@example.com") =>
  `<message to='${to}' type='chat' id='${id}'><body>Hail</body><origin-id xmlns='urn:xmpp:sid:0' id='o-${id}'/></message>`;
const enable = (ns: string) => `<iq type='set' id='e1'><enable xmlns='${ns}'/></iq>`;

async function verona() {
  const house = await openHouse([presence, carbons, outcome]);
  const romeo = await house.login("romeo@example.com/orchard");
  await romeo.sends(enable("urn:yonder:outcome:0"));
  house.account("juliet");
  const stepsOf = (id: string) => house.trace.steps(house.trace.find(id)).map(({ step }) => step);
  return { house, romeo, stepsOf };
}

test("a message that a device acknowledges is traced from its sender and back", async () => {
  const { house, romeo, stepsOf } = await verona();
  const juliet = await house.login("juliet@example.com/balcony");
  await juliet.sends("<presence/>");
  juliet.drains();
  await romeo.sends(write("m1"));
  juliet.drains();
  const there = ["received", "accepted", "looked-up", "taken", "handed", "relayed", "settled"];
  expect(stepsOf("m1")).toEqual([...there, "acknowledged", "reached"]);
});

test("what waits for a login is traced through it", async () => {
  const { house, romeo, stepsOf } = await verona();
  await romeo.sends(write("m1"));
  const before = ["received", "accepted", "looked-up", "settled"];
  expect(stepsOf("m1")).toEqual(before);
  const juliet = await house.login("juliet@example.com/balcony");
  await juliet.sends("<presence/>");
  juliet.drains();
  expect(stepsOf("m1")).toEqual([...before, "handed", "acknowledged", "reached"]);
  expect(house.trace.steps(house.trace.find("m1"))).toContainEqual(
    expect.objectContaining({ step: "handed", how: "pending", to: "juliet@example.com/balcony" }),
  );
});

test("copies for the sender's other devices are traced", async () => {
  const { house, romeo, stepsOf } = await verona();
  const garden = await house.login("romeo@example.com/garden");
  await garden.sends(enable("urn:xmpp:carbons:2"));
  await romeo.sends(write("m1"));
  expect(stepsOf("m1")).toContain("copied");
});

test("what is refused, and what comes again, is traced", async () => {
  const { romeo, stepsOf } = await verona();
  await romeo.sends(write("m1", "nobody@example.com"));
  expect(stepsOf("m1")).toEqual(["received", "refused"]);
  await romeo.sends(write("m2"));
  await romeo.sends(write("m2"));
  expect(stepsOf("o-m2").slice(-2)).toEqual(["received", "repeated"]);
});

test("what is not stored leaves no trace", async () => {
  const { romeo, stepsOf } = await verona();
  const state = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";
  await romeo.sends(`<message to='juliet@example.com' type='chat' id='m1'>${state}</message>`);
  expect(stepsOf("m1")).toEqual([]);
});
