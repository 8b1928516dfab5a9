import { type Element, Jid, NS, StanzaError, xml } from "@yonder/protocol";
import type { Draft } from "./draft.ts";
import { affiliationOf, isAtLeast, type Occupant, occupantsOf } from "./room.ts";

/** Invitations in one message, and characters of a reason. */
const MOST_INVITATIONS = 20;
const LONGEST_REASON = 1_000;

/** An occupant invites others (XEP-0045 §7.8.2). */
export function invite(d: Draft, inviter: Pick<Occupant, "user">, x: Element): void {
  const invitations = x.elements().filter((child) => child.is("invite", NS.mucUser));
  if (invitations.length > MOST_INVITATIONS) throw new StanzaError("policy-violation", "These are too many at once.");
  const affiliation = affiliationOf(d.room, inviter.user);
  const { isMembersOnly, canInvite } = d.room.config;
  // §9.5: whom somebody invites to a room for members becomes one
  const mayAdd = isAtLeast(affiliation, "admin") || (canInvite && isAtLeast(affiliation, "member"));
  if (isMembersOnly && !mayAdd) throw new StanzaError("forbidden");
  for (const invitation of invitations) {
    const to = Jid.tryParse(invitation.attr("to") ?? "");
    if (to?.local === undefined) throw new StanzaError("jid-malformed");
    if (affiliationOf(d.room, to.bare) === "outcast")
      throw new StanzaError("forbidden", "They are banned from the room.");
    if (isMembersOnly && affiliationOf(d.room, to.bare) === "none")
      d.affiliate(to.bare, { affiliation: "member", nick: undefined, reason: undefined });
    d.route(invitationTo(d, to, inviter.user, reasonIn(invitation), invitation.child("continue")), true);
  }
}

/** §9.5: the room invites a new member. */
export function invitationTo(d: Draft, to: Jid, from: string, reason: string | undefined, rest?: Element): Element {
  const { jid, config } = d.room;
  const said = reason === undefined ? undefined : xml("reason", NS.mucUser, null, reason);
  const password = config.password === "" ? undefined : xml("password", NS.mucUser, null, config.password);
  const x = xml("x", NS.mucUser, null, xml("invite", NS.mucUser, { from }, said, rest), password);
  const id = d.request.stanza.name === "message" ? d.request.stanza.attr("id") : undefined;
  return xml("message", NS.client, { from: jid.bare, to: to.toString(), id: id ?? d.request.newId() }, x);
}

/** Somebody does not want to come: told to an inviter who is here, or belongs here. Nobody learns by it who does. */
export function decline(d: Draft, x: Element): void {
  const { request, room } = d;
  const declined = x.child("decline");
  const named = Jid.tryParse(declined?.attr("to") ?? "");
  if (!declined || !named) throw new StanzaError("jid-malformed");
  const to = named.bare === room.jid.bare ? room.occupants.get(named.resource ?? "")?.user : named.bare;
  const isOurs = to !== undefined && (isAtLeast(affiliationOf(room, to), "member") || occupantsOf(room, to).length > 0);
  const reason = reasonIn(declined);
  if (to === undefined || !isOurs || affiliationOf(room, request.from.bare) === "outcast") return;
  const told = xml(
    "decline",
    NS.mucUser,
    { from: request.from.bare },
    reason === undefined ? undefined : xml("reason", NS.mucUser, null, reason),
  );
  const id = request.stanza.attr("id");
  d.route(xml("message", NS.client, { from: room.jid.bare, to, id }, xml("x", NS.mucUser, null, told)));
}

/** The reason that somebody gives. Throws StanzaError when it is too long. */
export function reasonIn(parent: Element): string | undefined {
  const reason = parent.childText("reason") || undefined;
  if (reason && reason.length > LONGEST_REASON) throw new StanzaError("policy-violation", "The reason is too long.");
  return reason;
}
