export interface LocatorOptions {
  readonly origin?: string;
  readonly websocket?: string;
  readonly domain?: string;
  /** Gives a JSON document; rejects or gives undefined when there is none. */
  readonly fetchJson?: (url: string) => Promise<unknown>;
}

/** Finds the server; asks once for all who want to know at the same time. */
export class Locator {
  readonly #origin: string;
  readonly #websocket: string | undefined;
  readonly #fetchJson: (url: string) => Promise<unknown>;
  #domain: string | undefined;
  readonly #guess: string;
  #found: Promise<readonly string[]> | undefined;
  #urls: readonly string[] = [];

  constructor(options: LocatorOptions) {
    this.#fetchJson = options.fetchJson ?? getJson;
    this.#websocket = options.websocket;
    this.#origin = options.origin ?? pageOrigin() ?? originOf(options.websocket);
    this.#domain = options.domain;
    this.#guess = new URL(this.#origin).hostname;
  }

  /** The domain of addresses that are typed without one: a guess until the server was found. */
  get domain(): string {
    return this.#domain ?? this.#guess;
  }

  /** The server has several addresses and says which is the best at present. */
  get hasChoice(): boolean {
    return this.#urls.filter((url) => !isFallback(url)).length > 1;
  }

  /** Addresses to try, best first, those of HTTP behind all others. `isFresh`: the last answer led nowhere. */
  find(isFresh = false): Promise<readonly string[]> {
    if (this.#websocket) return Promise.resolve([this.#websocket]);
    if (isFresh) this.#found = undefined;
    this.#found ??= this.#ask();
    return this.#found;
  }

  /** XEP-0156 §2.3 */
  async #ask(): Promise<readonly string[]> {
    const meta = await this.#fetchJson(new URL("/.well-known/host-meta.json", this.#origin).href).catch(
      () => undefined,
    );
    this.#domain ??= domainIn(meta);
    // XEP-0156 §4: never from a secure page to a connection that is not.
    const isAllowed = (url: string) => /^(?:wss|https):/.test(url) || this.#origin.startsWith("http://");
    const urls = [...linksIn(meta, WEBSOCKET, /^wss?:\/\//), ...linksIn(meta, BOSH, /^https?:\/\//)].filter(isAllowed);
    // Who cannot be asked now may have said before where else to go.
    if (urls.length > 0) this.#urls = urls;
    return this.#urls.length > 0 ? this.#urls : [new URL("/xmpp-websocket", this.#origin.replace(/^http/, "ws")).href];
  }
}

/** HTTP, for where no WebSocket gets through. */
export function isFallback(url: string): boolean {
  return url.startsWith("http");
}

/** The origin of the page that this runs in, if it is a page. */
function pageOrigin(): string | undefined {
  return (globalThis as { location?: { origin?: string } }).location?.origin;
}

function originOf(websocket: string | undefined): string {
  return websocket ? new URL(websocket).origin.replace(/^ws/, "http") : "http://localhost";
}

const WEBSOCKET = "urn:xmpp:alt-connections:websocket";
const BOSH = "urn:xmpp:alt-connections:xbosh";
const DOMAIN = "urn:yonder:domain";

function linksIn(hostMeta: unknown, relation: string, scheme: RegExp): string[] {
  const list = (hostMeta as { links?: unknown } | null | undefined)?.links;
  if (!Array.isArray(list)) return [];
  return list.flatMap((link: { rel?: unknown; href?: unknown } | null) =>
    link?.rel === relation && isUrl(link.href, scheme) ? [link.href] : [],
  );
}

function isUrl(href: unknown, scheme: RegExp): href is string {
  return typeof href === "string" && scheme.test(href) && URL.canParse(href);
}

function domainIn(hostMeta: unknown): string | undefined {
  const { properties } = (hostMeta ?? {}) as { properties?: { [DOMAIN]?: unknown } | null };
  const domain = properties?.[DOMAIN];
  return typeof domain === "string" && domain !== "" ? domain : undefined;
}

async function getJson(url: string): Promise<unknown> {
  const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
  return response.ok ? response.json() : undefined;
}
