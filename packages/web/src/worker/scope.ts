/** What this worker uses of a ServiceWorkerGlobalScope: the page's own types know none. */
export interface Scope {
  readonly location: { readonly origin: string };
  readonly caches: CacheStorage;
  readonly registration: Pick<ServiceWorkerRegistration, "showNotification" | "getNotifications">;
  readonly clients: Clients;
  readonly navigator?: {
    setAppBadge?(count?: number): Promise<void>;
    readonly locks?: { query(): Promise<{ readonly held?: readonly { readonly name?: string }[] }> };
  };
  addEventListener<K extends keyof ScopeEvents>(type: K, listener: (event: ScopeEvents[K]) => void): void;
  skipWaiting(): Promise<void>;
  fetch(request: Request | string, init?: RequestInit): Promise<Response>;
}

export interface Clients {
  matchAll(options: { readonly type: "window"; readonly includeUncontrolled: boolean }): Promise<readonly Tab[]>;
  openWindow(url: string): Promise<unknown>;
  claim(): Promise<void>;
}

export interface Tab {
  readonly visibilityState: "visible" | "hidden";
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
}

interface Waiting {
  waitUntil(work: Promise<unknown>): void;
}

export interface ScopeEvents {
  install: Waiting;
  activate: Waiting;
  fetch: { readonly request: Request; respondWith(response: Promise<Response>): void };
  push: Waiting & { readonly data: { json(): unknown } | null };
  notificationclick: Waiting & { readonly notification: Pick<Notification, "close" | "data"> };
}
