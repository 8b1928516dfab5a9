import { expect, test } from "vitest";
import { befriend, here } from "./couple.fixture.ts";
import { type Guest, NOW, openHouse } from "./house.fixture.ts";
import { lastActivity } from "./last-activity.ts";
import { presence } from "./presence.ts";
import { roster } from "./roster.ts";

async function open() {
  let now = NOW;
  const house = await openHouse([roster, presence, lastActivity]);
  Object.assign(house.host.clock, { now: () => now });
  const romeo = await here(house, "romeo@example.com/orchard");
  const juliet = await here(house, "juliet@example.com/balcony");
  await befriend(romeo, juliet);
  return { house, romeo, juliet, wait: (ms: number) => (now += ms) };
}

async function ask(guest: Guest, to: string): Promise<string> {
  return (await guest.asks(`<iq type='get' id='l1' to='${to}'><query xmlns='jabber:iq:last'/></iq>`)).join();
}

test("the server tells how long it has been running", async () => {
  const { romeo, wait } = await open();
  wait(90_500);
  expect(await ask(romeo, "example.com")).toContain("<query xmlns='jabber:iq:last' seconds='90'/>");
});

test("a contact who is here was active just now; one who is gone says since when, and what they said", async () => {
  const { romeo, juliet, wait } = await open();
  expect(await ask(romeo, "juliet@example.com")).toContain("seconds='0'/>");
  await juliet.sends("<presence type='unavailable'><status>Heading home</status></presence>");
  wait(903_000);
  expect(await ask(romeo, "juliet@example.com")).toContain("seconds='903'>Heading home</query>");
});

test("who loses the connection is gone as well, once no other device is here", async () => {
  const { house, romeo, juliet, wait } = await open();
  const chamber = await here(house, "juliet@example.com/chamber");
  await juliet.leaves();
  expect(await ask(romeo, "juliet@example.com")).toContain("seconds='0'/>");
  await chamber.leaves();
  wait(60_000);
  expect(await ask(romeo, "juliet@example.com")).toContain("seconds='60'/>");
});

test("strangers learn nothing, whether there is such an account or not", async () => {
  const { house } = await open();
  const tybalt = await here(house, "tybalt@example.com/alley");
  for (const user of ["juliet", "nobody"]) expect(await ask(tybalt, `${user}@example.com`)).toContain("<forbidden");
});

test("who was never here is not found", async () => {
  const { house } = await open();
  const nurse = await house.login("nurse@example.com/hall");
  expect(await ask(nurse, "nurse@example.com")).toContain("<item-not-found");
});
