import { NS, parseElement } from "@yonder/protocol";
import { expect, test } from "vitest";
import { type Guest, type House, openHouse } from "../features/house.fixture.ts";
import { presence } from "../features/presence.ts";
import { roster } from "../features/roster.ts";

const HALL = "ball@hall.example.com";

async function open(): Promise<{ house: House; romeo: Guest; accept: (text: string) => Promise<void> }> {
  const house = await openHouse([roster, presence]);
  const romeo = await house.login("romeo@example.com/orchard");
  await romeo.sends("<presence/>");
  romeo.received();
  const accept = (text: string) =>
    house.host.router.accept(parseElement(text.replace("<message", `<message xmlns='${NS.client}' from='${HALL}'`)));
  return { house, romeo, accept };
}

test("a message from outside is kept, and given to whoever is here", async () => {
  const { house, romeo, accept } = await open();
  await accept("<message to='romeo@example.com' type='chat'><body>Come!</body></message>");
  const [message] = romeo.received();
  expect(message).toContain("<body>Come!</body><stanza-id xmlns='urn:xmpp:sid:0' by='romeo@example.com'");
  const { messages } = await house.memory.store.archive.page(romeo.session.account.id, { limit: 10 });
  expect(messages).toMatchObject([{ isIncoming: true }]);
});

test("who is away gets it at the next login", async () => {
  const { house, accept } = await open();
  house.account("juliet");
  await accept("<message to='juliet@example.com'><body>Come!</body></message>");
  const juliet = await house.login("juliet@example.com/balcony");
  await juliet.sends("<presence/>");
  await expect.poll(() => juliet.received().join()).toContain("<body>Come!</body>");
});

test("what says nothing lasting is passed on, or lost in silence", async () => {
  const { house, romeo, accept } = await open();
  house.account("juliet");
  const composing = "<composing xmlns='http://jabber.org/protocol/chatstates'/>";
  await accept(`<message to='romeo@example.com' type='chat'>${composing}</message>`);
  expect(romeo.received().join()).toContain("<composing");
  await accept(`<message to='juliet@example.com' type='chat'>${composing}</message>`);
  const { messages } = await house.memory.store.archive.page(romeo.session.account.id, { limit: 10 });
  expect(messages).toEqual([]);
});

test("it is refused when there is nobody of that name, or for a device that is not here unless it is chat", async () => {
  const { romeo, accept } = await open();
  const refusal = { condition: "service-unavailable" };
  await expect(accept("<message to='nobody@example.com'><body>?</body></message>")).rejects.toMatchObject(refusal);
  await expect(accept("<message to='romeo@example.com/tomb'><body>?</body></message>")).rejects.toMatchObject(refusal);
  await expect(accept("<message to='romeo@example.com' type='groupchat'/>")).rejects.toMatchObject(refusal);
  expect(romeo.received()).toEqual([]);
  await accept("<message to='romeo@example.com/tomb' type='chat'><body>?</body></message>");
  expect(romeo.received()).toHaveLength(1);
});

test("an error is never answered, and nobody can forge what this server alone says", async () => {
  const { romeo, accept } = await open();
  await accept("<message to='romeo@example.com/tomb' type='error'><body>?</body></message>");
  await accept(
    "<message to='romeo@example.com/orchard' type='headline'><stanza-id xmlns='urn:xmpp:sid:0' by='romeo@example.com' id='7'/></message>",
  );
  expect(romeo.received()).toEqual([
    "<message from='ball@hall.example.com' to='romeo@example.com/orchard' type='headline'/>",
  ]);
});
