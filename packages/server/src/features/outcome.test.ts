import { expect, test } from "vitest";
import { openHouse } from "./house.fixture.ts";
import { outcome } from "./outcome.ts";

const ask = (name: string, to = "") => `<iq type='set' id='o1' ${to}><${name} xmlns='urn:yonder:outcome:0'/></iq>`;
const say = (id: string) => `<message to='juliet@example.com' type='chat' id='${id}'><body>Hail</body></message>`;

test("a session that asked learns what became of its messages, until it asks no more", async () => {
  const house = await openHouse([outcome]);
  const romeo = await house.login("romeo@example.com/orchard");
  house.account("juliet");
  expect(await romeo.asks(say("m1"))).toEqual([]);
  expect(await romeo.asks(ask("enable"))).toEqual(["<iq type='result' id='o1' to='romeo@example.com/orchard'/>"]);
  expect((await romeo.asks(say("m2")))[0]).toMatch(/<outcome xmlns='urn:yonder:outcome:0' id='m2' .*state='kept'\/>/);
  await romeo.asks(ask("disable"));
  expect(await romeo.asks(say("m3"))).toEqual([]);
});

test("nobody asks for another account", async () => {
  const romeo = await (await openHouse([outcome])).login("romeo@example.com/orchard");
  expect((await romeo.asks(ask("enable", "to='juliet@example.com'")))[0]).toContain("<service-unavailable");
});
