import type { RoomPage, RoomPageQuery } from "../rooms.ts";
import { ownerOfArchive } from "../search/search-index.ts";
import type { ArchivePage, PageQuery } from "../store.ts";
import { StoreError } from "../store-error.ts";
import { ReadClient } from "./read-client.ts";
import { removeSearchFile, searchedArchives } from "./search-files.ts";
import type { SearchCalls } from "./search-worker.ts";
import type { ThreadPlace } from "./worker-thread.ts";

/** The main thread's end of the searching worker, which is started with the first search: so no search is in the way of anything else. */
export class SearchClient {
  readonly #folder: string;
  readonly #place: ThreadPlace;
  readonly #now: () => number;
  #thread: Promise<ReadClient<SearchCalls>> | undefined;
  #client: ReadClient<SearchCalls> | undefined;
  #isClosed = false;

  /** `now` is in milliseconds and never goes back. */
  constructor(folder: string, place: ThreadPlace, now: () => number) {
    this.#folder = folder;
    this.#place = place;
    this.#now = now;
  }

  async page(owner: number, query: PageQuery): Promise<ArchivePage> {
    return (await this.#started()).call("searchArchive", owner, query);
  }

  async roomPage(room: string, query: RoomPageQuery): Promise<RoomPage> {
    return (await this.#started()).call("searchRoom", room, query);
  }

  /** The archive is gone. */
  async forget(archive: string): Promise<void> {
    const isAnybodys = this.#thread !== undefined || typeof this.#place === "string";
    if (isAnybodys) await (await this.#started()).call("forgetSearched", archive);
    else removeSearchFile(this.#folder, archive);
  }

  /** Removes what is there of accounts that are gone, since no node ran when they went. */
  async sweep(isThere: (owner: number) => Promise<boolean>): Promise<void> {
    for (const archive of searchedArchives(this.#folder)) {
      const owner = ownerOfArchive(archive);
      if (owner !== undefined && !(await isThere(owner))) await this.forget(archive);
    }
  }

  /** Rejects what has waited since before this time. */
  expire(before: number): void {
    this.#client?.expire(before);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await (await this.#thread?.catch(() => undefined))?.close();
  }

  #started(): Promise<ReadClient<SearchCalls>> {
    if (this.#isClosed) return Promise.reject(new StoreError("unavailable", "The store is closed."));
    this.#thread ??= this.#start();
    return this.#thread;
  }

  async #start(): Promise<ReadClient<SearchCalls>> {
    try {
      this.#client = await ReadClient.open<SearchCalls>(this.#place, this.#now);
      return this.#client;
    } catch (error) {
      this.#thread = undefined; // tried again with the next search
      throw error;
    }
  }
}
