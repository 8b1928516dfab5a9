import { describe, expect, test } from "vitest";
import type { Engine } from "./engine.ts";
import { memoryStorage } from "./storage/memory.ts";
import { createFixture, type Fixture, isOnline, Reports, settle, signedIn, until } from "./testing/fixture.ts";

const BOB = "bob@example.com";
const HOUR = 3_600_000;

/** Bob's words at the server: archived, and handed over to the session that is here, or may come back. */
class Bob {
  readonly #fixture: Fixture;
  readonly #ahead: number;

  /** `ahead`: how much later the server's clock says it is. */
  constructor(fixture: Fixture, ahead = 0) {
    this.#fixture = fixture;
    this.#ahead = ahead;
    fixture.server.stamp = () => this.#now();
  }

  write(body: string): void {
    const { server } = this.#fixture;
    const id = server.nextId();
    const stanza = (children: string) =>
      `<message from='${BOB}/x' to='alice@example.com' id='${id}'><body>${body}</body>${children}</message>`;
    server.keep(id, this.#now(), stanza(""));
    const stanzaId = `<stanza-id xmlns='urn:xmpp:sid:0' by='alice@example.com' id='${id}'/>`;
    server.connections.findLast(({ session }) => session)?.sendStanza(stanza(stanzaId));
  }

  #now(): string {
    return new Date(this.#fixture.clock.now() + this.#ahead).toISOString();
  }
}

const shown = (engine: Engine) => engine.history(BOB).map(({ body }) => body);
const archived = ({ server }: Fixture) => server.archive.map(({ xml }) => /<body>(.*)<\/body>/.exec(xml)?.[1]);

/** The connection breaks, and the session is gone with it. */
function lose({ server }: Fixture): void {
  server.drop();
  server.forgetSessions();
}

/** As far as it goes without a connection. */
async function scrollUp(engine: Engine): Promise<void> {
  for (let count = -1; count < engine.history(BOB).length; ) {
    count = engine.history(BOB).length;
    await engine.loadOlder(BOB);
  }
}

async function back(engine: Engine): Promise<void> {
  do {
    engine.reconnectNow();
    await settle();
  } while (!isOnline(engine));
}

describe("own messages", () => {
  test("stand in the order in which they were written, though the archive has only the first ones when it is asked", async () => {
    const fixture = createFixture();
    const bob = new Bob(fixture);
    const storage = memoryStorage();
    const engine = await signedIn(fixture, { storage });
    await engine.openConversation(BOB);
    bob.write("Hello");
    await settle();
    const { connection } = fixture.server;
    connection.dropsOnAck = true;
    for (const body of ["one", "two"]) engine.send(BOB, body);
    fixture.clock.advance(100);
    await until(() => !fixture.server.isConnected);
    for (const kept of fixture.server.archive.slice(1))
      Object.assign(kept, { stamp: new Date(fixture.clock.now() + 400).toISOString() });
    fixture.server.forgetSessions();
    for (const body of ["three", "four"]) engine.send(BOB, body);
    fixture.clock.advance(400);
    await back(engine);
    await until(() => engine.conversations[0]?.last?.state === "stored");
    const expected = ["Hello", "one", "two", "three", "four"];
    expect(archived(fixture)).toEqual(expected);
    expect(shown(engine)).toEqual(expected);
    expect(engine.conversations[0]?.last?.body).toBe("four");
    await engine.close();
    const reloaded = await signedIn(fixture, { storage });
    await reloaded.openConversation(BOB);
    expect(shown(reloaded)).toEqual(expected);
  });

  test("that wait stand below what came meanwhile, and stay there when they are accepted", async () => {
    const fixture = createFixture();
    const bob = new Bob(fixture);
    const engine = await signedIn(fixture);
    await engine.openConversation(BOB);
    bob.write("Hello");
    await settle();
    lose(fixture);
    fixture.clock.advance(100);
    engine.send(BOB, "mine");
    fixture.clock.advance(100);
    bob.write("Are you there?");
    const orders: string[][] = [];
    engine.on("message", () => orders.push(shown(engine)));
    await back(engine);
    await until(() => engine.conversations[0]?.last?.state === "stored");
    const expected = ["Hello", "Are you there?", "mine"];
    expect(orders).toEqual([expected, expected]);
    expect(archived(fixture)).toEqual(expected);
    expect(engine.conversations[0]?.last).toMatchObject({ body: "mine", state: "stored" });
  });

  test("go on in order, whatever the server tells first", async () => {
    const fixture = createFixture();
    const engine = await signedIn(fixture);
    await engine.openConversation(BOB);
    const reports = new Reports(engine);
    fixture.server.isMute = true;
    const [first, second] = ["first", "second"].map((body) => engine.send(BOB, body).id);
    const tell = (id = "") =>
      fixture.server.push(
        `<message from='${BOB}' type='headline'><outcome xmlns='urn:yonder:outcome:0' id='${id}' state='kept'/></message>`,
      );
    tell(second);
    await settle();
    expect(engine.history(BOB).map(({ state }) => state)).toEqual(["waiting", "waiting"]);
    tell(first);
    await settle();
    expect(engine.history(BOB)).toMatchObject([
      { body: "first", state: "stored", isKept: true },
      { body: "second", state: "stored", isKept: true },
    ]);
    expect(reports.of("message").map(({ body, state }) => `${body} ${state}`)).toEqual([
      "first waiting",
      "second waiting",
      "first stored",
      "second stored",
    ]);
  });

  test("that are refused stay where they waited", async () => {
    const fixture = createFixture();
    const bob = new Bob(fixture);
    const engine = await signedIn(fixture);
    await engine.openConversation(BOB);
    fixture.server.isMute = true;
    const { id } = engine.send(BOB, "mine");
    fixture.clock.advance(1000);
    bob.write("Hello");
    await settle();
    const error = "<error type='wait'><resource-constraint xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    fixture.server.push(`<message from='${BOB}' type='error' id='${id}'>${error}</message>`);
    await until(() => engine.conversations[0]?.last?.state === "failed");
    expect(shown(engine)).toEqual(["Hello", "mine"]);
  });
});

test("what is told of an old message hides none of those between it and the window", async () => {
  const fixture = createFixture();
  const bob = new Bob(fixture);
  const storage = memoryStorage();
  const before = await signedIn(fixture, { storage });
  const { id } = before.send(BOB, "mine");
  await settle();
  for (let n = 0; n < 70; n++) {
    fixture.clock.advance(1000);
    bob.write(`${n}`);
  }
  await settle();
  await before.close();
  const engine = await signedIn(fixture, { storage });
  await engine.openConversation(BOB);
  fixture.server.push(
    `<message from='${BOB}' type='headline'><outcome xmlns='urn:yonder:outcome:0' id='${id}' state='reached'/></message>`,
  );
  await settle();
  while (await engine.loadOlder(BOB));
  expect(shown(engine)).toEqual(archived(fixture));
  await until(() => engine.history(BOB)[0]?.state === "reached");
  expect(engine.history(BOB)[0]).toMatchObject({ body: "mine" });
});

test("what comes live stands below the archive's pages that do not have it, though the server's clock is ahead", async () => {
  const fixture = createFixture();
  const bob = new Bob(fixture, 2 * HOUR);
  const engine = await signedIn(fixture);
  await engine.openConversation(BOB);
  lose(fixture);
  for (const body of ["1", "2"]) bob.write(body);
  fixture.server.onBegin = () => {
    const known = fixture.server.archive.length;
    bob.write("3");
    fixture.server.onBegin = () => {};
    // The page was read before it came.
    const late = fixture.server.archive.splice(known);
    setImmediate(() => setImmediate(() => fixture.server.archive.push(...late)));
  };
  await back(engine);
  expect(shown(engine)).toEqual(["1", "2", "3"]);
  expect(engine.conversations[0]?.last?.body).toBe("3");
});

describe.each([
  ["right", 0],
  ["two hours slow", 2 * HOUR],
  ["two hours fast", -2 * HOUR],
])("with a clock that is %s", (_name, ahead) => {
  test.each([1, 2, 3, 4, 5, 6])(
    "a conversation that breaks off again and again is shown as archived (seed %i)",
    async (seed) => {
      const fixture = createFixture();
      fixture.server.hasOutcomes = seed % 2 === 0;
      const random = randomOf(seed);
      const bob = new Bob(fixture, ahead);
      const storage = memoryStorage();
      const tab = fixture.browser.tab();
      let engine = await signedIn(fixture, { ...tab, storage });
      await engine.openConversation(BOB);
      const own: string[] = [];
      const deeds: (() => void | Promise<void>)[] = [
        () => void own.push(engine.send(BOB, `own ${own.length}`).body),
        () => void own.push(engine.send(BOB, `own ${own.length}`).body),
        () => bob.write(`Bob ${fixture.clock.now()}`),
        () => bob.write(`Bob ${fixture.clock.now()}`),
        () => {
          if (fixture.server.isConnected) fixture.server.connection.dropsOnAck = true;
        },
        () => lose(fixture),
        () => fixture.server.drop(),
        () => back(engine),
        async () => {
          await engine.close();
          engine = fixture.engine({ ...tab, storage });
          await engine.resumeSaved();
          await engine.openConversation(BOB);
          await scrollUp(engine);
        },
      ];
      for (let step = 0; step < 120; step++) {
        fixture.clock.advance(Math.floor(random() * 200));
        await deeds[Math.floor(random() * deeds.length)]?.();
        await settle();
        expect(shown(engine).filter((body) => body.startsWith("own"))).toEqual(own);
      }
      for (const connection of fixture.server.connections) connection.dropsOnAck = false;
      await back(engine);
      await until(() => engine.history(BOB).every(({ state }) => state !== "waiting"));
      expect(shown(engine)).toEqual(archived(fixture));
      expect(engine.conversations[0]?.last).toEqual(engine.history(BOB).at(-1));
    },
  );
});

test.each([1, 2, 3])(
  "a long conversation that broke off again and again is whole, beyond what is kept here (seed %i)",
  async (seed) => {
    const fixture = createFixture();
    fixture.server.hasOutcomes = true;
    const random = randomOf(seed);
    const bob = new Bob(fixture);
    const storage = memoryStorage();
    const before = await signedIn(fixture, { storage });
    for (let n = 0; n < 700; n++) {
      fixture.clock.advance(Math.floor(random() * 200));
      if (random() < 0.5) bob.write(`Bob ${n}`);
      else before.send(BOB, `own ${n}`);
      const mishap = random();
      if (mishap < 0.02) lose(fixture);
      else if (mishap < 0.04) fixture.server.connection.dropsOnAck = true;
      if (random() < 0.3) await settle();
      if (random() < 0.1 || !fixture.server.isConnected) await back(before);
    }
    await back(before);
    await until(() => before.conversations[0]?.last?.state !== "waiting");
    await before.close();
    const engine = await signedIn(fixture, { storage });
    await engine.openConversation(BOB);
    await engine.loadOlder(BOB);
    bob.write("one more");
    while (await engine.loadOlder(BOB));
    expect(shown(engine)).toEqual(archived(fixture));
  },
);

/** Numbers that look random, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
