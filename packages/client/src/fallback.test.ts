import { beforeEach, describe, expect, test } from "vitest";
import type { Engine } from "./engine.ts";
import { memoryStorage } from "./storage/memory.ts";
import { createFixture, type Fixture, isOnline, Reports, settle, until } from "./testing/fixture.ts";

const WEBSOCKET = "wss://chat.example/ws";
const HTTP = "https://chat.example/http-bind";
const MINUTE = 60_000;

let fixture: Fixture;

beforeEach(() => {
  fixture = createFixture();
});

const fetchJson = async () => ({
  properties: { "urn:yonder:domain": "example.com" },
  links: [
    { rel: "urn:xmpp:alt-connections:xbosh", href: HTTP },
    { rel: "urn:xmpp:alt-connections:websocket", href: WEBSOCKET },
  ],
});

function engineAt(options: Parameters<Fixture["engine"]>[0] = {}): Engine {
  return fixture.engine({ websocket: "", domain: "", origin: "https://chat.example", fetchJson, ...options });
}

async function signedIn(options: Parameters<Fixture["engine"]>[0] = {}): Promise<Engine> {
  const engine = engineAt(options);
  await engine.signIn("alice@example.com", "wonderland", { remember: true });
  return engine;
}

/** The connection is lost, and comes back. */
async function reconnected(engine: Engine): Promise<void> {
  fixture.server.drop();
  engine.reconnectNow();
  await until(() => isOnline(engine));
}

describe("where a WebSocket gets through", () => {
  test("nothing else is tried", async () => {
    const engine = await signedIn();
    await reconnected(engine);
    expect(fixture.server.tried).toEqual([WEBSOCKET, WEBSOCKET]);
  });

  test("and is then slow, it has the time it needs", async () => {
    const signingIn = signedIn();
    await until(() => fixture.server.isConnected);
    fixture.server.isMute = true;
    await until(() => fixture.server.received.some((frame) => frame.startsWith("<response")));
    fixture.clock.advance(10_000);
    expect(fixture.server.tried).toEqual([WEBSOCKET]);
    fixture.server.isMute = false;
    fixture.clock.advance(20_000);
    await signingIn;
  });
});

describe("where no WebSocket gets through", () => {
  test("we go on over HTTP at once, and nobody hears of it", async () => {
    fixture.server.unreachable.add(WEBSOCKET);
    const engine = engineAt();
    const reports = new Reports(engine);
    await engine.signIn("alice@example.com", "wonderland");
    expect(fixture.server.tried).toEqual([WEBSOCKET, HTTP]);
    expect(reports.of("connection").map(({ kind }) => kind)).toEqual(["connecting", "online"]);
  });

  test("but opens and stays silent, we do not wait long", async () => {
    fixture.server.isMute = true;
    const signingIn = signedIn();
    await until(() => fixture.server.received.length > 0);
    fixture.server.isMute = false;
    fixture.clock.advance(5_000);
    await signingIn;
    expect(fixture.server.tried).toEqual([WEBSOCKET, HTTP]);
  });

  test("we come back over HTTP after a short while, and after a long one see whether that has changed", async () => {
    fixture.server.unreachable.add(WEBSOCKET);
    const engine = await signedIn();
    fixture.clock.advance(6_000);
    await reconnected(engine);
    expect(fixture.server.tried).toEqual([WEBSOCKET, HTTP, HTTP]);
    expect(engine.connection).toMatchObject({ resumed: true });
    fixture.server.unreachable.clear();
    for (let minute = 0; minute < 11; minute += 0.5) {
      fixture.clock.advance(MINUTE / 2);
      await settle();
    }
    await reconnected(engine);
    expect(fixture.server.tried.at(-1)).toBe(WEBSOCKET);
  });

  test("a reload goes on over HTTP, and another tab sees for itself", async () => {
    fixture.server.unreachable.add(WEBSOCKET);
    const storage = memoryStorage();
    const tab = fixture.browser.tab();
    const before = await signedIn({ storage, ...tab });
    await settle();
    await before.close();
    const reloaded = engineAt({ storage, ...tab });
    await reloaded.resumeSaved();
    await until(() => isOnline(reloaded));
    expect(reloaded.connection).toMatchObject({ resumed: true });
    const other = engineAt({ storage });
    await other.resumeSaved();
    await until(() => isOnline(other));
    expect(fixture.server.tried).toEqual([WEBSOCKET, HTTP, HTTP, WEBSOCKET, HTTP]);
  });

  test("an account is made all the same", async () => {
    fixture.server.unreachable.add(WEBSOCKET);
    const engine = engineAt({ domain: "example.com" });
    await engine.register(undefined, "alice", "wonderland");
    expect(fixture.server.tried.slice(0, 2)).toEqual([WEBSOCKET, HTTP]);
  });

  test("and no HTTP either, there is no connection", async () => {
    fixture.server.isDown = true;
    await expect(engineAt().signIn("alice@example.com", "wonderland")).rejects.toMatchObject({ reason: "unreachable" });
    expect(fixture.server.tried).toEqual([WEBSOCKET, HTTP]);
  });
});
