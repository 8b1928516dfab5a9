import { memoryStorage } from "../storage/memory.ts";
import type { SlotStorage, Storage } from "../storage/storage.ts";
import { type PageStore, Slots } from "../tabs/slots.ts";
import { openTab } from "../tabs/tab.ts";
import type { Locks, TabChannel, TakeOptions } from "../tabs/tab-options.ts";
import type { EngineApi } from "../types.ts";
import type { Fixture } from "./fixture.ts";

interface Waiting {
  readonly grant: () => void;
  readonly tab: object;
}

interface Held {
  readonly tab: object;
  readonly steal: () => void;
}

/** A browser with several tabs: its locks, channels and storage. */
export class FakeTabs {
  readonly local = new FakeStore();
  readonly databases = new Map<string, Storage>();
  /** In place of its own. */
  locks: Locks | undefined;
  readonly #fixture: Fixture;
  readonly #held = new Map<string, Held>();
  readonly #waiting = new Map<string, Waiting[]>();
  readonly #channels = new Set<{ readonly name: string; readonly hear: (data: unknown) => void }>();

  constructor(fixture: Fixture) {
    this.#fixture = fixture;
  }

  /** `session`: of a tab that is reloaded, or duplicated. */
  open(session = new FakeStore()): FakeTab {
    const tab = {};
    const page = new EventTarget();
    const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
    const { server, clock, logged } = this.#fixture;
    let isDead = false;
    const engine = openTab({
      websocket: "ws://example.com/xmpp-websocket",
      domain: "example.com",
      clock,
      random: () => 0.5,
      socket: server.socket,
      log: (event) => logged.push(event),
      storage: () => this.#storage(),
      slots: new Slots(() => ({ local: this.local, session })),
      locks: this.locks ?? this.#locks(tab),
      channel: (name) => this.#channel(name, () => isDead),
      page: { document, addEventListener: page.addEventListener.bind(page) },
    });
    const crash = () => {
      isDead = true;
      this.#gone(tab);
    };
    return {
      engine,
      session,
      document,
      hang: () => {
        isDead = true;
      },
      crash,
      close: () => {
        page.dispatchEvent(new Event("pagehide"));
        crash();
      },
    };
  }

  database(slot: string): Storage {
    const known = this.databases.get(slot) ?? memoryStorage();
    this.databases.set(slot, known);
    return known;
  }

  #storage(): SlotStorage {
    let slot = "";
    const use = (name: string) => {
      slot = name;
    };
    return new Proxy({} as SlotStorage, {
      get: (_, name: keyof SlotStorage) => {
        if (name === "use") return use;
        const storage = this.database(slot);
        return storage[name].bind(storage);
      },
    });
  }

  #locks(tab: object): Locks {
    return {
      request: (name, options, action) => {
        if (options.ifAvailable && this.#held.has(name)) return Promise.resolve(action(null));
        const { promise, resolve, reject } = Promise.withResolvers<unknown>();
        const grant = () => {
          const held = { tab, steal: () => reject(new DOMException("stolen", "AbortError")) };
          this.#held.set(name, held);
          const release = () => this.#release(name, held);
          void Promise.resolve(action({})).then(resolve, reject).then(release);
        };
        this.#request(name, options, { tab, grant });
        options.signal?.addEventListener("abort", () => this.#forget(name, grant));
        return promise;
      },
    };
  }

  #request(name: string, { steal = false }: TakeOptions, waiting: Waiting): void {
    const held = this.#held.get(name);
    if (held && !steal) return void this.#waiting.set(name, [...(this.#waiting.get(name) ?? []), waiting]);
    waiting.grant();
    held?.steal();
  }

  #release(name: string, held: Held): void {
    if (this.#held.get(name) !== held) return;
    this.#held.delete(name);
    const [next, ...rest] = this.#waiting.get(name) ?? [];
    this.#waiting.set(name, rest);
    next?.grant();
  }

  #forget(name: string, grant: () => void): void {
    this.#waiting.set(
      name,
      (this.#waiting.get(name) ?? []).filter((one) => one.grant !== grant),
    );
  }

  #gone(tab: object): void {
    for (const [name, all] of this.#waiting)
      this.#waiting.set(
        name,
        all.filter((one) => one.tab !== tab),
      );
    for (const [name, held] of [...this.#held]) if (held.tab === tab) this.#release(name, held);
  }

  #channel(name: string, isDead: () => boolean): TabChannel {
    const channel: TabChannel = { onmessage: null, postMessage: () => {}, close: () => {} };
    const hear = (data: unknown) => {
      if (!isDead()) channel.onmessage?.call(channel as BroadcastChannel, { data } as MessageEvent);
    };
    const end = { name, hear };
    channel.postMessage = (data) => {
      const copy: unknown = structuredClone(data);
      if (isDead()) return;
      for (const other of this.#channels)
        if (other !== end && other.name === name) setImmediate(() => this.#channels.has(other) && other.hear(copy));
    };
    channel.close = () => void this.#channels.delete(end);
    this.#channels.add(end);
    return channel;
  }
}

export interface FakeTab {
  readonly engine: EngineApi;
  readonly session: FakeStore;
  readonly document: EventTarget & { visibilityState: string };
  /** Nothing runs there any longer, and the browser does not notice. */
  hang(): void;
  crash(): void;
  close(): void;
}

export class FakeStore implements PageStore {
  readonly #items = new Map<string, string>();

  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }

  removeItem(key: string): void {
    this.#items.delete(key);
  }
}
