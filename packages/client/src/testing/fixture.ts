import { Engine } from "../engine.ts";
import type { EngineOptions, TabStore } from "../options.ts";
import { memoryStorage } from "../storage/memory.ts";
import type { EngineApi, Events } from "../types.ts";
import { FakeClock, settle, until } from "./fake-clock.ts";
import { FakeServer } from "./fake-server.ts";

/** A tab: what an engine runs in. Opening a second engine in it is a reload. */
export interface Tab {
  readonly tabStore: TabStore;
}

/** The tabs of one browser. */
export class FakeBrowser {
  tab(): Tab {
    let text: string | undefined;
    return {
      tabStore: {
        read: () => text,
        write: (next) => {
          text = next;
        },
      },
    };
  }
}

/** Everything that an engine reported, in order. */
export class Reports {
  readonly #all: { readonly event: keyof Events; readonly value: unknown }[] = [];

  constructor(engine: Engine) {
    const events = [
      "connection",
      "contacts",
      "requests",
      "conversation",
      "message",
      "incoming",
      "history",
      "cleared",
    ] as const;
    for (const event of events) engine.on(event, (value) => this.#all.push({ event, value }));
  }

  of<K extends keyof Events>(event: K): Events[K][] {
    return this.#all.filter((report) => report.event === event).map(({ value }) => value as Events[K]);
  }
}

export interface Fixture {
  readonly server: FakeServer;
  readonly clock: FakeClock;
  readonly browser: FakeBrowser;
  /** What the engines' one boundary logged. */
  readonly logged: string[];
  engine(options?: Partial<EngineOptions>): Engine;
}

export function createFixture(password?: string): Fixture {
  const server = new FakeServer(password);
  const clock = new FakeClock();
  const browser = new FakeBrowser();
  const logged: string[] = [];
  const engine = (options: Partial<EngineOptions> = {}) =>
    new Engine({
      websocket: "ws://example.com/xmpp-websocket",
      domain: "example.com",
      storage: memoryStorage(),
      clock,
      random: () => 0.5,
      socket: server.socket,
      log: (event) => logged.push(event),
      ...browser.tab(),
      ...options,
    });
  return { server, clock, browser, logged, engine };
}

/** An engine that is online and at rest. */
export async function signedIn(fixture: Fixture, options: Partial<EngineOptions> = {}): Promise<Engine> {
  const engine = fixture.engine(options);
  await engine.signIn("alice", "wonderland");
  await settle();
  return engine;
}

export function isOnline(engine: Pick<EngineApi, "connection">): boolean {
  return engine.connection.kind === "online";
}

export { settle, until };
