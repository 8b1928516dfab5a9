import { describe, expect, test } from "vitest";
import type { Engine } from "./engine.ts";
import { memoryStorage } from "./storage/memory.ts";
import { createFixture, type Fixture, isOnline, settle, signedIn, until } from "./testing/fixture.ts";

/** The connection is made anew, and only that is counted. */
async function begun({ server }: Fixture, engine: Engine, begin: () => unknown = () => engine.reconnectNow()) {
  server.received.length = server.traffic.length = 0;
  await begin();
  await until(() => isOnline(engine));
  await settle();
}

/** What clients sent. */
function names({ server }: Fixture): (string | undefined)[] {
  return server.received.map((frame) => /^<(\w+)/.exec(frame)?.[1]);
}

/** How often somebody waits for the other end until this is answered. */
function roundTrips({ server }: Fixture, request: RegExp): number {
  const last = server.received.findIndex((frame) => request.test(frame));
  let sent = -1;
  const until = server.traffic.findIndex((way) => way === "up" && ++sent === last);
  const before = server.traffic.slice(0, until + 1);
  return before.filter((way, i) => way === "up" && before[i - 1] !== "up").length;
}

describe("signing in", () => {
  test("needs two round trips after the socket is open", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    expect(engine.connection).toEqual({ kind: "online", resumed: false, sent: 0 });
    expect(engine.address).toBe("alice@example.com");
    expect(roundTrips(fixture, /jabber:iq:roster/)).toBe(2);
    expect(names(fixture).slice(0, 5)).toEqual(["open", "authenticate", "response", "iq", "iq"]);
  });

  test("needs one round trip with what is remembered, contacts and news included", async () => {
    const fixture = createFixture();
    const storage = memoryStorage();
    const engine = fixture.engine({ storage });
    await engine.signIn("alice", "wonderland", { remember: true });
    await engine.close();
    const later = fixture.engine({ storage });
    await begun(fixture, later, () => later.resumeSaved());
    expect(names(fixture).slice(0, 5)).toEqual(["open", "authenticate", "iq", "iq", "presence"]);
    expect(roundTrips(fixture, /jabber:iq:roster/)).toBe(1);
    expect(roundTrips(fixture, /urn:xmpp:mam:2/)).toBe(1);
  });

  test("needs two where there was something to resume, but no longer", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.drop();
    fixture.server.forgetSessions();
    await begun(fixture, engine);
    expect(roundTrips(fixture, /jabber:iq:roster/)).toBe(2);
  });

  test("needs one round trip to resume", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.drop();
    await begun(fixture, engine);
    expect(engine.connection).toMatchObject({ resumed: true });
    expect(names(fixture)).toEqual(["open", "authenticate"]);
  });

  test("proves to a server that it is the right one, and goes on with no other", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    fixture.server.tokens.isForged = true;
    fixture.server.drop();
    engine.reconnectNow();
    await until(() => engine.connection.kind === "refused");
    expect(engine.connection).toEqual({ kind: "refused", reason: "policy" });
  });

  test("tells the server what device it is", async () => {
    const fixture = createFixture();
    await signedIn(fixture, { device: "Firefox on Linux" });
    expect(fixture.server.sent(/<software>Yonder<\/software><device>Firefox on Linux<\/device>/)).toHaveLength(1);
  });

  test("works with a server that has nothing but SASL, and resumes there", async () => {
    const fixture = createFixture();
    fixture.server.withoutSasl2 = true;
    const engine = await signedIn(fixture);
    expect(fixture.server.connections.length).toBe(2);
    expect(fixture.server.connection.hasCarbons).toBe(true);
    fixture.server.drop();
    engine.send("bob@example.com", "Hi");
    engine.reconnectNow();
    await until(() => engine.conversations[0]?.last?.state === "stored");
    expect(engine.connection).toMatchObject({ resumed: true, sent: 1 });
    engine.setVisible(false);
    expect(fixture.server.received.at(-1)).toBe("<inactive xmlns='urn:xmpp:csi:0'/>");
  });

  test("says that nobody looks, on a new stream and on one that was resumed", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    engine.setVisible(false);
    expect(fixture.server.received.at(-1)).toBe("<inactive xmlns='urn:xmpp:csi:0'/>");
    fixture.server.drop();
    engine.reconnectNow();
    await until(() => isOnline(engine));
    expect(fixture.server.sent(/<inactive/)).toHaveLength(2);
  });

  test("falls back to one step at a time for a server that wants it", async () => {
    const fixture = createFixture();
    fixture.server.isStrict = true;
    const engine = await signedIn(fixture);
    expect(isOnline(engine)).toBe(true);
    expect(fixture.server.connections.length).toBe(2);
  });

  test("uses SCRAM-SHA-1 where there is nothing better, on the same stream", async () => {
    const fixture = createFixture();
    fixture.server.offers = ["SCRAM-SHA-1"];
    const engine = await signedIn(fixture);
    expect(isOnline(engine)).toBe(true);
    expect(fixture.server.connections.length).toBe(1);
  });

  test("refuses a wrong password and does not try again", async () => {
    const fixture = createFixture();
    const engine = fixture.engine();
    await expect(engine.signIn("alice", "looking-glass")).rejects.toMatchObject({ reason: "credentials" });
    expect(engine.connection).toEqual({ kind: "refused", reason: "credentials" });
    fixture.clock.advance(600_000);
    await settle();
    expect(fixture.server.connections.length).toBe(1);
  });

  test("says that nobody answered", async () => {
    const fixture = createFixture();
    fixture.server.isDown = true;
    const engine = fixture.engine();
    await expect(engine.signIn("alice", "wonderland")).rejects.toMatchObject({ reason: "unreachable" });
    expect(engine.connection).toEqual({ kind: "signed-out" });
  });

  test("gives up on a server that never answers", async () => {
    const fixture = createFixture();
    fixture.server.isMute = true;
    const signingIn = fixture.engine().signIn("alice", "wonderland");
    const outcome = expect(signingIn).rejects.toMatchObject({ reason: "unreachable" });
    await until(() => fixture.server.received.length > 0);
    fixture.clock.advance(20_000);
    await outcome;
  });

  test("does not take for an address what is none", async () => {
    await expect(createFixture().engine().signIn("alice@", "x")).rejects.toMatchObject({ reason: "address" });
  });

  test("works with a server that has no stream management", async () => {
    const fixture = createFixture();
    fixture.server.withoutManagement = true;
    const engine = await signedIn(fixture);
    engine.send("bob@example.com", "Hi");
    await until(() => engine.conversations[0]?.last?.state === "stored");
    expect(fixture.server.sent(/urn:xmpp:ping/).length).toBeGreaterThan(0);
  });

  test("tells a removed account from a changed password", async () => {
    const fixture = createFixture();
    const endedWith = async (condition: string) => {
      await fixture.server.changePassword("wonderland");
      const engine = await signedIn(fixture);
      await fixture.server.changePassword("other");
      fixture.server.connection.streamError(condition);
      engine.reconnectNow();
      await until(() => engine.connection.kind === "refused");
      return engine.connection;
    };
    expect(await endedWith("not-authorized")).toEqual({ kind: "refused", reason: "removed" });
    expect(await endedWith("reset")).toEqual({ kind: "refused", reason: "credentials" });
  });
});
