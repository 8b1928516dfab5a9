import { dataForm, dataFormIn, type Element, fieldFlag, fieldValue, NS, xml } from "@yonder/protocol";
import { StanzaFailure } from "./requests.ts";
import type { ContactLink } from "./types.ts";

type SendRequest = (type: "get" | "set", payload: Element, to?: string) => Promise<Element>;

/**
 * Asks our server for our contact link, by a command (XEP-0050); `name` opens it under that name, null closes it.
 * @returns undefined where there are none @throws StanzaFailure, ConnectionLost
 */
export async function contactLink(
  request: SendRequest,
  domain: string,
  name?: string | null,
): Promise<ContactLink | undefined> {
  const begun = await begin(request, domain).catch((cause: unknown) => {
    // A server that lets no guests in does not have the command.
    if (cause instanceof StanzaFailure) return undefined;
    throw cause;
  });
  const form = begun && dataFormIn(begun);
  const url = form && fieldValue(form, "url");
  if (!begun || !form || !url) return undefined;
  const session = { sessionid: begun.attr("sessionid") };
  const now = { isOpen: fieldFlag(form, "open") ?? false, name: fieldValue(form, "name") ?? "", url };
  const link = name === undefined ? now : { isOpen: name !== null, name: name ?? "", url };
  const last =
    name === undefined
      ? command({ action: "cancel", ...session })
      : command({ action: "complete", ...session }, filled(link));
  await request("set", last, domain);
  return link;
}

function filled({ isOpen, name }: ContactLink): Element {
  const fields = [
    { name: "open", values: [isOpen ? "1" : "0"] },
    { name: "name", values: [name] },
  ];
  return dataForm({ type: "submit", fields });
}

async function begin(request: SendRequest, domain: string): Promise<Element> {
  const result = await request("set", command({ action: "execute" }), domain);
  return result.child("command", NS.commands) ?? result;
}

function command(attrs: { readonly action: string; readonly sessionid?: string | undefined }, form?: Element): Element {
  return xml("command", NS.commands, { node: "guests", ...attrs }, form);
}
