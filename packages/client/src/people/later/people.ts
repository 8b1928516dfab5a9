import { type Element, NS } from "@yonder/protocol";
import { bareOf } from "../../address.ts";
import type { Archive } from "../../archive.ts";
import { Care } from "../../care/later/care.ts";
import { Displayed } from "../../care/later/displayed.ts";
import type { Context } from "../../context.ts";
import type { Conversations } from "../../conversations.ts";
import type { GroupsDoor } from "../../groups/door.ts";
import type { Messages } from "../../messages.ts";
import { Past } from "../../past/later/past.ts";
import type { Roster } from "../../roster.ts";
import type { Storage } from "../../storage/storage.ts";
import type { Unread } from "../../unread.ts";
import type { PeopleState } from "../people-state.ts";
import type { PeopleActions } from "../types.ts";
import { Blocking } from "./blocking.ts";
import { Cards } from "./cards.ts";
import { Profiles } from "./profiles.ts";
import { Status } from "./status.ts";
import { beginPush, endPush, pushKey } from "./web-push.ts";

/** What the rooms here work with. */
export interface Tools {
  readonly context: Context;
  readonly roster: Roster;
  readonly conversations: Conversations;
  readonly messages: Messages;
  readonly unread: Unread;
  readonly groups: GroupsDoor;
  readonly archive: Archive;
  readonly storage: Storage;
  readonly state: PeopleState;
  readonly attempt: (event: string, action: Promise<unknown>) => void;
}

/** All about people that is not needed to read and write a first message. */
export class People {
  readonly actions: PeopleActions;
  readonly #tools: Tools;
  readonly #blocking: Blocking;
  readonly #profiles: Profiles;
  readonly #care: Care;
  readonly #displayed: Displayed;
  readonly #status: Status;
  /** Whose the news of our own nodes are. */
  readonly #rooms: ReadonlyMap<string, { news(stanza: Element): void }>;

  constructor(tools: Tools) {
    this.#tools = tools;
    const care = new Care(tools);
    this.#care = care;
    this.#displayed = new Displayed(tools);
    tools.unread.onRead = (peer) => {
      care.read(peer);
      this.#displayed.read(peer);
    };
    this.#blocking = new Blocking(tools);
    const cards = new Cards(tools);
    const status = new Status(tools);
    const past = new Past(tools);
    const profiles = new Profiles(tools, cards);
    this.#status = status;
    this.#rooms = new Map<string, { news(stanza: Element): void }>([
      [NS.conversations, care],
      [NS.ownDisplayed, this.#displayed],
      [NS.ownStatus, status],
    ]);
    this.#profiles = profiles;
    this.actions = {
      block: (address, report) => this.#blocking.block(address, report),
      unblock: (address) => this.#blocking.unblock(address),
      setName: (name) => profiles.setName(name),
      setPicture: (picture) => profiles.setPicture(picture),
      setStatus: (text) => status.set(text),
      about: (address) => cards.about(address),
      setAbout: (about) => cards.setAbout(about),
      ownCard: () => cards.own(),
      showToAll: (isShownToAll) => cards.showToAll(isShownToAll),
      pushKey: () => pushKey(tools.context),
      beginPush: (subscription) => beginPush(tools.context, subscription),
      endPush: (endpoint) => endPush(tools.context, endpoint),
      kept: (peer) => past.kept(peer),
      past: (...where) => past.page(...where),
      pin: (...said) => care.pin(...said),
      moveUp: (peer) => care.moveUp(peer),
      archive: (...said) => care.archive(...said),
      mute: (...said) => care.mute(...said),
      markUnread: (peer) => care.markUnread(peer),
    };
  }

  /** A new session: what is there? */
  begin(): void {
    this.#profiles.begin();
    const { attempt } = this.#tools;
    attempt("the blocked could not be read", this.#blocking.fetch());
    attempt("what stands where could not be read", this.#care.begin());
    attempt("our status could not be read", this.#status.begin());
    attempt("what was read could not be read", this.#displayed.begin());
  }

  /** The former session goes on. */
  resumed(): void {
    this.#tools.attempt("a conversation's place could not be kept", this.#care.flush());
  }

  clear(): void {
    this.#profiles.clear();
    this.#displayed.clear();
  }

  want(address: string): void {
    this.#profiles.want(address);
  }

  stanza(stanza: Element): void {
    if (stanza.name === "iq") return this.#blocking.push(stanza);
    const node = stanza.child("event", NS.pubsubEvent)?.child("items")?.attr("node");
    const room = this.#rooms.get(node ?? "");
    if (!room) return this.#profiles.heard(stanza);
    // Of what we decided our own account alone knows (XEP-0223 §5).
    const { address } = this.#tools.context;
    if (bareOf(stanza.attr("from") ?? address) === address) room.news(stanza);
  }
}
