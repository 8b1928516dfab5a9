import { describe, expect, test } from "vitest";
import { createFixture, isOnline, settle, until } from "./testing/fixture.ts";

const HOME = "ws://example.com/xmpp-websocket";

describe("a socket that is opened while somebody types", () => {
  test("is the one that they sign in by", async () => {
    const { engine: create, server } = createFixture();
    const engine = create();
    engine.prepare();
    await until(() => server.isConnected);
    engine.prepare();
    await engine.signIn("alice", "wonderland");
    expect(server.tried).toEqual([HOME]);
  });

  test("may be on its way still", async () => {
    const { engine: create, server } = createFixture();
    const engine = create();
    engine.prepare();
    await engine.signIn("alice", "wonderland");
    expect(server.tried).toEqual([HOME]);
  });

  test("serves for one attempt alone", async () => {
    const { engine: create, server } = createFixture();
    const engine = create();
    engine.prepare();
    await until(() => server.isConnected);
    await expect(engine.signIn("alice", "wrong")).rejects.toThrow();
    await engine.signIn("alice", "wonderland");
    expect(isOnline(engine)).toBe(true);
  });

  test("is let go when nobody signs in, and opened anew when they type on", async () => {
    const { engine: create, server, clock } = createFixture();
    const engine = create();
    engine.prepare();
    await until(() => server.isConnected);
    clock.advance(10_000);
    expect(server.isConnected).toBe(false);
    engine.prepare();
    await until(() => server.isConnected);
    await engine.signIn("alice", "wonderland");
    expect(server.tried).toEqual([HOME, HOME]);
  });

  test("is missed by nobody when it broke", async () => {
    const { engine: create, server } = createFixture();
    const engine = create();
    engine.prepare();
    await until(() => server.isConnected);
    server.drop();
    await engine.signIn("alice", "wonderland");
    expect(server.tried).toEqual([HOME, HOME]);
  });

  test("is not tried again with every key while there is no server", async () => {
    const { engine: create, server, clock } = createFixture();
    server.isDown = true;
    const engine = create();
    for (let key = 0; key < 5; key++) {
      engine.prepare();
      await settle();
      clock.advance(1_000);
    }
    expect(server.tried).toEqual([HOME]);
  });

  test("is none where requests over HTTP carry the stream", async () => {
    const { engine: create, server } = createFixture();
    create({ websocket: "https://example.com/http-bind" }).prepare();
    await settle();
    expect(server.tried).toEqual([]);
  });
});
