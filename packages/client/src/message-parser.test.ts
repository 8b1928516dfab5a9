import { parseElement } from "@yonder/protocol";
import { describe, expect, test } from "vitest";
import { unwrap } from "./message-parser.ts";
import { createFixture, isOnline, Reports, settle, signedIn, until } from "./testing/fixture.ts";

const HELLO =
  "<message from='bob@example.com/phone' to='alice@example.com' type='chat' id='m1'><body>Hello</body></message>";

test("that a guest has an address now is believed from the server alone", async () => {
  const fixture = createFixture();
  const engine = await signedIn(fixture);
  const moved = (from: string, id: string) =>
    `<message from='${from}' to='alice@example.com' type='chat' id='${id}'><body>I have an address now</body><moved xmlns='urn:xmpp:moved:1'><new-jid>jonas@example.com</new-jid></moved></message>`;
  fixture.server.push(moved("g1@guest.example.com/web", "m1"));
  fixture.server.push(moved("g1@guest.example.com", "m2"));
  await until(() => engine.conversations.some(({ last }) => last?.id === "m2"));
  await engine.openConversation("g1@guest.example.com");
  expect(engine.history("g1@guest.example.com").map(({ id, moved }) => [id, moved])).toEqual([
    ["m1", undefined],
    ["m2", { to: "jonas@example.com" }],
  ]);
});

