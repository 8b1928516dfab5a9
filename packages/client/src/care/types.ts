/** What we decided about a conversation: the same on all our devices (docs/conversations.md). */
export interface StoredCare {
  /** Its rank among those that stand on top; of a group the bookmark says whether it does (XEP-0469). */
  readonly pinned?: number;
  /** Put away, until something newer than this comes. */
  readonly archived?: ArchivedUpTo;
  /** Nothing tells of it; of a group its bookmark says so (XEP-0492). */
  readonly isMuted?: boolean;
  /** To be read again. */
  readonly isMarked?: boolean;
  /** The server does not have it yet. */
  readonly isOwed?: boolean;
  /** What other programs keep beside it, as text. */
  readonly foreign?: string;
}

/** The message that was the last one: its id in the archive, "" where that is not known, and its time. */
export interface ArchivedUpTo {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What we do with a conversation besides writing in it: done here at once, and told to our other devices when there is a connection. */
export interface CareActions {
  /** On top of all others, below those that are there already. */
  pin(peer: string, isPinned: boolean): void;
  /** One place up among those on top. */
  moveUp(peer: string): void;
  /** Put away until somebody writes; one that is muted as well stays away. */
  archive(peer: string, isArchived: boolean): void;
  mute(peer: string, isMuted: boolean): void;
  /** As if it were not read yet. */
  markUnread(peer: string): void;
}
