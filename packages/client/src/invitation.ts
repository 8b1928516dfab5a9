import { type Element, NS, xml } from "@yonder/protocol";

import type { ContactLink, ContactLinkWish } from "./types.ts";

type SendRequest = (type: "get" | "set", payload: Element, to?: string) => Promise<Element>;

/** Asks our server for an invitation (XEP-0401 §5.1). @returns a link for a browser, or an xmpp: URI @throws StanzaFailure */
export async function createInvitation(request: SendRequest, domain: string): Promise<string> {
  const result = await request("set", xml("command", NS.commands, { node: NS.invite, action: "execute" }), domain);
  const form = result.child("command", NS.commands)?.child("x", NS.dataForms);
  return value(form, "landing-url") ?? value(form, "uri") ?? "";
}

/** Reads, opens (a wish) or closes (null) the link by which people without an account write to us; few do. */
export async function contactLink(
  request: SendRequest,
  domain: string,
  wish?: ContactLinkWish | null,
): Promise<ContactLink | undefined> {
  const link = await import("./contact-link.ts");
  return link.contactLink(request, domain, wish);
}

function value(form: Element | undefined, name: string): string | undefined {
  return form
    ?.elements()
    .find((field) => field.attr("var") === name)
    ?.childText("value");
}
