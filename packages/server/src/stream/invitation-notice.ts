import { type Element, formatDateTime, xml } from "@yonder/protocol";
import type { Invitation } from "../store/store.ts";

/** docs/invitations.md */
export const NS_INVITATION = "urn:yonder:invitation:0";

/** What belongs to an invitation besides that it lets somebody in. */
export interface InvitationDetails {
  /** As whoever made it wants to be called. */
  readonly name?: string;
  /** Bare address of a group that the newcomer will be in, or of a guest who is to stay. */
  readonly to?: string;
  /** What the group is called. */
  readonly title?: string;
}

export function detailsOf({ details }: Pick<Invitation, "details">): InvitationDetails {
  return JSON.parse(details ?? "{}") as InvitationDetails;
}

/** What the holder of an invitation is told of it, before they have an account: they hold the link, so it is for them. */
export function invitationNotice(invitation: Invitation, domain: string, place: string): Element {
  const { name, to, title } = detailsOf(invitation);
  const { inviter, expiresAt } = invitation;
  const from = inviter && `${inviter.username}@${domain}`;
  const attrs = { from, name, place: place || undefined, expires: formatDateTime(expiresAt) };
  return xml("invitation", NS_INVITATION, attrs, to ? xml("to", NS_INVITATION, { jid: to, name: title }) : undefined);
}
