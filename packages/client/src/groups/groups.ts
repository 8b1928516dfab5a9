import type { Element } from "@yonder/protocol";
import { bareOf, domainOf, localOf } from "../address.ts";
import { ConnectionLost } from "../connection.ts";
import type { Roster } from "../roster.ts";
import type { Message } from "../types.ts";
import { Actions } from "./actions.ts";
import { type Bookmark, publishBookmark, readBookmarks, readNews } from "./bookmarks.ts";
import { viewGroup } from "./group-view.ts";
import { Room, type RoomParts } from "./room.ts";
import { fetchInfo } from "./room-info.ts";
import type { Group, GroupInvitation } from "./types.ts";
import { type ReadInvitation, readInvitation } from "./wire.ts";

/** More invitations than this are not shown at a time. */
const MAX_INVITATIONS = 100;
/** Changes within this time are told as one, ms. */
const TOGETHER = 50;

export interface GroupsParts extends Omit<RoomParts, "changed" | "moved"> {
  readonly roster: Roster;
  invitations(all: readonly GroupInvitation[]): void;
}

/** All groups of the account: which there are, and the way of a stanza to them. Loaded when there is one. */
export class Groups {
  readonly actions: Actions;
  readonly #parts: GroupsParts;
  readonly #rooms = new Map<string, Room>();
  readonly #changed = new Set<string>();
  /** As they were seen last, until something changes. */
  readonly #views = new Map<string, Group>();

  constructor(parts: GroupsParts) {
    this.#parts = parts;
    this.actions = new Actions(this, parts);
    for (const { peer, group } of parts.conversations.records) if (group && !group.invitation) this.room(peer);
  }

  /** The group's room; made when it is not known yet. */
  room(address: string): Room {
    const known = this.#rooms.get(address);
    if (known) return known;
    const { attempt } = this.#parts;
    const room = new Room(address, {
      ...this.#parts,
      attempt,
      changed: (changed) => this.#announce(changed),
      moved: (from, to) => void this.#move(from, to),
    });
    this.#rooms.set(address, room);
    return room;
  }

  /** Nobody whom we talk to, or may get to know on our own server, is turned into a group. */
  mayBeGroup(address: string): boolean {
    const { context, conversations, roster } = this.#parts;
    const { group, last, isAnswered } = conversations.get(address);
    const isPerson = group === undefined && (last !== undefined || isAnswered);
    const isAccount = domainOf(address) === domainOf(context.address);
    return address.includes("@") && !isPerson && !isAccount && !roster.isContact(address);
  }

  find(address: string): Room | undefined {
    return this.#rooms.get(address);
  }

  view(address: string): Group | undefined {
    const known = this.#views.get(address);
    const room = this.#rooms.get(address);
    if (known || !room) return known;
    const view = viewGroup(room, this.#parts.context.address);
    this.#views.set(address, view);
    return view;
  }

  get invitations(): readonly GroupInvitation[] {
    return [...this.#parts.conversations.records].flatMap(({ peer, group }) => {
      const invitation = group?.invitation;
      if (!invitation) return [];
      const { reason, isMediated } = invitation;
      // A group of another server may name whom it likes.
      const from = isMediated && !this.#isOurServers(peer) ? "" : invitation.from;
      return [{ group: peer, from, ...(group.name && { name: group.name }), ...(reason && { reason }) }];
    });
  }

