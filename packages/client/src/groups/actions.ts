import { NS, xml } from "@yonder/protocol";
import { domainOf, readAddress } from "../address.ts";
import { retractItem } from "../care/later/own-items.ts";
import { randomId } from "../random.ts";
import { StanzaFailure } from "../requests.ts";
import { retractBookmark } from "./bookmarks.ts";
import type { Groups, GroupsParts } from "./groups.ts";
import type { Room } from "./room.ts";
import { configure, findService, putPicture, teamConfig } from "./room-info.ts";
import type { GroupActions, GroupMember, GroupNotify, GroupRole, NewGroup } from "./types.ts";
import {
  type Affiliation,
  affiliationChange,
  mediatedDecline,
  mediatedInvitation,
  moderation,
  nickPresence,
  roleChange,
} from "./wire.ts";

/** How long the way into a group may take, ms. */
const PATIENCE = 30_000;

/** What we do in and with groups. */
export class Actions implements GroupActions {
  readonly #groups: Groups;
  readonly #parts: GroupsParts;

  constructor(groups: Groups, parts: GroupsParts) {
    this.#groups = groups;
    this.#parts = parts;
  }

  async create({ name, nick, members, picture }: NewGroup): Promise<string> {
    const { context } = this.#parts;
    const service = await findService(context, domainOf(context.address));
    const group = `${addressable(name)}${randomId(8).toLowerCase()}@${service}`;
    const room = this.#room(group, name, nick);
    try {
      await this.#patiently(room.make());
      await configure(context, group, teamConfig(name));
    } catch (cause) {
      this.#groups.forget(group);
      throw cause;
    }
    room.begin();
    if (picture) await putPicture(context, group, picture).catch(() => this.#log("a group's picture was refused"));
    await this.#groups.publish(group);
    await this.invite(group, members);
    return group;
  }

  async join(typed: string, nick: string): Promise<void> {
    const group = readAddress(typed);
    if (!group || !this.#groups.mayBeGroup(group)) throw new StanzaFailure("jid-malformed");
    const known = this.#parts.conversations.get(group).group;
    if (known?.invitation) return this.accept(group, nick);
    const isKnown = this.#groups.find(group) !== undefined;
    const room = this.#room(group, known?.name ?? "", nick);
    await this.#enter(room, isKnown);
  }

  async leave(group: string): Promise<void> {
    const { context } = this.#parts;
    await this.forgetBookmark(group);
    // XEP-0045 §7.10: a mere member is none any more; others, and where nobody can register, simply go.
    const unregister = xml("query", NS.register, null, xml("remove", NS.register));
    if (this.#groups.find(group)?.entrance.isIn) await context.request("set", unregister, group).catch(() => undefined);
    this.#groups.forget(group);
  }

  enter(group: string): void {
    this.#groups.find(group)?.entrance.enter();
  }

  async accept(group: string, nick: string): Promise<void> {
    const { invitation: _, ...record } = this.#groups.room(group).record;
    this.#parts.conversations.change(group, { kind: "group", group: record });
    this.#parts.invitations(this.#groups.invitations);
    await this.#enter(this.#room(group, record.name, nick), false);
  }

  async decline(group: string): Promise<void> {
    const invitation = this.#parts.conversations.get(group).group?.invitation;
    if (invitation?.isMediated && invitation.from)
      this.#parts.context.send(mediatedDecline(group, randomId(), invitation.from));
    this.#groups.forget(group);
  }

  async invite(group: string, addresses: readonly string[]): Promise<void> {
    if (addresses.length === 0) return;
    this.#parts.context.send(mediatedInvitation(group, randomId(), addresses));
  }

  async setRole(group: string, member: GroupMember, role: GroupRole): Promise<void> {
    await this.#affiliate(group, member, role === "guest" ? "none" : role);
  }

  /** Out of a group for members it is enough to be none; elsewhere they could come back at once. */
  async remove(group: string, member: GroupMember): Promise<void> {
    const isClosed = this.#groups.find(group)?.info?.isClosed ?? false;
    await this.#affiliate(group, member, isClosed ? "none" : "outcast");
  }

  async setMuted(group: string, { nick }: GroupMember, isMuted: boolean): Promise<void> {
    await this.#parts.context.request("set", roleChange(nick, isMuted ? "visitor" : "participant"), group);
  }

  async describe(group: string, { name, description }: { name?: string; description?: string }): Promise<void> {
    const { context } = this.#parts;
    const wanted = {
      ...(name !== undefined && { "muc#roomconfig_roomname": name }),
      ...(description !== undefined && { "muc#roomconfig_roomdesc": description }),
    };
    await configure(context, group, wanted);
    await this.#groups.find(group)?.refresh();
    if (name !== undefined) await this.#groups.publish(group);
  }

  async setSubject(group: string, subject: string): Promise<void> {
    const text = xml("subject", NS.client, null, subject);
    this.#parts.context.send(xml("message", NS.client, { to: group, type: "groupchat", id: randomId() }, text));
  }

  async setPicture(group: string, picture: string | undefined): Promise<void> {
    await putPicture(this.#parts.context, group, picture);
    await this.#groups.find(group)?.refresh();
  }

  setNick(group: string, nick: string): void {
    const room = this.#groups.find(group);
    if (!room || !nick.trim()) return;
    room.change({ nick });
    room.entrance.rename(nick);
    if (room.entrance.isIn) this.#parts.context.send(nickPresence(group, nick));
    this.#parts.attempt("a group could not be kept", this.#groups.publish(group));
  }

  async setNotify(group: string, notify: GroupNotify): Promise<void> {
    this.#groups.find(group)?.change({ notify });
    await this.#groups.publish(group);
  }

  async removeMessage(group: string, archiveId: string): Promise<void> {
    await this.#parts.context.request("set", moderation(archiveId), group);
  }

  async destroy(group: string): Promise<void> {
    const { context } = this.#parts;
    await context.request("set", xml("query", NS.mucOwner, null, xml("destroy", NS.mucOwner)), group);
    await this.forgetBookmark(group);
    this.#groups.forget(group);
  }

  async forgetBookmark(group: string): Promise<void> {
    const { context, conversations } = this.#parts;
    const forgiving = (cause: unknown) => {
      if (!(cause instanceof StanzaFailure) || cause.condition !== "item-not-found") throw cause;
    };
    await retractBookmark(context, group).catch(forgiving);
    if (conversations.get(group).care) await retractItem(context, NS.conversations, group).catch(forgiving);
  }

  #room(group: string, name: string, nick: string): Room {
    const room = this.#groups.room(group);
    room.change({ name: name || room.record.name, nick });
    room.entrance.rename(nick);
    return room;
  }

  /** Into a group that ought to be there. */
  async #enter(room: Room, isKnown: boolean): Promise<void> {
    try {
      const isNew = await this.#patiently(room.make());
      if (isNew) {
        await room.unmake();
        throw new StanzaFailure("item-not-found");
      }
    } catch (cause) {
      if (!isKnown) this.#groups.forget(room.address);
      throw cause;
    }
    await room.refresh().catch(() => this.#log("a group could not be asked what it is"));
    await this.#groups.publish(room.address);
  }

  async #affiliate(group: string, { address, nick }: GroupMember, affiliation: Affiliation): Promise<void> {
    const known = address ?? this.#groups.find(group)?.occupants.get(nick)?.address;
    if (!known) throw new StanzaFailure("item-not-found");
    await this.#parts.context.request("set", affiliationChange(known, affiliation), group);
    this.#groups.find(group)?.affiliated(known, affiliation);
  }

  async #patiently<T>(work: Promise<T>): Promise<T> {
    let cancel = () => {};
    const tooLong = new Promise<never>((_, reject) => {
      cancel = this.#parts.context.clock.after(PATIENCE, () => reject(new StanzaFailure("remote-server-timeout")));
    });
    return Promise.race([work, tooLong]).finally(() => cancel());
  }

  #log(event: string): void {
    this.#parts.context.log(event);
  }
}

/** What an address may have of a name, for those who read it. */
function addressable(name: string): string {
  const text = name
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  const short = text.replace(/^-+/, "").slice(0, 24).replace(/-+$/, "");
  return short ? `${short}-` : "";
}
