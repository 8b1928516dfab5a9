import { type DataForm, type DiscoInfo, type FormField, NS, StanzaError } from "@yonder/protocol";
import type { Draft } from "./draft.ts";
import { affiliationOf, isAtLeast, occupantOf, ownersOf, type Room } from "./room.ts";

/** What every room can do, and says of itself beside its configuration. */
const ROOM_FEATURES: readonly string[] = [
  NS.muc,
  "http://jabber.org/protocol/muc#stable_id",
  "http://jabber.org/protocol/muc#self-ping-optimization",
  NS.occupantId,
  NS.mam,
  NS.mamExtended,
  "urn:xmpp:fulltext:0",
  NS.sid,
  NS.messageModeration,
  NS.retraction,
  NS.register,
  NS.vcardTemp,
  NS.ping,
  NS.discoInfo,
  NS.discoItems,
];

/** Service discovery of a room (XEP-0045 §6.4, §7.12). */
export function roomInfo(d: Draft, node: string | undefined): DiscoInfo {
  const { room } = d;
  if (node === "x-roomuser-item") return { node, identities: reservedNick(d), features: [] };
  // §18.1.1: nothing is kept from passing
  if (node === "http://jabber.org/protocol/muc#traffic") throw new StanzaError("service-unavailable");
  if (node !== undefined) throw new StanzaError("item-not-found");
  const name = room.config.title || room.jid.local;
  return {
    identities: [{ category: "conference", type: "text", name }],
    features: [...ROOM_FEATURES, ...kindOf(room)],
    forms: [infoForm(d)],
  };
}

function reservedNick({ room, request }: Draft): DiscoInfo["identities"] {
  const name = room.affiliations.get(request.from.bare)?.nick;
  return name === undefined ? [] : [{ category: "conference", type: "text", name }];
}

function kindOf({ config }: Room): string[] {
  return [
    config.password === "" ? "muc_unsecured" : "muc_passwordprotected",
    config.isPublic ? "muc_public" : "muc_hidden",
    config.isPersistent ? "muc_persistent" : "muc_temporary",
    config.isMembersOnly ? "muc_membersonly" : "muc_open",
    config.isModerated ? "muc_moderated" : "muc_unmoderated",
    config.whois === "anyone" ? "muc_nonanonymous" : "muc_semianonymous",
  ];
}

/** What is said in a room, and how many are there, learn those who may enter it. */
function infoForm(d: Draft): DataForm {
  const { room } = d;
  const { config, avatar, subject } = room;
  const isTold = mayEnter(d);
  const subjectText = subject?.stanza.childText("subject") ?? "";
  const fields: (FormField | undefined)[] = [
    text("muc#roominfo_description", "Description", config.description),
    text("muc#roominfo_lang", "Language", config.language),
    isTold ? text("muc#roominfo_subject", "Subject", subjectText) : undefined,
    text(
      "muc#roomconfig_enablelogging",
      "Who may enter reads the archive without entering",
      config.isLogged ? "1" : "0",
    ),
    text("muc#roominfo_subjectmod", "Occupants may change the subject", config.canChangeSubject ? "1" : "0"),
    text("muc#roomconfig_changesubject", "Occupants may change the subject", config.canChangeSubject ? "1" : "0"),
    text("muc#roomconfig_allowinvites", "Members may invite others", config.canInvite ? "1" : "0"),
    isTold ? text("muc#roominfo_occupants", "Occupants", String(room.occupants.size)) : undefined,
    text("muc#maxhistoryfetch", "Messages shown on entering", String(config.historyLength)),
    config.whois === "anyone" && isTold
      ? { name: "muc#roominfo_contactjid", type: "jid-multi", label: "Owners", values: ownersOf(room) }
      : undefined,
    avatar?.hash === undefined ? undefined : text("muc#roominfo_avatarhash", "Avatar hash", avatar.hash),
  ];
  return {
    type: "result",
    formType: "http://jabber.org/protocol/muc#roominfo",
    fields: fields.filter((f) => f !== undefined),
  };
}

function text(name: string, label: string, value: string): FormField {
  return { name, type: "text-single", label, values: value === "" ? [] : [value] };
}

/** Whether the sender might enter, or is here. */
export function mayEnter({ room, request }: Draft): boolean {
  const affiliation = affiliationOf(room, request.from.bare);
  if (affiliation === "outcast" || room.isLocked) return false;
  if (occupantOf(room, request.from) !== undefined || isAtLeast(affiliation, "member")) return true;
  return !room.config.isMembersOnly && room.config.password === "";
}

/** Whether the sender may read the room's archive (XEP-0313 §6.1.2): where it is no public log, who belongs to the room. */
export function mayRead(d: Draft): boolean {
  const { room, request } = d;
  if (!mayEnter(d)) return false;
  if (room.config.isLogged || isAtLeast(affiliationOf(room, request.from.bare), "member")) return true;
  return [...room.occupants.values()].some(({ user }) => user === request.from.bare);
}
