import { describe, expect, test } from "vitest";
import { createFixture, isOnline, Reports, settle, signedIn, until } from "./testing/fixture.ts";

const bodies = (frames: readonly string[]) => frames.map((frame) => /<body>(.*)<\/body>/.exec(frame)?.[1]);

describe("a connection that breaks", () => {
  test("is resumed: what was written meanwhile goes out in order, nothing twice", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const reports = new Reports(engine);
    engine.send("bob@example.com", "one");
    await settle();
    fixture.server.drop();
    expect(engine.connection).toEqual({ kind: "waiting", retryAt: fixture.clock.now() + 500 });
    engine.send("bob@example.com", "two");
    engine.send("carol@example.com", "three");
    fixture.clock.advance(500);
    await until(() => isOnline(engine));
    expect(engine.connection).toEqual({ kind: "online", resumed: true, sent: 2 });
    await until(() => engine.conversations.every(({ last }) => last?.state === "stored"));
    expect(bodies(fixture.server.sent(/<body>/))).toEqual(["one", "two", "three"]);
    expect(reports.of("connection").map(({ kind }) => kind)).toEqual(["waiting", "connecting", "online"]);
  });

  test("is resumed with what the server sent into the void", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const reports = new Reports(engine);
    const { connection } = fixture.server;
    fixture.server.drop();
    connection.sendStanza(
      "<message from='bob@example.com/x' to='alice@example.com' id='m1'><body>lost</body></message>",
    );
    engine.reconnectNow();
    await until(() => reports.of("incoming").length === 1);
  });

  test("costs nothing twice when only the acknowledgement was lost", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const { connection } = fixture.server;
    connection.dropsOnAck = true;
    engine.send("bob@example.com", "once");
    await until(() => !fixture.server.isConnected);
    expect(engine.conversations[0]?.last?.state).toBe("waiting");
    fixture.server.forgetSessions();
    engine.reconnectNow();
    await until(() => engine.conversations[0]?.last?.state === "stored");
    await settle();
    expect(fixture.server.sent(/<body>once/)).toHaveLength(2);
    expect(fixture.server.archive).toHaveLength(1);
    await engine.openConversation("bob@example.com");
    expect(engine.history("bob@example.com")).toHaveLength(1);
  });

  test("waits longer each time, with jitter, up to half a minute", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture, { random: () => 1 });
    fixture.server.isDown = true;
    fixture.server.drop();
    const waits: number[] = [];
    for (let attempt = 0; attempt < 9; attempt++) {
      const { connection } = engine;
      if (connection.kind !== "waiting") throw new Error(connection.kind);
      waits.push(connection.retryAt - fixture.clock.now());
      fixture.clock.advance(connection.retryAt - fixture.clock.now());
      await until(() => engine.connection.kind === "waiting");
    }
    expect(waits).toEqual([750, 1500, 3000, 6000, 12_000, 24_000, 30_000, 30_000, 30_000]);
  });

  test("is tried at once when the page is in front again", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    engine.setVisible(false);
    fixture.server.drop();
    engine.setVisible(true);
    await until(() => isOnline(engine));
  });

  test("brings no old news of who writes when it is resumed", async () => {
    const fixture = createFixture();
    fixture.server.roster = "<item jid='bob@example.com' subscription='both'/>";
    const engine = await signedIn(fixture);
    fixture.server.push("<presence from='bob@example.com/x'/>");
    await settle();
    fixture.server.isMute = true;
    engine.setTyping("bob@example.com", true);
    engine.send("bob@example.com", "Hi");
    fixture.server.drop();
    fixture.server.isMute = false;
    engine.reconnectNow();
    await until(() => engine.conversations[0]?.last?.state === "stored");
    expect(engine.connection).toMatchObject({ resumed: true });
    expect(fixture.server.sent(/<composing/)).toHaveLength(1);
    engine.send("bob@example.com", "the counters still agree");
    await until(() => engine.conversations[0]?.last?.state === "stored");
  });

  test("leaves requests unanswered with an error, not for ever", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.isMute = true;
    const adding = expect(engine.addContact("bob@example.com")).rejects.toThrow("connection lost");
    fixture.server.drop();
    await adding;
    await expect(engine.addContact("bob@example.com")).rejects.toThrow("connection lost");
  });
});

