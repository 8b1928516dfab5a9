import type { ArchivePage, PageQuery } from "./store.ts";

/** A room's name, the local part of its address, and the number under which it is ours; whoever takes it over gets a higher one. */
export interface Tenure {
  readonly room: string;
  readonly fence: number;
}

/** What is kept of a room besides its archive. */
export interface StoredRoom {
  readonly tenure: Tenure;
  readonly settings: RoomSettings;
  readonly affiliates: readonly StoredAffiliate[];
  /** The message that set the subject, and its id in the archive. */
  readonly subject: { readonly xml: string; readonly id: number } | undefined;
  readonly avatar: StoredAvatar | undefined;
}

export interface RoomSettings {
  /** JSON that the store does not look into. */
  readonly config: string;
  /** For the list of rooms. */
  readonly title: string;
  readonly isPublic: boolean;
  readonly isLocked: boolean;
}

export interface StoredAffiliate {
  /** Bare address or domain. */
  readonly jid: string;
  readonly affiliation: "owner" | "admin" | "member" | "outcast";
  readonly nick: string | undefined;
  readonly reason: string | undefined;
}

export interface StoredAvatar {
  readonly xml: string;
  readonly hash: string | undefined;
}

export type RoomChange =
  | { readonly kind: "settings"; readonly settings: RoomSettings }
  | { readonly kind: "affiliate"; readonly affiliate: StoredAffiliate }
  | { readonly kind: "no-affiliate"; readonly jid: string }
  | { readonly kind: "avatar"; readonly avatar: StoredAvatar | undefined }
  /** With its archive. */
  | { readonly kind: "destroy" };

export interface NewRoomMessage {
  /** From the occupant, without `to` and `stanza-id`. */
  readonly xml: string;
  /** Bare address of who wrote it. */
  readonly author: string;
  readonly nick: string;
  /** The same text with the same origin, within a day, is the same message. */
  readonly origin: string | undefined;
  readonly isSubject: boolean;
  /** What an older message is to be from now on. */
  readonly replaces?: { readonly id: number; readonly xml: string } | undefined;
}

export interface RoomMessage {
  /** Archive id (archive-id.ts): rises in the order in which the room took them. */
  readonly id: number;
  readonly xml: string;
  readonly author: string;
  readonly isSubject: boolean;
}

/** As `PageQuery`; `with` is the bare address of who wrote it. */
export type RoomPageQuery = PageQuery & {
  /** Those under this nickname. */
  readonly nick?: string | undefined;
};

export interface RoomPage extends Omit<ArchivePage, "messages"> {
  /** Oldest first. */
  readonly messages: readonly RoomMessage[];
}

/** Chat rooms (XEP-0045): what is kept of them, their archives, and who may write to them. */
export interface Rooms {
  /** Takes the room over: whoever had it until now can write to it no more. Undefined: there is no such room. */
  open(room: string): Promise<StoredRoom | undefined>;
  /** Makes a room. Rejects with "conflict" when there is one of that name, "full" when its creator has made `limit` that still are. */
  create(room: string, settings: RoomSettings, creator: string, limit: number): Promise<StoredRoom>;
  /** All changes, or none. Rejects with "conflict" when somebody else has taken the room over, or it is gone. */
  change(tenure: Tenure, changes: readonly RoomChange[]): Promise<void>;
  /** Removes some of the oldest messages. Resolves to whether there are more. Rejects with "conflict", as `change`. */
  clear(tenure: Tenure, limit: number): Promise<boolean>;
  /** Puts messages into the archive: all of them, in this order, or none. Rejects with "conflict", as `change`. */
  append(tenure: Tenure, messages: readonly NewRoomMessage[]): Promise<readonly Appended[]>;
  /** Rejects with "not-found" when an id named by the query is not in the archive (XEP-0313 §4.3.1). */
  page(room: string, query: RoomPageQuery): Promise<RoomPage>;
  /** First and last id (XEP-0313 §5), or undefined when empty. */
  metadata(room: string): Promise<{ readonly first: number; readonly last: number } | undefined>;
  /** Public rooms in order of their names, those behind `after`; at most 1,000. */
  list(
    after: string,
    limit: number,
  ): Promise<{ readonly rooms: readonly { readonly room: string; readonly title: string }[]; readonly count: number }>;
  /** The rooms that know this address. */
  affiliated(jid: string): Promise<readonly string[]>;
}

export interface Appended {
  readonly id: number;
  /** It was there already. */
  readonly isRepeated: boolean;
}
