import { describe, expect, test } from "vitest";
import { createFixture, isOnline, settle, signedIn, until } from "./testing/fixture.ts";

describe("signing in", () => {
  test("needs two round trips after the socket is open", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    expect(engine.connection).toEqual({ kind: "online", resumed: false, sent: 0 });
    expect(engine.address).toBe("alice@example.com");
    const frames = fixture.server.received.map((frame) =>
      /^<(\w+)(?:.*?<(\w+))?/.exec(frame)?.slice(1).join(" ").trim(),
    );
    expect(frames.slice(0, 9)).toEqual([
      "open",
      "auth",
      "response",
      "open",
      "iq bind",
      "enable",
      "iq enable",
      "iq enable",
      "iq query",
    ]);
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
