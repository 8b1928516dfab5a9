import { dataForm, dataFormIn, type Element, fieldFlag, fieldValue, NS, xml } from "@yonder/protocol";
import type { Connector } from "../../connector.ts";
import { StanzaFailure } from "../../requests.ts";
import type { ContactLink, ContactLinkWish } from "../types.ts";

type Asker = Pick<Connector, "request">;

/**
 * Asks our server for our contact link, by a command (XEP-0050); a wish opens it like that, null closes it.
 * @returns undefined where there are none @throws StanzaFailure, ConnectionLost
 */
export async function contactLink(
  connector: Asker,
  domain: string,
  wish?: ContactLinkWish | null,
): Promise<ContactLink | undefined> {
  const begun = await begin(connector, domain).catch((cause: unknown) => {
    // A server that lets no guests in does not have the command.
    if (cause instanceof StanzaFailure) return undefined;
    throw cause;
  });
  const form = begun && dataFormIn(begun);
  const url = form && fieldValue(form, "url");
  if (!begun || !form || !url) return undefined;
  const session = { sessionid: begun.attr("sessionid") };
  const said = { name: fieldValue(form, "name") ?? "", hasPicture: fieldFlag(form, "picture") ?? false };
  const now = { ...said, isOpen: fieldFlag(form, "open") ?? false, url };
  const link = wish === undefined ? now : { ...now, ...wish, isOpen: wish !== null };
  const last =
    wish === undefined
      ? command({ action: "cancel", ...session })
      : command({ action: "complete", ...session }, filled(link));
  await connector.request("set", last, domain);
  return link;
}

function filled({ isOpen, name, hasPicture }: ContactLink): Element {
  const fields = [
    { name: "open", values: [isOpen ? "1" : "0"] },
    { name: "name", values: [name] },
    { name: "picture", values: [hasPicture ? "1" : "0"] },
  ];
  return dataForm({ type: "submit", fields });
}

async function begin(connector: Asker, domain: string): Promise<Element> {
  const result = await connector.request("set", command({ action: "execute" }), domain);
  return result.child("command", NS.commands) ?? result;
}

function command(attrs: { readonly action: string; readonly sessionid?: string | undefined }, form?: Element): Element {
  return xml("command", NS.commands, { node: "guests", ...attrs }, form);
}
