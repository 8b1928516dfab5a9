/** Finds the server; asks once for all who want to know at the same time. */
export class Locator {
  readonly #origin: string;
  readonly #websocket: string | undefined;
  /** The domain of addresses that are typed without one. */
  readonly domain: string;
  #found: Promise<string> | undefined;

  constructor(options: { readonly origin?: string; readonly websocket?: string; readonly domain?: string }) {
    this.#websocket = options.websocket;
    this.#origin = options.origin ?? pageOrigin() ?? originOf(options.websocket);
    this.domain = options.domain ?? new URL(this.#origin).hostname;
  }

  /** `isFresh`: the last answer led nowhere. */
  find(isFresh = false): Promise<string> {
    if (this.#websocket) return Promise.resolve(this.#websocket);
    if (isFresh) this.#found = undefined;
    this.#found ??= locateWebSocket(this.#origin);
    return this.#found;
  }
}

/** The origin of the page that this runs in, if it is a page. */
function pageOrigin(): string | undefined {
  return (globalThis as { location?: { origin?: string } }).location?.origin;
}

function originOf(websocket: string | undefined): string {
  return websocket ? new URL(websocket).origin.replace(/^ws/, "http") : "http://localhost";
}

const RELATION = "urn:xmpp:alt-connections:websocket";

/** The WebSocket's address that the origin's host-meta names (XEP-0156 §2.3), else /xmpp-websocket there. */
export async function locateWebSocket(
  origin: string,
  fetchJson: (url: string) => Promise<unknown> = getJson,
): Promise<string> {
  const fallback = new URL("/xmpp-websocket", origin.replace(/^http/, "ws")).href;
  const hostMeta = await fetchJson(new URL("/.well-known/host-meta.json", origin).href).catch(() => undefined);
  // XEP-0156 §4: never from a secure page to a connection that is not.
  const isAllowed = (href: string) =>
    href.startsWith("wss://") || (href.startsWith("ws://") && origin.startsWith("http://"));
  return links(hostMeta).find(isAllowed) ?? fallback;
}

function links(hostMeta: unknown): string[] {
  const list = (hostMeta as { links?: unknown } | undefined)?.links;
  if (!Array.isArray(list)) return [];
  return list.flatMap((link: { rel?: unknown; href?: unknown } | null) =>
    link?.rel === RELATION && typeof link.href === "string" ? [link.href] : [],
  );
}

async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  return response.ok ? response.json() : undefined;
}
