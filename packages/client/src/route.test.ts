import { beforeEach, describe, expect, test } from "vitest";
import type { Engine } from "./engine.ts";
import { memoryStorage } from "./storage/memory.ts";
import { createFixture, type Fixture, isOnline, Reports, settle, until } from "./testing/fixture.ts";

const A = "wss://a.example/ws";
const B = "wss://b.example/ws";
const ANY = "wss://chat.example/ws";
const BOB = "bob@example.com";

let fixture: Fixture;
/** What host-meta says at present. */
let links: string[];

beforeEach(() => {
  fixture = createFixture();
  links = [A, ANY];
});

const fetchJson = async () => ({
  properties: { "urn:yonder:domain": "example.com" },
  links: links.map((href) => ({ rel: "urn:xmpp:alt-connections:websocket", href })),
});

function engineAt(options: Parameters<Fixture["engine"]>[0] = {}): Engine {
  const { websocket: _, domain: __, ...rest } = { websocket: "", domain: "", ...options };
  return fixture.engine({ websocket: "", origin: "https://chat.example", fetchJson, ...rest });
}

/** Signed in by way of host-meta, and there for so long that it counts. */
async function settled(): Promise<Engine> {
  const engine = engineAt();
  await engine.signIn("alice@example.com", "wonderland");
  fixture.clock.advance(6_000);
  return engine;
}

describe("a session that is sent elsewhere", () => {
  test("goes on there at once, with all that was written, and nobody hears of a gap", async () => {
    const engine = await settled();
    const reports = new Reports(engine);
    fixture.server.connection.sendAway(B);
    engine.send(BOB, "meanwhile");
    await until(() => fixture.server.sent(/<body>meanwhile/).length === 1);
    await settle();
    expect(fixture.server.tried).toEqual([A, B]);
    expect(reports.of("connection")).toEqual([{ kind: "online", resumed: true, sent: 0 }]);
  });

  test("says so only when it takes long", async () => {
    const engine = await settled();
    const reports = new Reports(engine);
    fixture.server.isMute = true;
    fixture.server.connection.sendAway(B);
    await settle();
    fixture.clock.advance(1_900);
    expect(engine.connection.kind).toBe("online");
    fixture.clock.advance(200);
    expect(reports.of("connection")).toEqual([{ kind: "connecting" }]);
  });

  test("asks again where to go when nobody is there", async () => {
    const engine = await settled();
    fixture.server.unreachable.add(B);
    links = ["wss://c.example/ws", ANY];
    fixture.server.connection.sendAway(B);
    await until(() => fixture.server.tried.length === 3 && isOnline(engine));
    expect(fixture.server.tried).toEqual([A, B, "wss://c.example/ws"]);
  });

  test("does not go where the connection is less safe", async () => {
    const engine = await settled();
    fixture.server.connection.sendAway("ws://b.example/ws");
    await until(() => engine.connection.kind === "waiting");
    expect(fixture.server.tried).toEqual([A]);
  });

  test("does not go round in circles", async () => {
    fixture.server.redirects.set(A, B).set(B, A).set(ANY, A);
    await expect(engineAt().signIn("alice@example.com", "wonderland")).rejects.toMatchObject({ reason: "unreachable" });
    expect(fixture.server.tried).toEqual([A, B, A, B, ANY]);
  });
});

describe("a newcomer", () => {
  test("is sent on before the login", async () => {
    fixture.server.redirects.set(A, B);
    await settled();
    expect(fixture.server.tried).toEqual([A, B]);
  });

  test("tries the next address at once when nobody is at the first", async () => {
    fixture.server.unreachable.add(A);
    await settled();
    expect(fixture.server.tried).toEqual([A, ANY]);
  });

  test("does not wait long for an address that keeps silent", async () => {
    fixture.server.isMute = true;
    const signingIn = engineAt().signIn("alice@example.com", "wonderland");
    await until(() => fixture.server.received.length > 0);
    fixture.server.isMute = false;
    fixture.clock.advance(5_000);
    await signingIn;
    expect(fixture.server.tried).toEqual([A, ANY]);
  });
});

describe("who was here before", () => {
  test("comes back to where they were, though another node is the best by now", async () => {
    const engine = await settled();
    links = [B, ANY];
    fixture.server.drop();
    engine.reconnectNow();
    await until(() => isOnline(engine));
    expect(fixture.server.tried).toEqual([A, A]);
    expect(engine.connection).toMatchObject({ resumed: true });
  });

  test("goes elsewhere at once when nobody is there any more", async () => {
    const engine = await settled();
    links = [B, ANY];
    fixture.server.unreachable.add(A);
    fixture.server.drop();
    engine.reconnectNow();
    await until(() => isOnline(engine));
    expect(fixture.server.tried).toEqual([A, A, B]);
  });

  test("is found where they were after a reload, and starts anew wherever is best", async () => {
    const storage = memoryStorage();
    const tab = fixture.browser.tab();
    const before = engineAt({ storage, ...tab });
    await before.signIn("alice@example.com", "wonderland", { remember: true });
    await settle();
    await before.close();
    links = [B, ANY];
    const reloaded = engineAt({ storage, ...tab });
    await reloaded.resumeSaved();
    await until(() => isOnline(reloaded));
    expect(reloaded.connection).toMatchObject({ resumed: true });
    const other = engineAt({ storage });
    await other.resumeSaved();
    await until(() => isOnline(other));
    expect(fixture.server.tried).toEqual([A, A, B]);
  });
});

test.each(["system-shutdown", "reset", "see-other-host"])(
  "a server that ends a stream by %s is asked soon again",
  async (condition) => {
    const engine = await settled();
    for (let time = 0; time < 3; time++) {
      fixture.server.connection.streamError(condition);
      expect(engine.connection).toEqual({ kind: "waiting", retryAt: fixture.clock.now() + 500 });
      fixture.clock.advance(500);
      await until(() => isOnline(engine));
    }
  },
);

test("the domain is asked for before an address is typed", async () => {
  const engine = engineAt();
  expect(await engine.discover()).toBe("example.com");
  await engine.signIn("alice", "wonderland");
  expect(engine.address).toBe("alice@example.com");
});
