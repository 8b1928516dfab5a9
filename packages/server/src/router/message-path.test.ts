import { expect, test } from "vitest";
import { carbons } from "../features/carbons.ts";
import { type Guest, type House, openHouse } from "../features/house.fixture.ts";
import { outcome } from "../features/outcome.ts";
import { presence } from "../features/presence.ts";

const chat = (body: string, attributes = "", more = "") =>
  `<message to='bob@example.com' type='chat' ${attributes}><body>${body}</body>${more}</message>`;

async function talk(): Promise<{ house: House; alice: Guest; bob: Guest }> {
  const house = await openHouse([presence, carbons, outcome]);
  const alice = await house.login("alice@example.com/web");
  const bob = await house.login("bob@example.com/phone");
  for (const guest of [alice, bob]) await guest.sends("<presence/>");
  alice.received();
  bob.received();
  return { house, alice, bob };
}

const bodies = (stanzas: readonly string[]) =>
  stanzas.map((text) => /<body>(.*?)<\/body>/.exec(text)?.[1]).filter((body) => body !== undefined);

test("a message reaches a device that is here, with its sender and the recipient's stanza-id", async () => {
  const { alice, bob } = await talk();
  await alice.sends(chat("hello", "id='m1'"));
  const [message] = bob.received();
  expect(message).toMatch(
    /^<message to='bob@example.com' type='chat' id='m1' from='alice@example.com\/web'><body>hello<\/body><stanza-id xmlns='urn:xmpp:sid:0' by='bob@example.com' id='[0-9a-z]+'\/><\/message>$/,
  );
});

test("messages arrive in the order in which they were accepted", async () => {
  const { alice, bob } = await talk();
  await Promise.all(Array.from({ length: 50 }, (_, i) => alice.sends(chat(String(i)))));
  expect(bodies(bob.received())).toEqual(Array.from({ length: 50 }, (_, i) => String(i)));
});

test("a message for which it is looked first whether its device is here keeps its place", async () => {
  const { house, alice, bob } = await talk();
  const { directory } = house.host;
  const lookUp = directory.lookUp;
  const looked = Promise.withResolvers<void>();
  let count = 0;
  directory.lookUp = (user) => (++count > 2 ? lookUp(user) : looked.promise.then(() => lookUp(user)));
  const toPhone = (body: string) => `<message to='bob@example.com/phone'><body>${body}</body></message>`;
  const typing =
    "<message to='bob@example.com' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/><x/></message>";
  const sent = [toPhone("one"), chat("two"), toPhone("three"), typing, chat("four")].map((text) => alice.sends(text));
  looked.resolve();
  await Promise.all(sent);
  const received = bob.received();
  expect(bodies(received)).toEqual(["one", "two", "three", "four"]);
  expect(received[3]).toContain("<composing");
});

test("typing does not overtake the message written before it", async () => {
  const { alice, bob } = await talk();
  const typing =
    "<message to='bob@example.com' type='chat'><active xmlns='http://jabber.org/protocol/chatstates'/></message>";
  await Promise.all([alice.sends(chat("first")), alice.sends(typing)]);
  const received = bob.received();
  expect(received).toHaveLength(2);
  expect(received[0]).toContain("first");
  expect(received[1]).toContain("active");
});

test("a message does not overtake what was sent before it, though that needs no store", async () => {
  const { alice, bob } = await talk();
  const typing =
    "<message to='bob@example.com' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>";
  await Promise.all([alice.sends(chat("one")), alice.sends(typing), alice.sends(chat("two"))]);
  expect(bob.received().map((text) => /<(body|composing)/.exec(text)?.[1])).toEqual(["body", "composing", "body"]);
});

test("what may not be kept comes back when nobody is there, unless it says nothing", async () => {
  const { alice, bob } = await talk();
  await bob.leaves();
  await alice.sends(chat("secret", "", "<no-store xmlns='urn:xmpp:hints'/>"));
  expect(alice.received().join("")).toContain("<service-unavailable");
  await alice.sends(
    "<message to='bob@example.com' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>",
  );
  expect(alice.received()).toEqual([]);
});

