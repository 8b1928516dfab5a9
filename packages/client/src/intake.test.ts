import { describe, expect, test } from "vitest";
import { createFixture, Reports, settle, signedIn, until } from "./testing/fixture.ts";

const HELLO =
  "<message from='bob@example.com/phone' to='alice@example.com' type='chat' id='m1'><body>Hello</body></message>";

describe("a message to us", () => {
  test("is reported once, counted as unread, and taken as text", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const reports = new Reports(engine);
    const stanza =
      "<message from='bob@example.com/phone' to='alice@example.com' type='chat' id='m1'><body>&lt;b&gt;Hello&lt;/b&gt;</body><stanza-id xmlns='urn:xmpp:sid:0' by='alice@example.com' id='a1'/></message>";
    fixture.server.push(stanza);
    fixture.server.push(stanza);
    await settle();
    expect(reports.of("incoming")).toEqual([
      {
        key: "a1",
        id: "m1",
        archiveId: "a1",
        peer: "bob@example.com",
        isOwn: false,
        body: "<b>Hello</b>",
        place: expect.any(Number),
        at: fixture.clock.now(),
        state: "reached",
      },
    ]);
    expect(engine.conversations).toMatchObject([{ peer: "bob@example.com", unread: 1, isStranger: true }]);
  });

  test("gives a guest the name that they say, and nobody else", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const nick = "<nick xmlns='http://jabber.org/protocol/nick'> Jonas </nick></message>";
    fixture.server.push(HELLO.replace("</message>", nick));
    fixture.server.push(HELLO.replace("</message>", nick).replace("bob@", "g1@guest."));
    await settle();
    expect(engine.conversations.find(({ peer }) => peer === "bob@example.com")?.name).toBe(undefined);
    expect(engine.conversations).toContainEqual(
      expect.objectContaining({ peer: "g1@guest.example.com", name: "Jonas", isGuest: true }),
    );
  });

  test("is read once it was seen by a visible page, and its sender is told", async () => {
    const fixture = createFixture();
    fixture.server.roster = "<item jid='bob@example.com' subscription='both'/>";
    const engine = await signedIn(fixture);
    fixture.server.push(HELLO);
    await settle();
    engine.setVisible(false);
    engine.markRead("bob@example.com");
    expect(engine.conversations[0]?.unread).toBe(1);
    engine.setVisible(true);
    expect(engine.conversations[0]?.unread).toBe(0);
    await settle();
    expect(fixture.server.sent(/<displayed/)).toHaveLength(1);
    expect(fixture.server.sent(/<displayed/)[0]).toMatch(
      /to='bob@example.com'.*id='m1'.*<store xmlns='urn:xmpp:hints'\/>/,
    );
  });

  test("tells a stranger neither that it arrived nor that it was read", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.push(HELLO.replace("</message>", "<request xmlns='urn:xmpp:receipts'/></message>"));
    await settle();
    engine.markRead("bob@example.com");
    await settle();
    expect(engine.conversations[0]?.unread).toBe(0);
    expect(fixture.server.sent(/<received|<displayed/)).toEqual([]);
  });

  test("answers a contact's request for a receipt", async () => {
    const fixture = createFixture();
    fixture.server.roster = "<item jid='bob@example.com' subscription='both'/>";
    await signedIn(fixture);
    fixture.server.push("<presence from='bob@example.com/phone'/>");
    fixture.server.push(HELLO.replace("</message>", "<request xmlns='urn:xmpp:receipts'/></message>"));
    await until(() => fixture.server.sent(/<received/).length > 0);
    expect(fixture.server.sent(/<received/)[0]).toMatch(/to='bob@example.com\/phone'.*id='m1'.*no-store/);
  });

  test("clears what is unread when another device of ours has shown or answered it", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const copy = (inner: string) =>
      fixture.server.push(
        `<message from='alice@example.com'><sent xmlns='urn:xmpp:carbons:2'><forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' from='alice@example.com/other' to='bob@example.com' id='c1'>${inner}</message></forwarded></sent></message>`,
      );
    fixture.server.push(HELLO);
    fixture.server.push(HELLO.replace("m1", "m2"));
    await until(() => engine.conversations[0]?.unread === 2);
    copy("<displayed xmlns='urn:xmpp:chat-markers:0' id='m1'/>");
    await settle();
    expect(engine.conversations[0]?.unread).toBe(1);
    fixture.clock.advance(1000);
    fixture.server.push(HELLO.replace("m1", "m3"));
    await until(() => engine.conversations[0]?.unread === 1);
    copy("<body>I'm here</body>");
    await until(() => engine.conversations[0]?.unread === 0);
    expect(engine.conversations[0]?.last).toMatchObject({ isOwn: true, body: "I'm here", state: "stored" });
  });

  test("shows that somebody writes until the message comes or half a minute passed", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.push(HELLO);
    await until(() => engine.conversations.length === 1);
    const composing =
      "<message from='bob@example.com/phone' type='chat'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>";
    fixture.server.push(composing);
    await until(() => engine.conversations[0]?.isTyping);
    fixture.server.push(HELLO.replace("m1", "m2"));
    await until(() => !engine.conversations[0]?.isTyping);
    fixture.server.push(composing);
    await until(() => engine.conversations[0]?.isTyping);
    fixture.clock.advance(30_000);
    expect(engine.conversations[0]?.isTyping).toBe(false);
  });
});
