import { expect, test } from "vitest";
import { createFixture, type Fixture, settle, signedIn, until } from "../testing/fixture.ts";

const PNG = btoa("\x89PNG\r\n\x1a\nan image");
const event = (from: string, node: string, item: string) =>
  `<message from='${from}' to='alice@example.com/web' type='headline'><event xmlns='http://jabber.org/protocol/pubsub#event'><items node='${node}'>${item}</items></event></message>`;
const nick = (from: string, name: string) =>
  event(
    from,
    "http://jabber.org/protocol/nick",
    `<item id='current'><nick xmlns='http://jabber.org/protocol/nick'>${name}</nick></item>`,
  );
const metadata = (from: string, hash: string) =>
  event(
    from,
    "urn:xmpp:avatar:metadata",
    `<item id='${hash}'><metadata xmlns='urn:xmpp:avatar:metadata'><info id='${hash}' type='image/png' bytes='16'/></metadata></item>`,
  );
const hashOf = async (data: string) =>
  Buffer.from(await crypto.subtle.digest("SHA-1", Buffer.from(data, "base64"))).toString("hex");

function withBob(): Fixture {
  const fixture = createFixture();
  fixture.server.roster = "<item jid='bob@example.com' subscription='both'/>";
  return fixture;
}

/** Answers the request for a picture. */
function answer(fixture: Fixture, hash: string, data: string): void {
  const id = /id='([^']+)'/.exec(fixture.server.sent(/avatar:data/).at(-1) ?? "")?.[1];
  fixture.server.push(
    `<iq type='result' id='${id}' from='bob@example.com'><pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:avatar:data'>` +
      `<item id='${hash}'><data xmlns='urn:xmpp:avatar:data'>${data}</data></item></items></pubsub></iq>`,
  );
}

test("contacts are called what they call themselves; strangers are not listened to", async () => {
  const fixture = withBob();
  const engine = await signedIn(fixture);
  fixture.server.push(nick("eve@example.com", "Alice’s bank"));
  fixture.server.push(nick("bob@example.com", "Bob the Builder"));
  await until(() => engine.people.nameOf("bob@example.com") === "Bob the Builder");
  expect(engine.people.nameOf("eve@example.com")).toBeUndefined();
});

test("nothing but a hash names a picture", async () => {
  const fixture = withBob();
  const engine = await signedIn(fixture);
  fixture.server.push(metadata("bob@example.com", "../../secret"));
  fixture.server.push(nick("bob@example.com", "Bob"));
  await until(() => engine.people.nameOf("bob@example.com") === "Bob");
  expect(engine.people.pictureOf("bob@example.com")).toBeUndefined();
  await settle();
  expect(fixture.server.sent(/avatar:data/)).toEqual([]);
});

test("our own name and picture are published", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  const actions = await engine.people.actions();
  await actions.setName("Alice");
  await actions.setPicture({ data: PNG, type: "image/png", size: 192 });
  const hash = await hashOf(PNG);
  const sent = fixture.server.sent(/<publish /).join("");
  expect(sent).toContain("<nick xmlns='http://jabber.org/protocol/nick'>Alice</nick>");
  expect(sent).toContain(`<item id='${hash}'><data xmlns='urn:xmpp:avatar:data'>${PNG}</data></item>`);
  expect(sent).toContain(`<info id='${hash}' type='image/png' bytes='16' width='192' height='192'/>`);
  expect(engine.people.nameOf("alice@example.com")).toBe("Alice");
  await actions.setPicture(undefined);
  expect(fixture.server.sent(/<publish /).at(-1)).toContain("<metadata xmlns='urn:xmpp:avatar:metadata'/>");
});

test("a picture is fetched when it is asked for, and shown if it is what was promised", async () => {
  const fixture = withBob();
  const engine = await signedIn(fixture);
  const hash = await hashOf(PNG);
  fixture.server.push(metadata("bob@example.com", hash));
  await settle();
  expect(fixture.server.sent(/avatar:data/)).toEqual([]);
  fixture.server.isMute = true;
  await until(() => engine.people.pictureOf("bob@example.com") === "");
  await until(() => fixture.server.sent(/avatar:data/).length === 1);
  answer(fixture, hash, PNG);
  await until(() => engine.people.pictureOf("bob@example.com") === `data:image/png;base64,${PNG}`);
});

test("what we say of ourselves is in our presence, and comes from our other devices", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  await (await engine.people.actions()).setStatus(" On the train ");
  expect(fixture.server.sent(/<presence/).at(-1)).toContain("<status>On the train</status>");
  expect(fixture.server.sent(/<publish node='urn:yonder:status:0'/)[0]).toContain("whitelist");
  const item = "<item id='current'><status xmlns='urn:yonder:status:0'>Home</status></item>";
  fixture.server.push(event("alice@example.com", "urn:yonder:status:0", item));
  await until(() => engine.people.status === "Home");
  expect(fixture.server.sent(/<presence/).at(-1)).toContain("<status>Home</status>");
  fixture.server.forgetSessions();
  fixture.server.drop();
  engine.reconnectNow();
  await until(() => fixture.server.sent(/<status>Home/).length === 2);
});

test("of who is no contact their card tells name and picture, on our own server alone", async () => {
  const fixture = createFixture();
  fixture.server.answer = (iq) =>
    iq.includes("to='eve@example.com'")
      ? `<vCard xmlns='vcard-temp'><FN>Eve</FN><DESC>Plays chess</DESC><PHOTO><BINVAL>${PNG}</BINVAL></PHOTO></vCard>`
      : undefined;
  const engine = await signedIn(fixture);
  const actions = await engine.people.actions();
  engine.people.pictureOf("eve@example.com");
  engine.people.pictureOf("eve@elsewhere.example");
  await until(() => engine.people.nameOf("eve@example.com") === "Eve");
  expect(fixture.server.sent(/vcard-temp/)).toHaveLength(1);
  expect(await actions.about("eve@example.com")).toBe("Plays chess");
  expect(await actions.about("eve@elsewhere.example")).toBe("");
});

test("name and picture are for everybody if we say so", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  const actions = await engine.people.actions();
  await actions.setName("Alice");
  expect(await actions.ownCard()).toEqual({ about: "", isShownToAll: false });
  await actions.showToAll(true);
  expect(fixture.server.sent(/pubsub#owner/).map((sent) => /<value>open/.test(sent))).toEqual([true, true]);
  expect(fixture.server.sent(/type='set'.*<vCard/)[0]).toContain("<NICKNAME>Alice</NICKNAME>");
});

test("our own card keeps what else it says", async () => {
  const fixture = createFixture();
  fixture.server.answer = (iq) =>
    /type='get'.*vcard-temp/.test(iq) ? "<vCard xmlns='vcard-temp'><FN>Alice</FN><DESC>Old</DESC></vCard>" : undefined;
  const engine = await signedIn(fixture);
  await (await engine.people.actions()).setAbout("New");
  expect(fixture.server.sent(/type='set'.*<vCard/)[0]).toContain("<FN>Alice</FN><DESC>New</DESC></vCard>");
});
