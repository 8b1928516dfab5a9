import { type Element, type Jid, NS, serialize } from "@yonder/protocol";
import { timeOf } from "../../store/archive-id.ts";
import type { RoomChange, RoomMessage, RoomSettings, Rooms, StoredRoom } from "../../store/rooms.ts";
import { StoreError } from "../../store/store.ts";
import { storedStanza } from "../../store/stored-stanza.ts";
import { defaultConfig, type RoomConfig } from "./config.ts";
import type { Change } from "./draft.ts";
import { type Affiliate, newestWithin, type Room, type Told } from "./room.ts";

/** A room out of the store: nobody is in it. */
export function roomOf(jid: Jid, stored: StoredRoom, history: readonly RoomMessage[]): Room {
  const { settings, affiliates, subject, avatar } = stored;
  const config = { ...defaultConfig, ...(JSON.parse(settings.config) as Partial<RoomConfig>) };
  return {
    jid,
    config,
    isLocked: settings.isLocked,
    affiliations: new Map(
      affiliates.map(({ jid: user, affiliation, nick, reason }): [string, Affiliate] => [
        user,
        { affiliation, nick, reason },
      ]),
    ),
    subject: subject && { stanza: storedStanza(subject.xml), at: timeOf(subject.id) },
    avatar: avatar && { vcard: storedStanza(avatar.xml), hash: avatar.hash },
    occupants: new Map(),
    nicks: new Map(),
    history: newestWithin(
      history
        .filter(({ isSubject }) => !isSubject)
        .map(toldOf)
        .slice(config.historyLength > 0 ? -config.historyLength : history.length),
      Number.POSITIVE_INFINITY,
    ),
  };
}

function toldOf({ id, xml }: RoomMessage): Told {
  return { id, stanza: storedStanza(xml) };
}

/** Undefined: there is none with that id in the archive. */
export async function findMessage(rooms: Rooms, room: string, id: number) {
  const { messages } = await rooms.page(room, { ids: [id], limit: 1 }).catch((error: unknown) => {
    if (error instanceof StoreError && error.code === "not-found") return { messages: [] };
    throw error;
  });
  const [message] = messages;
  return message && { author: message.author, stanza: storedStanza(message.xml) };
}

export function settingsOf(config: RoomConfig, isLocked: boolean): RoomSettings {
  return { config: JSON.stringify(config), title: config.title, isPublic: config.isPublic, isLocked };
}

/** A step's change in the store's terms. */
export function toStored(change: Change): RoomChange {
  switch (change.kind) {
    case "config":
      return { kind: "settings", settings: settingsOf(change.config, change.isLocked) };
    case "affiliation":
      return change.affiliate
        ? { kind: "affiliate", affiliate: { jid: change.jid, ...change.affiliate } }
        : { kind: "no-affiliate", jid: change.jid };
    case "avatar":
      return {
        kind: "avatar",
        avatar: change.avatar && { xml: written(change.avatar.vcard), hash: change.avatar.hash },
      };
    case "destroy":
      return change;
  }
}

export function written(stanza: Element): string {
  return serialize(stanza, NS.client);
}
