import { createHash } from "node:crypto";
import type { WantedToken } from "@yonder/protocol";
import type { Range } from "../page-range.ts";

/** Of an archive, all messages from `low` to `high` are indexed; `isWhole`: there are none before. */
export interface Extent {
  readonly low: number;
  readonly high: number;
  readonly isWhole: boolean;
}

export interface IndexedMessage {
  readonly id: number;
  readonly tokens: readonly string[];
  /** Hash by which it means the message that it changes. */
  readonly changes: number | undefined;
}

/** Which words stand in which messages of an archive. It can be made anew from the archive at any time. */
export interface SearchIndex {
  extent(archive: string): Promise<Extent | undefined>;
  /** Adds messages, in order, that make it reach from `former` to `next`; nothing, when it does not reach from `former` any more. */
  add(archive: string, former: Extent | undefined, next: Extent, messages: readonly IndexedMessage[]): Promise<void>;
  /** Ids in the range with all of the tokens: the newest ones first when backward, else the oldest. */
  find(archive: string, wanted: Wanted): Promise<readonly number[]>;
  /** Of these hashes, those that are changed, each with the newest message that does. */
  changes(archive: string, names: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** Removes all that it has of the archive. */
  forget(archive: string): Promise<void>;
}

export interface Wanted {
  readonly tokens: readonly WantedToken[];
  readonly range: Range;
  readonly isBackward: boolean;
  readonly limit: number;
}

/** An account's archive, as the index calls it. */
export function accountArchive(owner: number): string {
  return `a${owner}`;
}

/** A room's archive. Its name, of whatever length and letters, is not seen in it. */
export function roomArchive(room: string): string {
  return `r${createHash("sha256").update(room).digest("hex").slice(0, 40)}`;
}

/** The account whose archive it is, if it is an account's. */
export function ownerOfArchive(archive: string): number | undefined {
  return archive.startsWith("a") ? Number(archive.slice(1)) : undefined;
}
