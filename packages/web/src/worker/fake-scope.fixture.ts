import type { Scope, ScopeEvents, Tab } from "./scope.ts";

type Data = Record<string, unknown>;

/** A worker's surroundings without a browser. */
export class FakeScope implements Scope {
  readonly location = { origin: "https://hill.example" };
  readonly kept = new Map<string, Map<string, Response>>();
  readonly shown: { title: string; options: NotificationOptions }[] = [];
  readonly opened: string[] = [];
  /** What the server has, by path; a string that is not there is no network. */
  readonly server = new Map<string, Response>();
  tabs: Tab[] = [];
  /** Names of locks that pages hold. */
  held: string[] = [];
  readonly navigator = { locks: { query: async () => ({ held: this.held.map((name) => ({ name })) }) } };
  isWaiting = true;
  readonly #listeners = new Map<string, (event: never) => void>();

  readonly caches = {
    open: async (name: string) => this.#cache(name),
    keys: async () => [...this.kept.keys()],
    delete: async (name: string) => this.kept.delete(name),
    match: async (request: Request) => {
      const path = new URL(request.url).pathname;
      return [...this.kept.values()]
        .map((cache) => cache.get(path))
        .find(Boolean)
        ?.clone();
    },
  } as unknown as CacheStorage;

  readonly registration = {
    showNotification: async (title: string, options: NotificationOptions = {}) =>
      void this.shown.push({ title, options }),
    getNotifications: async ({ tag }: GetNotificationOptions = {}) =>
      this.shown
        .filter(({ options }) => options.tag === tag)
        .map(({ options }) => options as unknown as Notification)
        .slice(-1),
  };

  readonly clients = {
    matchAll: async () => this.tabs,
    openWindow: async (url: string) => this.opened.push(url),
    claim: async () => {},
  };

  addEventListener<K extends keyof ScopeEvents>(type: K, listener: (event: ScopeEvents[K]) => void): void {
    this.#listeners.set(type, listener as (event: never) => void);
  }

  async skipWaiting(): Promise<void> {
    this.isWaiting = false;
  }

  async fetch(request: Request | string): Promise<Response> {
    const path = typeof request === "string" ? request : new URL(request.url).pathname;
    const response = this.server.get(path);
    if (!response) throw new TypeError("no network");
    return response.clone();
  }

  /** Resolves with what the worker answers, when all that it waits for is done. */
  async happens(type: keyof ScopeEvents, event: Data = {}): Promise<Response | undefined> {
    let work: Promise<unknown> | undefined;
    const take = (promise: Promise<unknown>) => {
      work = promise;
    };
    this.#listeners.get(type)?.({ ...event, waitUntil: take, respondWith: take } as never);
    return (await work) as Response | undefined;
  }

  /** The page asks for something. */
  asks(path: string, mode = "navigate"): Promise<Response | undefined> {
    return this.happens("fetch", { request: { url: `https://hill.example${path}`, method: "GET", mode } });
  }

  #cache(name: string) {
    const cache = this.kept.get(name) ?? new Map<string, Response>();
    this.kept.set(name, cache);
    return {
      put: async (key: string, response: Response) => void cache.set(key, response),
      match: async (key: string) => cache.get(key)?.clone(),
      delete: async (key: string) => cache.delete(key),
      addAll: async (paths: string[]) => {
        for (const path of paths) cache.set(path, await this.fetch(path));
      },
    };
  }
}
