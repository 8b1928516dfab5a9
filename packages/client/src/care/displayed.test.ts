import { expect, test } from "vitest";
import { createFixture, settle, signedIn, until } from "../testing/fixture.ts";

const BOB = "bob@example.com";
const NODE = "urn:xmpp:mds:displayed:0";
const message = (id: string) =>
  `<message from='${BOB}/x' to='alice@example.com' type='chat' id='${id}'><body>${id}</body>` +
  `<stanza-id xmlns='urn:xmpp:sid:0' by='alice@example.com' id='${id}'/></message>`;
const displayed = (id: string, by = "alice@example.com") =>
  `<message from='alice@example.com' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='${NODE}'>` +
  `<item id='${BOB}'><displayed xmlns='${NODE}'><stanza-id xmlns='urn:xmpp:sid:0' by='${by}' id='${id}'/></displayed></item></items></event></message>`;

async function withTwo() {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  await engine.people.actions();
  fixture.server.push(message("b1"));
  fixture.server.push(message("b2"));
  const unread = () => engine.conversations.find(({ peer }) => peer === BOB)?.unread;
  await until(() => unread() === 2);
  return { fixture, engine, unread };
}

test("what is read here is told to our other devices once, when reading pauses, and a stranger learns nothing", async () => {
  const { fixture, engine } = await withTwo();
  engine.markRead(BOB);
  expect(fixture.server.sent(new RegExp(`<publish node='${NODE}'`))).toEqual([]);
  await fixture.clock.advance(2_000);
  await until(() => fixture.server.sent(new RegExp(`<publish node='${NODE}'`)).length === 1);
  const [sent] = fixture.server.sent(new RegExp(`<publish node='${NODE}'`));
  expect(sent).toContain(`<item id='${BOB}'>`);
  expect(sent).toContain("by='alice@example.com' id='b2'");
  engine.markRead(BOB);
  await fixture.clock.advance(2_000);
  await settle();
  expect(fixture.server.sent(new RegExp(`<publish node='${NODE}'`))).toHaveLength(1);
  expect(fixture.server.sent(/chat-markers/)).toEqual([]);
});

test("what another device has read is read here; ids of other archives say nothing", async () => {
  const { fixture, unread } = await withTwo();
  fixture.server.push(displayed("b2", BOB));
  fixture.server.push(displayed("b1"));
  await until(() => unread() === 1);
  fixture.server.push(displayed("b3"));
  await settle();
  expect(unread()).toBe(1);
  fixture.server.push(message("b3"));
  await until(() => unread() === 0);
});
