import type { Scope } from "./scope.ts";

/** What a version of the app consists of. */
export interface App {
  readonly version: string;
  /** Paths; the page itself is `/`. */
  readonly files: readonly string[];
  /** The script that this version's page names. */
  readonly entry: string;
}

const PREFIX = "yonder-app-";
/** How long the network may take for the page when we have one, ms. */
const PATIENCE = 4_000;

/**
 * Keeps the app on this device, so that it opens without a network. The page comes from the server whenever that answers, so that no
 * worker, however old or wrong, keeps anybody from the newest one; the other files never change under their names.
 */
export function keepApp(scope: Scope, app: App): void {
  const files = new Set(app.files);
  const name = PREFIX + app.version;
  scope.addEventListener("install", (event) => event.waitUntil(fill(scope, name, app).then(() => scope.skipWaiting())));
  scope.addEventListener("activate", (event) => event.waitUntil(tidy(scope, name).then(() => scope.clients.claim())));
  scope.addEventListener("fetch", (event) => {
    const { request } = event;
    const { origin, pathname } = new URL(request.url);
    if (request.method !== "GET" || origin !== scope.location.origin) return;
    if (request.mode === "navigate" && isPage(pathname)) event.respondWith(page(scope, request));
    else if (pathname.startsWith("/assets/") || files.has(pathname)) event.respondWith(file(scope, request));
  });
}

/** Behind these paths is the app's page; all others are the server's own. */
function isPage(path: string): boolean {
  return /^\/(?:index\.html|first-run\/?|invite\/?)?$/.test(path);
}

async function fill(scope: Scope, name: string, { files, entry }: App): Promise<void> {
  const cache = await scope.caches.open(name);
  const html = await scope.fetch("/", { cache: "no-cache" });
  // While a server is renewed, another version's page may come: this one's worker is asked for again later.
  if (!html.ok || !(await html.clone().text()).includes(entry)) throw new Error("the page is another version's");
  await cache.put("/", html);
  await cache.addAll([...files]);
}

/** Tabs that are open may still ask for the former version's files: these stay until the next one comes. */
async function tidy(scope: Scope, name: string): Promise<void> {
  const versions = (await scope.caches.keys()).filter((one) => one.startsWith(PREFIX) && one !== name);
  await Promise.all(versions.slice(0, -1).map((old) => scope.caches.delete(old)));
}

async function page(scope: Scope, request: Request): Promise<Response> {
  const fetched = scope.fetch(request);
  const kept = await newest(scope);
  if (!kept) return fetched;
  const late = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), PATIENCE));
  const answer = await Promise.race([fetched.catch(() => undefined), late]);
  return answer && answer.status < 500 ? answer : kept;
}

async function newest(scope: Scope): Promise<Response | undefined> {
  const name = (await scope.caches.keys()).findLast((one) => one.startsWith(PREFIX));
  return name === undefined ? undefined : (await scope.caches.open(name)).match("/");
}

async function file(scope: Scope, request: Request): Promise<Response> {
  return (await scope.caches.match(request, { ignoreVary: true })) ?? scope.fetch(request);
}