test("a message for someone who is away goes out once, with its time, when they come", async () => {
  const { house, alice, bob } = await talk();
  await bob.leaves();
  await alice.sends(chat("for later"));
  const desk = await house.login("bob@example.com/desk");
  await desk.sends("<presence/>");
  await settled(() => desk.session.state({}).sent.unacknowledged.length > 0 || bodies([]).length > 0);
  const received = desk.received();
  expect(bodies(received)).toEqual(["for later"]);
  expect(received.join("")).toMatch(/<delay xmlns='urn:xmpp:delay' from='example.com' stamp='/);
});

test("what was not acknowledged goes out again at the next login, what was does not", async () => {
  const { house, alice, bob } = await talk();
  await alice.sends(chat("seen"));
  bob.drains();
  await alice.sends(chat("not seen"));
  await bob.leaves();
  const desk = await house.login("bob@example.com/desk");
  await desk.sends("<presence/>");
  await settled(() => desk.session.state({}).sent.unacknowledged.length > 0);
  expect(bodies(desk.received())).toEqual(["not seen"]);
});

test("a device of negative priority gets no pending messages until it takes some", async () => {
  const { house, alice, bob } = await talk();
  await bob.leaves();
  await alice.sends(chat("kept"));
  const robot = await house.login("bob@example.com/robot");
  await robot.sends("<presence><priority>-1</priority></presence>");
  expect(bodies(robot.received())).toEqual([]);
  await robot.sends("<presence/>");
  await settled(() => robot.session.state({}).sent.unacknowledged.length > 0);
  expect(bodies(robot.received())).toEqual(["kept"]);
});

test("the same origin-id again is accepted once", async () => {
  const { alice, bob } = await talk();
  const origin = "<origin-id xmlns='urn:xmpp:sid:0' id='o1'/>";
  await alice.sends(chat("once", "id='a'", origin));
  await alice.sends(chat("once", "id='a'", origin));
  expect(bodies(bob.received())).toEqual(["once"]);
  expect(alice.received()).toEqual([]);
});

test("a message to nobody is refused and stored nowhere", async () => {
  const { alice } = await talk();
  const [error] = await alice.asks("<message to='nobody@example.com' type='chat' id='m1'><body>?</body></message>");
  expect(error).toContain("type='error'");
  expect(error).toContain("<service-unavailable");
});

test("a normal message to a device that is gone is refused, a chat message goes to the others", async () => {
  const { alice, bob } = await talk();
  const [error] = await alice.asks("<message to='bob@example.com/gone' id='m1'><body>normal</body></message>");
  expect(error).toContain("<service-unavailable");
  await alice.sends("<message to='bob@example.com/gone' type='chat'><body>chat</body></message>");
  expect(bodies(bob.received())).toEqual(["chat"]);
});

test("another domain, a broken address and the server itself are refused by the book", async () => {
  const { alice } = await talk();
  expect((await alice.asks("<message to='bob@elsewhere.example' id='1'><body>x</body></message>"))[0]).toContain(
    "<remote-server-not-found",
  );
  expect((await alice.asks("<message to='@@' id='2'><body>x</body></message>"))[0]).toContain("<jid-malformed");
  expect((await alice.asks("<message to='example.com' id='3'><body>x</body></message>"))[0]).toContain(
    "<service-unavailable",
  );
});

test("an error is never answered with an error (RFC 6120 §8.3.1)", async () => {
  const { alice } = await talk();
  expect(await alice.asks("<message to='nobody@example.com' type='error' id='1'><body>x</body></message>")).toEqual([]);
  expect(await alice.asks("<iq to='bob@example.com/gone' type='result' id='2'/>")).toEqual([]);
});

test("stanza-ids and delays in the server's name are not taken from a client", async () => {
  const { alice, bob } = await talk();
  const forged =
    "<stanza-id xmlns='urn:xmpp:sid:0' by='bob@example.com' id='forged'/><delay xmlns='urn:xmpp:delay' from='example.com' stamp='2002-01-01T00:00:00Z'/>";
  await alice.sends(chat("x", "", forged));
  const text = bob.received().join("");
  expect(text).not.toContain("forged");
  expect(text).not.toContain("2002");
  expect(text.match(/<stanza-id/g)).toHaveLength(1);
});

test("the sender's other devices get a copy that is stamped by the sender's archive", async () => {
  const { house, alice } = await talk();
  const desk = await house.login("alice@example.com/desk");
  await desk.sends("<iq type='set' id='c'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
  desk.received();
  await alice.sends(chat("copied"));
  const [copy] = desk.received();
  expect(copy).toContain("<sent xmlns='urn:xmpp:carbons:2'>");
  expect(copy).toContain("by='alice@example.com'");
});

test("a session that asked is told what became of its message", async () => {
  const { alice, bob } = await talk();
  await alice.sends("<iq type='set' id='o'><enable xmlns='urn:yonder:outcome:0'/></iq>");
  alice.received();
  await alice.sends(chat("x", "id='m1'"));
  expect(alice.received().join("")).toMatch(
    /<outcome xmlns='urn:yonder:outcome:0' id='m1' stanza-id='[0-9a-z]+' state='sent' sessions='1'\/>/,
  );
  bob.drains();
  expect(alice.received().join("")).toMatch(/id='m1' stanza-id='[0-9a-z]+' state='reached'\/>/);
  await bob.leaves();
  await alice.sends(chat("y", "id='m2'"));
  expect(alice.received().join("")).toMatch(/id='m2' stanza-id='[0-9a-z]+' state='kept'\/>/);
});

test("the sender learns that a message kept for long has reached somebody, on each device that asked", async () => {
  const { house, alice, bob } = await talk();
  await alice.sends("<iq type='set' id='o'><enable xmlns='urn:yonder:outcome:0'/></iq>");
  await bob.leaves();
  await alice.sends(chat("x", "id='m1'"));
  const desk = await house.login("alice@example.com/desk");
  await desk.sends("<iq type='set' id='o'><enable xmlns='urn:yonder:outcome:0'/></iq>");
  for (const guest of [alice, desk]) guest.received();
  const phone = await house.login("bob@example.com/phone");
  await phone.sends("<presence/>");
  await settled(() => phone.session.state({}).sent.unacknowledged.length > 0);
  phone.drains();
  for (const guest of [alice, desk]) {
    expect(guest.received().join("")).toMatch(
      /from='bob@example.com'.*id='m1' stanza-id='[0-9a-z]+' state='reached'\/>/,
    );
  }
});

test("what one writes to a device of one's own is not copied back to the device that wrote it", async () => {
  const { house, alice } = await talk();
  const desk = await house.login("alice@example.com/desk");
  const phone = await house.login("alice@example.com/phone");
  for (const device of [alice, desk, phone]) {
    await device.sends("<iq type='set' id='c'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
    device.received();
  }
  await alice.sends("<message to='alice@example.com/desk' type='chat'><body>note</body></message>");
  expect(bodies(desk.received())).toEqual(["note"]);
  expect(phone.received().join("")).toContain("<received xmlns='urn:xmpp:carbons:2'>");
  expect(alice.received()).toEqual([]);
});

test("what one writes to oneself arrives once at each device, the writing one too", async () => {
  const { house, alice } = await talk();
  const desk = await house.login("alice@example.com/desk");
  await desk.sends("<presence/>");
  for (const device of [alice, desk]) {
    await device.sends("<iq type='set' id='c'><enable xmlns='urn:xmpp:carbons:2'/></iq>");
    device.received();
  }
  await alice.sends("<message to='alice@example.com' type='chat'><body>note</body></message>");
  expect(bodies(alice.received())).toEqual(["note"]);
  expect(bodies(desk.received())).toEqual(["note"]);
});

async function settled(condition: () => boolean): Promise<void> {
  await expect.poll(condition, { timeout: 2_000, interval: 1 }).toBe(true);
}
