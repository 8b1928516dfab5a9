import { expect, test } from "vitest";
import { memoryStorage } from "./storage/memory.ts";
import { createFixture, Reports, settle, signedIn, until } from "./testing/fixture.ts";

const push = (item: string) => `<iq type='set' id='p1'><query xmlns='jabber:iq:roster' ver='2'>${item}</query></iq>`;

test("contacts come by name, with the presence of the device that counts", async () => {
  const fixture = createFixture();
  fixture.server.roster =
    "<item jid='zoe@example.com' name='Ada' subscription='both'/><item jid='bob@example.com' subscription='to'/>" +
    "<item jid='old@example.com' subscription='none'/>";
  const engine = await signedIn(fixture);
  fixture.server.push("<presence from='zoe@example.com/phone'><show>away</show><priority>10</priority></presence>");
  fixture.server.push("<presence from='zoe@example.com/desk'><status>Reading</status></presence>");
  fixture.server.push("<presence from='bob@example.com/x'><show>xa</show></presence>");
  await settle();
  expect(engine.contacts).toEqual([
    {
      address: "zoe@example.com",
      name: "Ada",
      subscription: "both",
      isPendingOut: false,
      presence: "here",
      status: "Reading",
    },
    { address: "bob@example.com", name: "bob", subscription: "to", isPendingOut: false, presence: "away" },
  ]);
  fixture.server.push("<presence from='zoe@example.com/desk' type='unavailable'/>");
  await until(() => engine.contacts[0]?.presence === "away");
  fixture.server.push("<presence from='zoe@example.com/phone' type='unavailable'/>");
  await until(() => engine.contacts[0]?.presence === "gone");
});

test("a new contact is asked for permission; when they ask too, they get it without a question", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  await engine.addContact(" Bob@Example.com", "Bob");
  expect(fixture.server.sent(/<item /)[0]).toContain("<item jid='bob@example.com' name='Bob'/>");
  await until(() => fixture.server.sent(/type='subscribe'/).length === 1);
  fixture.server.push(push("<item jid='bob@example.com' name='Bob' subscription='none' ask='subscribe'/>"));
  await until(() => engine.contacts[0]?.isPendingOut);
  fixture.server.push("<presence from='bob@example.com' type='subscribe'/>");
  await until(() => fixture.server.sent(/to='bob@example.com' type='subscribed'/).length === 1);
  expect(engine.requests).toEqual([]);
  await expect(engine.addContact("not an address")).rejects.toThrow("jid-malformed");
});

test("who asks to see us waits for an answer", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  const reports = new Reports(engine);
  for (const name of ["erin", "frank", "erin"])
    fixture.server.push(`<presence from='${name}@example.com' type='subscribe'/>`);
  await settle();
  expect(reports.of("requests")).toEqual([["erin@example.com"], ["erin@example.com", "frank@example.com"]]);
  await engine.acceptRequest("erin@example.com");
  await engine.declineRequest("frank@example.com");
  expect(engine.requests).toEqual([]);
  await until(() => fixture.server.sent(/<presence .*to='/).length === 3);
  expect(
    fixture.server.sent(/<presence .*to='/).map((frame) => /to='(\w+).*type='(\w+)'/.exec(frame)?.slice(1)),
  ).toEqual([
    ["erin", "subscribed"],
    ["erin", "subscribe"],
    ["frank", "unsubscribed"],
  ]);
});

test("an answer that cannot be given is none: they go on asking", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  fixture.server.push("<presence from='erin@example.com' type='subscribe'/>");
  await until(() => engine.requests.length === 1);
  fixture.server.drop();
  await expect(engine.acceptRequest("erin@example.com")).rejects.toThrow();
  await expect(engine.declineRequest("erin@example.com")).rejects.toThrow();
  expect(engine.requests).toEqual(["erin@example.com"]);
});

test("a new name leaves the groups that another program gave", async () => {
  const fixture = createFixture();
  fixture.server.roster = "<item jid='bob@example.com' subscription='both'><group>Work</group></item>";
  const engine = await signedIn(fixture);
  await engine.renameContact("bob@example.com", "Robert");
  expect(fixture.server.sent(/<item /)[0]).toContain(
    "<item jid='bob@example.com' name='Robert'><group>Work</group></item>",
  );
});

test("contacts are shown from this device before the server answers, and asked for by version", async () => {
  const fixture = createFixture();
  fixture.server.roster = "<item jid='bob@example.com' name='Bob' subscription='both'/>";
  const storage = memoryStorage();
  const engine = fixture.engine({ storage });
  await engine.signIn("alice", "wonderland", { remember: true });
  await until(() => engine.contacts.length === 1);
  fixture.server.push(
    "<iq type='set' id='p'><query xmlns='jabber:iq:roster' ver='2'><item jid='bob@example.com' subscription='remove'/></query></iq>",
  );
  fixture.server.push(push("<item jid='carol@example.com' subscription='both'/>"));
  await until(() => engine.contacts[0]?.address === "carol@example.com");
  await engine.close();
  const later = fixture.engine({ storage });
  await later.resumeSaved();
  expect(later.contacts).toMatchObject([{ address: "carol@example.com", presence: "gone" }]);
  await until(() => fixture.server.sent(/jabber:iq:roster' ver='2'/).length === 1);
});

test("a conversation stops being a stranger's when they become a contact", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  const reports = new Reports(engine);
  fixture.server.push("<message from='bob@example.com/x' to='alice@example.com' id='m1'><body>Hello</body></message>");
  await until(() => engine.conversations[0]?.isStranger);
  fixture.server.push(push("<item jid='bob@example.com' subscription='from'/>"));
  await until(() => reports.of("conversation").at(-1)?.isStranger === false);
});
