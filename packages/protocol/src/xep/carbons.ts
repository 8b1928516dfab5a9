import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";

interface Recipient {
  readonly bare: string;
  toString(): string;
}

/** A message one of the account's other devices sent, as the copy for the device `to` (XEP-0280 §8). */
export function carbonSent(message: Element, to: Recipient): Element {
  return carbon("sent", message, to);
}

/** A message one of the account's other devices received, as the copy for the device `to` (XEP-0280 §7). */
export function carbonReceived(message: Element, to: Recipient): Element {
  return carbon("received", message, to);
}

/** What a carbon copy holds, if it truly comes from the own account (XEP-0280 §11); undefined for all else, forged copies included. */
export function unwrapCarbon(
  stanza: Element,
  ownBareJid: string,
): { readonly kind: "sent" | "received"; readonly message: Element } | undefined {
  if (stanza.attr("from") !== ownBareJid) return undefined;
  const wrapper = stanza.childWithNs(NS.carbons);
  const message = wrapper?.child("forwarded", NS.forward)?.child("message", NS.client);
  if (!message || (wrapper?.name !== "sent" && wrapper?.name !== "received")) return undefined;
  return { kind: wrapper.name, message };
}

function carbon(kind: "sent" | "received", message: Element, to: Recipient): Element {
  const forwarded = xml("forwarded", NS.forward, null, message);
  const attrs = { from: to.bare, to: to.toString(), type: message.attr("type") };
  return xml("message", NS.client, attrs, xml(kind, NS.carbons, null, forwarded));
}
