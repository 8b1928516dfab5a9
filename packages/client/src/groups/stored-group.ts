import type { StoredReader } from "./seen.ts";
import type { GroupNotify } from "./types.ts";

/** What of a group outlives a reload: plain data, part of its conversation. */
export interface StoredGroup {
  readonly name: string;
  /** Our name there. */
  readonly nick: string;
  readonly notify: GroupNotify;
  /** It stands on top (XEP-0469). */
  readonly isPinned?: boolean;
  /** Our occupant-id there (XEP-0421). */
  readonly ownId?: string;
  readonly subject?: string;
  readonly password?: string;
  /** All that the group's archive has up to here is taken over. */
  readonly position?: string;
  readonly readers?: readonly StoredReader[];
  /** What other programs keep in its bookmark, as text. */
  readonly extensions?: string;
  /** We are asked in, and have not answered: it is not among the conversations. */
  readonly invitation?: StoredInvitation;
}

export interface StoredInvitation {
  readonly from: string;
  readonly reason?: string;
  /** It came through the group, which passes on that we decline. */
  readonly isMediated: boolean;
}