describe("a dead connection", () => {
  test("is noticed after half a minute of silence and ten seconds of patience", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.isMute = true;
    fixture.clock.advance(30_000);
    expect(fixture.server.received.at(-1)).toBe("<r xmlns='urn:xmpp:sm:3'/>");
    fixture.clock.advance(10_000);
    expect(engine.connection.kind).toBe("waiting");
  });

  test("stays when the server answers", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    for (let minute = 0; minute < 5; minute++) {
      fixture.clock.advance(30_000);
      await settle();
    }
    expect(isOnline(engine)).toBe(true);
    expect(fixture.server.connections).toHaveLength(1);
  });

  test("is noticed within three seconds of waking", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.isMute = true;
    fixture.clock.sleep(3_600_000);
    fixture.clock.advance(3000);
    expect(engine.connection.kind).toBe("waiting");
  });

  test("is noticed when a message gets no acknowledgement", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.isMute = true;
    engine.send("bob@example.com", "Hi");
    fixture.clock.advance(10_000);
    expect(engine.connection.kind).toBe("waiting");
    expect(engine.conversations[0]?.last?.state).toBe("waiting");
  });
});

describe("a session that ended meanwhile", () => {
  test("begins anew, and what came since is taken over exactly once", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    const reports = new Reports(engine);
    const stanza = (n: number) =>
      `<message from='bob@example.com/x' to='alice@example.com' id='m${n}'><body>${n}</body>`;
    const own = (n: number) => `<stanza-id xmlns='urn:xmpp:sid:0' by='alice@example.com' id='a${n}'/></message>`;
    fixture.server.keep("a1", "2026-03-01T11:50:00Z", `${stanza(1)}</message>`);
    fixture.server.push(stanza(1) + own(1));
    await until(() => engine.conversations[0]?.unread === 1);
    fixture.server.drop();
    fixture.server.forgetSessions();
    for (let n = 2; n <= 250; n++)
      fixture.server.keep(
        `a${n}`,
        new Date(fixture.clock.now() + (n - 300) * 1000).toISOString(),
        `${stanza(n)}</message>`,
      );
    fixture.server.onBegin = (connection) => connection.sendStanza(stanza(250) + own(250));
    engine.reconnectNow();
    await until(() => engine.conversations[0]?.unread === 250);
    await settle();
    expect(engine.connection).toMatchObject({ resumed: false });
    const keys = reports.of("message").map(({ key }) => key);
    expect(new Set(keys).size).toBe(250);
    expect(reports.of("incoming").map(({ body }) => body)).toEqual(["1", "250"]);
    expect(fixture.server.sent(/<after>a1<\/after>/)).toHaveLength(1);
    await engine.openConversation("bob@example.com");
    expect(engine.history("bob@example.com").at(-1)?.body).toBe("250");
  });

  test("believes no server that counts more than it was sent", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.connection.frame("<a xmlns='urn:xmpp:sm:3' h='4000'/>");
    expect(engine.connection.kind).toBe("waiting");
    engine.reconnectNow();
    await until(() => isOnline(engine));
    expect(engine.connection).toMatchObject({ resumed: false });
  });

  test("is not fought over: another device took its place", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.connection.streamError("conflict");
    await settle();
    expect(engine.connection).toEqual({ kind: "refused", reason: "conflict" });
    fixture.clock.advance(600_000);
    await settle();
    expect(fixture.server.connections).toHaveLength(1);
    engine.reconnectNow();
    await until(() => isOnline(engine));
  });
});
