import { type Element, NS, parseElement, UNLIMITED, xml } from "@yonder/protocol";
import { bareOf, readAddress, resourceOf } from "../address.ts";
import type { PresenceState } from "../types.ts";

export type Affiliation = "owner" | "admin" | "member" | "none" | "outcast";
export type Role = "moderator" | "participant" | "visitor" | "none";

/** What a presence from an occupant's address says (XEP-0045 §7.1, §7.14, §9, §10). */
export interface OccupantPresence {
  readonly nick: string;
  readonly isGone: boolean;
  readonly codes: ReadonlySet<string>;
  readonly affiliation: Affiliation;
  readonly role: Role;
  /** Bare, where the room tells it. */
  readonly address?: string;
  /** XEP-0421 */
  readonly id?: string;
  readonly newNick?: string;
  /** The name of who brought this about, when it was somebody else. */
  readonly actor?: string;
  readonly presence: PresenceState;
  readonly status?: string;
  /** The room is no more, and perhaps there is another one in its place. */
  readonly destroyed?: { readonly alternative?: string };
}

/** Characters of what somebody says of themselves, or to ask us in: more is not kept. */
const LONGEST_TEXT = 1_000;
const AFFILIATIONS: readonly Affiliation[] = ["owner", "admin", "member", "none", "outcast"];
const ROLES: readonly Role[] = ["moderator", "participant", "visitor", "none"];

export function readOccupant(stanza: Element): OccupantPresence {
  const x = stanza.child("x", NS.mucUser);
  const item = x?.child("item");
  const isGone = stanza.attr("type") === "unavailable";
  const address = item?.attr("jid");
  const id = occupantIdOf(stanza);
  const newNick = item?.attr("nick");
  const actor = item?.child("actor")?.attr("nick");
  const status = stanza.childText("status");
  const destroy = x?.child("destroy");
  const alternative = destroy?.attr("jid");
  return {
    nick: resourceOf(stanza.attr("from") ?? ""),
    isGone,
    codes: codesOf(stanza),
    affiliation: AFFILIATIONS.find((known) => known === item?.attr("affiliation")) ?? "none",
    role: ROLES.find((known) => known === item?.attr("role")) ?? "none",
    presence: presenceOf(isGone, stanza.childText("show") ?? ""),
    ...(address && { address: bareOf(address) }),
    ...(id && { id }),
    ...(newNick && { newNick }),
    ...(actor && { actor }),
    ...(status && { status: status.slice(0, LONGEST_TEXT) }),
    ...(destroy && { destroyed: { ...(alternative && { alternative: bareOf(alternative) }) } }),
  };
}

function presenceOf(isGone: boolean, show: string): PresenceState {
  if (isGone) return "gone";
  return show === "away" || show === "xa" ? "away" : "here";
}

export function codesOf(stanza: Element): ReadonlySet<string> {
  const x = stanza.child("x", NS.mucUser);
  const codes = x?.elements().flatMap((child) => (child.name === "status" ? [child.attr("code") ?? ""] : []));
  return new Set(codes);
}

export function occupantIdOf(stanza: Element): string | undefined {
  return stanza.child("occupant-id", NS.occupantId)?.attr("id");
}

/** XEP-0045 §7.2.1; what was said before is read from the archive. */
export function joinPresence(room: string, nick: string, password?: string): Element {
  const history = xml("history", NS.muc, { maxstanzas: "0" });
  const secret = password ? xml("password", NS.muc, null, password) : undefined;
  return xml("presence", NS.client, { to: `${room}/${nick}` }, xml("x", NS.muc, null, history, secret));
}

export function leavePresence(room: string, nick: string): Element {
  return xml("presence", NS.client, { to: `${room}/${nick}`, type: "unavailable" });
}

export function nickPresence(room: string, nick: string): Element {
  return xml("presence", NS.client, { to: `${room}/${nick}` });
}

/** XEP-0045 §9, §10: by address, since that holds for those who are not here too. */
export function affiliationChange(address: string, affiliation: Affiliation): Element {
  return xml("query", NS.mucAdmin, null, xml("item", NS.mucAdmin, { jid: address, affiliation }));
}

export function affiliationList(affiliation: Affiliation): Element {
  return xml("query", NS.mucAdmin, null, xml("item", NS.mucAdmin, { affiliation }));
}

export function roleChange(nick: string, role: Role): Element {
  return xml("query", NS.mucAdmin, null, xml("item", NS.mucAdmin, { nick, role }));
}

/** XEP-0045 §7.8.2: through the room, which makes them members where only members may enter. */
export function mediatedInvitation(room: string, id: string, addresses: readonly string[]): Element {
  const invites = addresses.map((to) => xml("invite", NS.mucUser, { to }));
  return xml("message", NS.client, { to: room, id }, xml("x", NS.mucUser, null, ...invites));
}

export function mediatedDecline(room: string, id: string, inviter: string): Element {
  const decline = xml("decline", NS.mucUser, { to: inviter });
  return xml("message", NS.client, { to: room, id }, xml("x", NS.mucUser, null, decline));
}

export interface ReadInvitation {
  readonly group: string;
  readonly from: string;
  readonly reason?: string;
  readonly password?: string;
  readonly isMediated: boolean;
}

/** Direct (XEP-0249) or through the room (XEP-0045 §7.8.2). */
export function readInvitation(stanza: Element): ReadInvitation | undefined {
  if (stanza.attr("type") === "error") return undefined;
  const sender = bareOf(stanza.attr("from") ?? "");
  const x = stanza.child("x", NS.mucUser);
  const invite = x?.child("invite");
  if (invite) {
    const password = x?.childText("password");
    const from = bareOf(invite.attr("from") ?? "");
    return withText({ group: sender, from, isMediated: true }, invite.childText("reason"), password);
  }
  const direct = stanza.child("x", NS.directInvitation);
  const group = readAddress(direct?.attr("jid") ?? "");
  if (!direct || !group) return undefined;
  const invitation = { group, from: sender, isMediated: false };
  return withText(invitation, direct.attr("reason"), direct.attr("password"));
}

function withText(
  invitation: Omit<ReadInvitation, "reason" | "password">,
  reason: string | undefined,
  password: string | undefined,
): ReadInvitation {
  const given = reason?.slice(0, LONGEST_TEXT);
  return { ...invitation, ...(given && { reason: given }), ...(password && { password }) };
}

/** XEP-0425 §4.2 */
export function moderation(archiveId: string): Element {
  return xml("moderate", NS.messageModeration, { id: archiveId }, xml("retract", NS.retraction));
}

/** XML that was kept as text, if it is still what it was. */
export function revive(text: string | undefined): Element | undefined {
  try {
    return text ? parseElement(text, UNLIMITED) : undefined;
  } catch {
    return undefined;
  }
}
