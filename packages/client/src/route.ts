import { isFallback } from "./locate.ts";

/** Redirects that are followed in a row (RFC 6120 §4.9.3.19: at least 2, at most 5). */
const MAX_REDIRECTS = 3;

/** After so long over HTTP it is worth a try whether a WebSocket gets through by now, ms. */
const FALLBACK = 600_000;

const SAFE = /^(?:wss|https):\/\//;
const UNSAFE = /^(?:ws|http):\/\//;

/** Which address to try next: where we were, where the server sent us, then wherever host-meta says. */
export class Route {
  /** The last address that was tried. */
  current = "";
  readonly #locate: (isFresh: boolean) => Promise<readonly string[]>;
  #next: string[];
  readonly #tried = new Set<string>();
  #isLocated = false;
  /** The last answer of host-meta may be out of date. */
  #isDoubtful = false;
  #redirects = 0;

  /** `home`: where the server was found before. */
  constructor(locate: (isFresh: boolean) => Promise<readonly string[]>, home?: string) {
    this.#locate = locate;
    this.#next = home ? [home] : [];
  }

  /** Everything may be tried again. */
  begin(): void {
    this.#tried.clear();
    this.#isLocated = false;
  }

  /** The next address; undefined when all were tried. */
  async next(): Promise<string | undefined> {
    if (this.#next.length === 0 && !this.#isLocated) await this.#look();
    const url = this.#next.shift();
    if (url === undefined) return undefined;
    this.#tried.add(url);
    this.#isDoubtful = true;
    this.current = url;
    return url;
  }

  /** Nothing is left to be tried after this. */
  get isLast(): boolean {
    return this.#isLocated && this.#next.length === 0;
  }

  /** The present address once more. */
  again(): void {
    this.#next.unshift(this.current);
  }

  /** RFC 7395 §3.6.1: only to where the connection is as safe as here, and not round in circles. @returns whether it is followed */
  redirect(url: string): boolean {
    const isSafe = SAFE.test(url) || (UNSAFE.test(url) && UNSAFE.test(this.current));
    if (!isSafe || !URL.canParse(url) || this.#redirects >= MAX_REDIRECTS) return false;
    this.#redirects += 1;
    this.#next.unshift(url);
    return true;
  }

  /** Online. */
  arrived(): void {
    this.#next = [];
    this.#isDoubtful = false;
  }

  /** No more, after so many ms: `isHome` when this address is still the best. */
  lost(isHome: boolean, lasted: number): void {
    this.begin();
    this.#isDoubtful = true;
    const isOld = isFallback(this.current) && lasted >= FALLBACK;
    this.#next = isHome && !isOld ? [this.current] : [];
  }

  /** It stayed for a while: a redirect is no circle any more. */
  settled(): void {
    this.#redirects = 0;
  }

  async #look(): Promise<void> {
    const places = await this.#locate(this.#isDoubtful);
    this.#isLocated = true;
    this.#next = places.filter((url) => !this.#tried.has(url));
  }
}
