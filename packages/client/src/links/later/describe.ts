import { NS, parseDateTime, xml } from "@yonder/protocol";
import type { XmppSocket } from "../../connection.ts";
import type { InvitationNotice } from "../types.ts";

const NS_INVITATION = "urn:yonder:invitation:0";

/** Asks what an invitation is for, before there is an account (docs/invitations.md). @throws StanzaFailure, ConnectionLost */
export async function describeInvitation(
  socket: Pick<XmppSocket, "request">,
  domain: string,
  token: string,
): Promise<InvitationNotice> {
  const asked = xml("preauth", NS.preauth, { token }, xml("describe", NS_INVITATION));
  const said = (await socket.request("set", asked, domain)).child("invitation", NS_INVITATION);
  const to = said?.child("to", NS_INVITATION);
  const found = {
    from: said?.attr("from"),
    name: said?.attr("name"),
    place: said?.attr("place"),
    to: to?.attr("jid"),
    title: to?.attr("name"),
    expires: parseDateTime(said?.attr("expires") ?? "")?.getTime(),
  };
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value)) as InvitationNotice;
}