describe("a hostile stanza", () => {
  test("is never thrown out of the engine, and the next one is heard", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    engine.on("message", () => {
      throw new Error("a listener's bug");
    });
    for (const stanza of [
      "<message/>",
      "<message from='' to='' id=''><body/></message>",
      "<message from='x@y/z'><received xmlns='urn:xmpp:receipts'/><displayed xmlns='urn:xmpp:chat-markers:0' id='__proto__'/></message>",
      "<message from='__proto__' to='alice@example.com'><body>x</body></message>",
      "<presence/>",
      "<presence from='constructor' type='subscribe'/>",
      "<iq type='set' id='1' from='m@example.com/x'><query xmlns='jabber:iq:roster'><item/></query></iq>",
      "<iq type='result' id='unknown'/>",
      "<iq/>",
      "<message from='alice@example.com'><sent xmlns='urn:xmpp:carbons:2'/></message>",
      "<message from='alice@example.com'><result xmlns='urn:xmpp:mam:2'/></message>",
    ])
      fixture.server.push(stanza);
    fixture.server.push(HELLO);
    await until(() => engine.conversations.some(({ peer }) => peer === "bob@example.com"));
    expect(isOnline(engine)).toBe(true);
  });

  test("a roster push of somebody else is refused", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.push(
      "<iq type='set' id='p1' from='mallory@example.com/x'><query xmlns='jabber:iq:roster'><item jid='mallory@example.com' subscription='both'/></query></iq>",
    );
    await until(() => fixture.server.sent(/id='p1'/).length > 0);
    expect(fixture.server.sent(/id='p1'/)[0]).toContain("service-unavailable");
    expect(engine.contacts).toEqual([]);
  });

  test("a forged carbon is ignored", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const inner =
      "<forwarded xmlns='urn:xmpp:forward:0'><message xmlns='jabber:client' from='bob@example.com/phone' to='alice@example.com' id='f1'><body>forged</body></message></forwarded>";
    fixture.server.push(
      `<message from='mallory@example.com/x'><received xmlns='urn:xmpp:carbons:2'>${inner}</received></message>`,
    );
    fixture.server.push(
      `<message from='alice@example.com/other'><received xmlns='urn:xmpp:carbons:2'>${inner}</received></message>`,
    );
    fixture.server.push(`<message from='alice@example.com'><sent xmlns='urn:xmpp:carbons:2'>${inner}</sent></message>`);
    await settle();
    expect(engine.conversations).toEqual([]);
    fixture.server.push(
      `<message from='alice@example.com'><received xmlns='urn:xmpp:carbons:2'>${inner}</received></message>`,
    );
    await until(() => engine.conversations.length === 1);
  });

  test("a result of a query that nobody made, or of another archive, is ignored", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const query = /queryid='(\w+)'/.exec(fixture.server.sent(/urn:xmpp:mam:2/)[0] ?? "")?.[1];
    const result = (from: string, id: string | undefined) =>
      `<message from='${from}'><result xmlns='urn:xmpp:mam:2' queryid='${id}' id='z1'><forwarded xmlns='urn:xmpp:forward:0'>` +
      "<message xmlns='jabber:client' from='bob@example.com/phone' to='alice@example.com'><body>forged</body></message></forwarded></result></message>";
    fixture.server.push(result("alice@example.com", "invented"));
    fixture.server.push(result("alice@example.com", query));
    fixture.server.push(result("mallory@example.com", query));
    await settle();
    expect(engine.conversations).toEqual([]);
  });

  test("a stanza-id of somebody else does not hide a message", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const reports = new Reports(engine);
    const forged = (id: string) =>
      HELLO.replace("m1", id).replace(
        "</message>",
        "<stanza-id xmlns='urn:xmpp:sid:0' by='bob@example.com' id='a1'/></message>",
      );
    fixture.server.push(forged("m1"));
    fixture.server.push(forged("m2"));
    await until(() => reports.of("incoming").length === 2);
    expect(reports.of("incoming").map(({ archiveId }) => archiveId)).toEqual([undefined, undefined]);
    expect(engine.conversations[0]?.unread).toBe(2);
  });

  test("a delay that the sender claims does not push a message into the past", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const reports = new Reports(engine);
    const delayed = (by: string, id: string) => {
      const delay = `<delay xmlns='urn:xmpp:delay' from='${by}' stamp='2001-01-01T00:00:00Z'/></message>`;
      fixture.server.push(HELLO.replace("m1", id).replace("</message>", delay));
    };
    delayed("example.com", "m1");
    await until(() => reports.of("message").length === 1);
    expect(reports.of("message")[0]?.at).toBe(Date.parse("2001-01-01T00:00:00Z"));
    expect(reports.of("incoming")).toEqual([]);
    delayed("bob@example.com", "m2");
    await until(() => reports.of("incoming").length === 1);
    expect(reports.of("incoming")[0]?.at).toBe(fixture.clock.now());
  });

  test("an envelope inside an envelope is ignored", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const forwarded = (inner: string) => `<forwarded xmlns='urn:xmpp:forward:0'>${inner}</forwarded>`;
    const message = (inner: string) =>
      `<message xmlns='jabber:client' from='bob@example.com/x' to='alice@example.com' id='f1'><body>forged</body>${inner}</message>`;
    const received = (inner: string) => `<received xmlns='urn:xmpp:carbons:2'>${forwarded(inner)}</received>`;
    const result = `<result xmlns='urn:xmpp:mam:2' id='z1'>${forwarded(message(""))}</result>`;
    for (const inner of [received(message("")), result])
      fixture.server.push(`<message from='alice@example.com'>${received(message(inner))}</message>`);
    await settle();
    expect(engine.conversations).toEqual([]);
  });
});

test("an archive's result is believed from our own account alone", () => {
  const account = { address: "alice@example.com", hasArchive: true };
  const kindFrom = (from: string) =>
    unwrap(
      parseElement(
        `<message xmlns='jabber:client' ${from}><result xmlns='urn:xmpp:mam:2' queryid='q' id='z1'><forwarded xmlns='urn:xmpp:forward:0'>` +
          "<delay xmlns='urn:xmpp:delay' stamp='2026-02-01T12:00:00Z'/>" +
          "<message xmlns='jabber:client' from='bob@example.com/x' to='alice@example.com'><body>Hi</body></message>" +
          "</forwarded></result></message>",
      ),
      account,
    ).kind;
  expect(
    ["from='alice@example.com'", "", "from='alice@example.com/other'", "from='mallory@example.com'"].map(kindFrom),
  ).toEqual(["archived", "archived", "ignored", "ignored"]);
});
