import type { PresenceState } from "../types.ts";

/** What somebody may do in a group: look after all of it, look after the others, take part, or be there as a guest. */
export type GroupRole = "owner" | "admin" | "member" | "guest";

/** Of which messages we want to be told (XEP-0492). */
export type GroupNotify = "all" | "mentions" | "none";

/** Why a group does not let us in; "removed": we were taken out of it, "gone": there is no such group any more. */
export type GroupRefusal = "members-only" | "banned" | "password" | "removed" | "gone" | "unreachable";

export type GroupState =
  | { readonly kind: "joining" }
  | { readonly kind: "in" }
  | { readonly kind: "out"; readonly reason?: GroupRefusal };

export interface GroupMember {
  /** Stable while they are in the group: their address, else their occupant-id, else their name in the group. */
  readonly key: string;
  /** As they call themselves there; "" for members who are not here and have no name there. */
  readonly nick: string;
  /** Bare, where the group tells it. */
  readonly address?: string;
  /** XEP-0421 */
  readonly id?: string;
  readonly role: GroupRole;
  /** Here, but may not write. */
  readonly isMuted: boolean;
  readonly presence: PresenceState;
  readonly status?: string;
  readonly isOwn: boolean;
}

/** Something that happened in the group besides messages. */
export interface GroupNotice {
  readonly key: string;
  readonly at: number;
  readonly kind: "joined" | "left" | "removed" | "subject" | "named";
  /** Who, or who did it. */
  readonly name: string;
  readonly address?: string;
  /** The new subject, or the new name of the group. */
  readonly text?: string;
}

export interface Group {
  readonly address: string;
  readonly name: string;
  readonly description: string;
  readonly subject: string;
  /** A picture as a `data:` URL. */
  readonly picture?: string;
  readonly state: GroupState;
  /** Our own name there. */
  readonly nick: string;
  readonly role: GroupRole;
  /** We may not write. */
  readonly isMuted: boolean;
  readonly members: readonly GroupMember[];
  /** Only members may enter. */
  readonly isClosed: boolean;
  readonly mayInvite: boolean;
  /** May set the subject. */
  readonly mayDescribe: boolean;
  /** Names of those who write at the moment. */
  readonly typing: readonly string[];
  readonly notify: GroupNotify;
  /** Oldest first. */
  readonly notices: readonly GroupNotice[];
}

/** Somebody asks us into a group. */
export interface GroupInvitation {
  readonly group: string;
  /** The group's name, when it was told. */
  readonly name?: string;
  /** Bare address of who asks; "" when that is not known. */
  readonly from: string;
  readonly reason?: string;
}

export interface NewGroup {
  readonly name: string;
  /** Our own name there. */
  readonly nick: string;
  readonly members: readonly string[];
  /** A picture as a `data:` URL. */
  readonly picture?: string;
}

/** What can be done in and with groups. All of it rejects with StanzaFailure when the group refuses. */
export interface GroupActions {
  /** @returns the new group's address, once others can enter */
  create(group: NewGroup): Promise<string>;
  /** Enters a group by its address. Resolves when inside. */
  join(group: string, nick: string): Promise<void>;
  /** Leaves for good, on all devices. */
  leave(group: string): Promise<void>;
  /** Tries again to enter, after a refusal. */
  enter(group: string): void;
  accept(group: string, nick: string): Promise<void>;
  decline(group: string): Promise<void>;
  invite(group: string, addresses: readonly string[]): Promise<void>;
  setRole(group: string, member: GroupMember, role: GroupRole): Promise<void>;
  remove(group: string, member: GroupMember): Promise<void>;
  setMuted(group: string, member: GroupMember, isMuted: boolean): Promise<void>;
  describe(group: string, changes: { readonly name?: string; readonly description?: string }): Promise<void>;
  setSubject(group: string, subject: string): Promise<void>;
  /** `undefined` takes the picture away. */
  setPicture(group: string, picture: string | undefined): Promise<void>;
  setNick(group: string, nick: string): void;
  setNotify(group: string, notify: GroupNotify): Promise<void>;
  /** A moderator takes back somebody's message (XEP-0425). */
  removeMessage(group: string, archiveId: string): Promise<void>;
  destroy(group: string): Promise<void>;
}

/** The groups of the account. */
export interface GroupsApi {
  readonly invitations: readonly GroupInvitation[];
  /** What is known of a group; undefined while that is being read. */
  get(group: string): Group | undefined;
  /** Names of others who have seen our message. */
  seenBy(group: string, key: string): readonly string[];
  /** What can be done with groups: loaded when it is needed. */
  actions(): Promise<GroupActions>;
}
