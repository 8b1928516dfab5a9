import type { Message } from "../types.ts";

/** A message that was found. */
export interface Hit {
  readonly message: Message;
  /** The words are in a newer text of the message that is meant by this id, which is not known here. */
  readonly of?: string;
}

export interface SearchResults {
  /** Newest first. */
  readonly hits: readonly Hit[];
  /** More may be found in a moment. */
  readonly isSearching: boolean;
  /** The server was not asked, or cannot search: only what is on this device. */
  readonly isOnlyHere: boolean;
  /** Older ones may be found. */
  readonly hasMore: boolean;
}

/** Where a window is to stand. */
export interface Destination {
  /** In the archive. */
  readonly archiveId?: string | undefined;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface SearchApi {
  /**
   * Looks for messages on this device and on the server, in one conversation or all. What is found is reported as `found` under this id, whenever more is
   * known, until it is stopped.
   */
  find(id: string, words: string, peer?: string): Promise<void>;
  /** Looks for older ones. */
  more(id: string): Promise<void>;
  stop(id: string): Promise<void>;
  /** Since when there are messages, ms since 1970; undefined when nobody knows. */
  since(): Promise<number | undefined>;
  /** Brings the window of a conversation to a place in its history (reported as `history`). @returns whether it is there */
  visit(peer: string, to: Destination): Promise<boolean>;
}

/** Conversations away from their ends. */
export interface PastApi {
  /** Finds messages by their words and leads to them; loaded when it is used. */
  search(): Promise<SearchApi>;
  /** The window of this conversation stands elsewhere than at its end. */
  isAway(peer: string): boolean;
  /** Away: loads a newer page. With the newest message the window is away no more. */
  newer(peer: string): Promise<void>;
  /** Away: the window stands at the end again (reported as `history`). */
  leave(peer: string): void;
}