  /** A new session: no room knows it. */
  restart(): void {
    for (const room of this.#rooms.values()) room.restart();
  }

  /** The session stands: into all groups that we are not in; the others are asked whether we are still there. */
  online(): void {
    for (const room of this.#rooms.values()) {
      if (room.entrance.isIn) void room.entrance.check();
      else if (room.entrance.state.kind === "out" && !("reason" in room.entrance.state)) room.entrance.enter();
      else room.entrance.goOn();
    }
  }

  clear(): void {
    for (const room of this.#rooms.values()) room.close();
    this.#rooms.clear();
    this.#views.clear();
  }

  stanza(stanza: Element): void {
    const { address } = this.#parts.context;
    const from = bareOf(stanza.attr("from") ?? address);
    // Of our bookmarks our own account alone knows (XEP-0402 §5); whoever is in a group may say anything there.
    if (from === address) return this.#news(stanza);
    const invitation = stanza.name === "message" ? readInvitation(stanza) : undefined;
    if (invitation) return this.#invited(invitation);
    const room = this.#rooms.get(from);
    if (stanza.name === "presence") room?.presence(stanza);
    if (stanza.name === "message") room?.message(stanza);
  }

  /** What the server has of our groups: those that other devices left are left here too. */
  bookmarks(result: Element): void {
    const bookmarks = readBookmarks(result);
    const entered = new Set(bookmarks.filter(({ isEntered }) => isEntered).map(({ group }) => group));
    for (const address of this.#rooms.keys()) if (!entered.has(address)) this.forget(address);
    for (const bookmark of bookmarks) this.#bookmarked(bookmark);
  }

  /** We are in it no more, on no device. */
  forget(address: string): void {
    const wasAsked = this.#parts.conversations.get(address).group?.invitation !== undefined;
    this.#rooms.get(address)?.entrance.leave();
    this.#rooms.get(address)?.close();
    this.#rooms.delete(address);
    this.#views.delete(address);
    this.#parts.conversations.remove(address);
    this.#parts.context.emit("group", address);
    if (wasAsked) this.#parts.invitations(this.invitations);
  }

  /** As all our devices are to know it. */
  async publish(address: string): Promise<void> {
    const { name, nick, password, notify, isPinned = false, extensions } = this.room(address).record;
    const rest = { notify, isPinned, ...(password && { password }), ...(extensions && { extensions }) };
    await publishBookmark(this.#parts.context, { group: address, name, nick, isEntered: true, ...rest });
  }

  /** What is stored of it changed. */
  touched(address: string): void {
    this.#announce(address);
  }

  seenBy(address: string, key: string): readonly string[] {
    const message: Message | undefined = this.#parts.messages.find(key);
    return (message && this.#rooms.get(address)?.seen.names(message)) ?? [];
  }

  #news(event: Element): void {
    const { set, removed } = readNews(event);
    for (const address of removed) if (this.#rooms.has(address)) this.forget(address);
    for (const bookmark of set) {
      if (bookmark.isEntered) this.#bookmarked(bookmark);
      else if (this.#rooms.has(bookmark.group)) this.forget(bookmark.group);
    }
  }

  #bookmarked({ group, name, nick, isEntered, password, notify, isPinned, extensions }: Bookmark): void {
    if (!isEntered || !this.mayBeGroup(group)) return;
    const room = this.room(group);
    const { record } = room;
    const isAnswered = record.invitation !== undefined;
    const { invitation: _, ...rest } = record;
    const isOwed = this.#parts.conversations.get(group).care?.isOwed;
    room.change({
      ...rest,
      name: record.name || name || localOf(group),
      nick: nick || record.nick || localOf(this.#parts.context.address),
      // What was chosen here later is told next.
      ...(!isOwed && { notify, isPinned }),
      ...(password && { password }),
      ...(extensions && { extensions }),
    });
    if (isAnswered) this.#parts.invitations(this.invitations);
    if (!room.entrance.isIn) room.entrance.rename(room.record.nick);
    room.entrance.password = password;
    room.entrance.enter();
  }

  #invited({ group, from, reason, password, isMediated }: ReadInvitation): void {
    const { conversations } = this.#parts;
    // Whoever took us out wants us back.
    if (this.#rooms.has(group)) return this.#rooms.get(group)?.entrance.enter();
    if (!this.mayBeGroup(group) || this.invitations.length >= MAX_INVITATIONS) return;
    const invitation = { from, isMediated, ...(reason && { reason }) };
    const known = conversations.get(group).group;
    conversations.change(group, {
      kind: "group",
      group: { name: localOf(group), nick: "", notify: "all", ...known, invitation, ...(password && { password }) },
    });
    this.#parts.invitations(this.invitations);
    this.#parts.attempt("a group could not be asked what it is", this.#name(group));
  }

  #isOurServers(group: string): boolean {
    return group.endsWith(`.${domainOf(this.#parts.context.address)}`);
  }

  /** What the group is called: our own server is asked, no stranger's, who would learn that we are here. */
  async #name(address: string): Promise<void> {
    const { context, conversations } = this.#parts;
    if (!this.#isOurServers(address)) return;
    const { name } = await fetchInfo(context, address);
    const { group } = conversations.get(address);
    if (!name || !group?.invitation) return;
    conversations.change(address, { group: { ...group, name } });
    this.#parts.invitations(this.invitations);
  }

  /** XEP-0045 §10.9: what was said there is said elsewhere now. */
  async #move(from: string, to: string): Promise<void> {
    const { name, nick, notify } = this.room(from).record;
    if (!this.mayBeGroup(to)) return this.room(from).entrance.vanished();
    this.forget(from);
    this.room(to).change({ name, nick, notify });
    this.room(to).entrance.rename(nick);
    this.room(to).entrance.enter();
    try {
      await this.publish(to);
      await this.actions.forgetBookmark(from);
    } catch (cause) {
      if (!(cause instanceof ConnectionLost)) this.#parts.context.log("a group that moved could not be kept", cause);
    }
  }

  /** Once for all that comes at about the same time: a thousand people are told one by one. */
  #announce(address: string): void {
    this.#views.delete(address);
    if (this.#changed.size === 0) this.#parts.context.clock.after(TOGETHER, () => this.#report());
    this.#changed.add(address);
  }

  #report(): void {
    const changed = [...this.#changed];
    this.#changed.clear();
    for (const address of changed) this.#parts.context.emit("group", address);
  }
}
