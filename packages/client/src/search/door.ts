import type { Message } from "../types.ts";
import type { SearchParts } from "./later/reading.ts";
import type { Search } from "./later/search.ts";
import type { PastApi } from "./types.ts";

/** Windows far from the newest messages, and the search that leads there, are loaded when they are used. */
export class SearchDoor implements PastApi {
  readonly #parts: () => SearchParts;
  #search: Search | undefined;

  constructor(parts: () => SearchParts) {
    this.#parts = parts;
  }

  async search(): Promise<Search> {
    const { Search } = await import("./later/search.ts");
    this.#search ??= new Search(this.#parts());
    return this.#search;
  }

  window(peer: string): readonly Message[] | undefined {
    return this.#search?.visits.window(peer);
  }

  isAway(peer: string): boolean {
    return this.#search?.visits.has(peer) ?? false;
  }

  /** @returns whether more may exist */
  async older(peer: string): Promise<boolean> {
    const { visits } = await this.search();
    return this.isAway(peer) ? visits.older(peer) : visits.slide(peer);
  }

  async newer(peer: string): Promise<void> {
    await this.#search?.visits.newer(peer);
  }

  leave(peer: string): void {
    this.#search?.visits.leave(peer);
  }

  clear(): void {
    this.#search?.visits.clear();
  }
}
