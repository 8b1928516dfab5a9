import { dataForm, type Element, NS, xml } from "@yonder/protocol";
import type { Connector } from "../../connector.ts";
import { StanzaFailure } from "../../requests.ts";
import type { InvitationWish } from "../types.ts";

type Asker = Pick<Connector, "request">;

/** docs/invitations.md */
const NS_INVITATION = "urn:yonder:invitation:0";

/**
 * Asks our server for an invitation that says who invites, and leads to where it is wished. @returns a link for a browser, or an xmpp: URI
 * @throws StanzaFailure
 */
export async function createInvitation(connector: Asker, domain: string, wish: InvitationWish): Promise<string> {
  const command = (attrs: object, inside?: Element) =>
    connector.request("set", xml("command", NS.commands, { node: NS_INVITATION, ...attrs }, inside), domain);
  const begun = await command({ action: "execute" }).catch((cause: unknown) => {
    // COMPAT: another server has no such command, and invites to nothing but itself.
    if (cause instanceof StanzaFailure && !wish.to) return undefined;
    throw cause;
  });
  const fields = Object.entries(wish).map(([name, value]) => ({ name, values: [value] }));
  const sessionid = begun?.child("command", NS.commands)?.attr("sessionid");
  const result = begun
    ? await command({ action: "complete", sessionid }, dataForm({ type: "submit", fields }))
    : await connector.request("set", xml("command", NS.commands, { node: NS.invite, action: "execute" }), domain);
  const form = result.child("command", NS.commands)?.child("x", NS.dataForms);
  return value(form, "landing-url") ?? value(form, "uri") ?? "";
}

function value(form: Element | undefined, name: string): string | undefined {
  return form
    ?.elements()
    .find((field) => field.attr("var") === name)
    ?.childText("value");
}
