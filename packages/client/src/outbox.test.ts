import { describe, expect, test } from "vitest";
import { createFixture, Reports, settle, signedIn, until } from "./testing/fixture.ts";

describe("a message of ours", () => {
  test("waits, then is stored when the server acknowledges it", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const reports = new Reports(engine);
    const message = engine.send("bob@example.com", "Hi <&>\u0000");
    expect(message).toMatchObject({ peer: "bob@example.com", body: "Hi <&>", isOwn: true, state: "waiting" });
    await until(() => reports.of("message").at(-1)?.state === "stored");
    expect(fixture.server.sent(/<body>/)).toEqual([
      `<message xmlns='jabber:client' type='chat' to='bob@example.com' id='${message.id}'><body>Hi &lt;&amp;&gt;</body>` +
        `<origin-id xmlns='urn:xmpp:sid:0' id='${message.id}'/><request xmlns='urn:xmpp:receipts'/>` +
        `<markable xmlns='urn:xmpp:chat-markers:0'/><active xmlns='http://jabber.org/protocol/chatstates'/></message>`,
    ]);
  });

  test("is kept, reached, then read as the server and Bob tell", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const { id } = engine.send("bob@example.com", "Hi");
    await settle();
    const outcome = (state: string) =>
      fixture.server.push(
        `<message from='bob@example.com' type='headline'><outcome xmlns='urn:yonder:outcome:0' id='${id}' state='${state}'/></message>`,
      );
    const forged = `<message from='bob@example.com/phone' type='chat'><outcome xmlns='urn:yonder:outcome:0' id='${id}' state='reached'/></message>`;
    fixture.server.push(forged);
    await settle();
    expect(engine.conversations[0]?.last?.state).toBe("stored");
    outcome("kept");
    await until(() => engine.conversations[0]?.last?.isKept);
    outcome("reached");
    await until(() => engine.conversations[0]?.last?.state === "reached");
    expect(engine.conversations[0]?.last?.isKept).toBe(false);
    fixture.server.push(
      `<message from='bob@example.com/phone' type='chat'><displayed xmlns='urn:xmpp:chat-markers:0' id='${id}'/></message>`,
    );
    await until(() => engine.conversations[0]?.last?.state === "read");
  });

  test("is reached by a receipt too, but not by one of somebody else", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const { id } = engine.send("bob@example.com", "Hi");
    await settle();
    const receipt = (from: string) =>
      fixture.server.push(`<message from='${from}'><received xmlns='urn:xmpp:receipts' id='${id}'/></message>`);
    receipt("mallory@example.com/x");
    await settle();
    expect(engine.conversations[0]?.last?.state).toBe("stored");
    receipt("bob@example.com/phone");
    await until(() => engine.conversations[0]?.last?.state === "reached");
  });

  test("fails only when the server says so, with the reason, and can be tried again", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const { id, key } = engine.send("bob@example.org", "Hi");
    const error = "<error type='cancel'><remote-server-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    fixture.server.push(`<message from='bob@example.org' type='error' id='${id}'>${error}</message>`);
    await until(() => engine.conversations[0]?.last?.state === "failed");
    expect(engine.conversations[0]?.last?.error).toBe("remote-server-not-found");
    await settle();
    engine.retry(key);
    await until(() => engine.conversations[0]?.last?.state === "stored");
    expect(engine.conversations[0]?.last?.error).toBeUndefined();
    expect(fixture.server.sent(new RegExp(`<origin-id [^>]*id='${id}'`)).length).toBe(2);
  });

  test("that no server would take fails at once", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const message = engine.send("bob@example.com", "z".repeat(300_000));
    expect(engine.conversations[0]?.last).toEqual({
      ...message,
      place: expect.any(Number),
      state: "failed",
      error: "too-long",
    });
    await settle();
    expect(fixture.server.sent(/zzz/)).toEqual([]);
  });

  test("is given up when the server throws us out for it twice", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.violation = /poison/;
    engine.send("bob@example.com", "poison");
    engine.send("bob@example.com", "and after it");
    await until(() => engine.connection.kind === "waiting");
    engine.reconnectNow();
    await until(() => fixture.server.sent(/poison/).length === 2 && engine.connection.kind === "waiting");
    engine.reconnectNow();
    await until(() => engine.conversations[0]?.last?.state === "stored");
    await engine.openConversation("bob@example.com");
    expect(engine.history("bob@example.com").map(({ body, state }) => [body, state])).toEqual([
      ["poison", "failed"],
      ["and after it", "stored"],
    ]);
  });
});
