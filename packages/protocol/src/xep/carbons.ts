import type { Jid } from "../jid/jid.ts";
import { NS } from "../ns.ts";
import { type Element, xml } from "../xml/element.ts";
import { forwarded, forwardedIn } from "./forward.ts";

/** A copy of a message that another device of the user sent or received (XEP-0280). */
export interface Carbon {
  readonly kind: "sent" | "received";
  readonly stanza: Element;
}

/** The copy for the device `to` of a message that another device of its user received. */
export function carbonReceived(stanza: Element, to: Jid): Element {
  return carbon("received", stanza, to);
}

/** The copy for the device `to` of a message that another device of its user sent. */
export function carbonSent(stanza: Element, to: Jid): Element {
  return carbon("sent", stanza, to);
}

/** `<enable/>` or `<disable/>`, for an iq of type "set". */
export function carbonsSwitch(isOn: boolean): Element {
  return xml(isOn ? "enable" : "disable", NS.carbons);
}

/** The carbon in a message to a device of `user`, a bare address; from anyone but that user it is forged (XEP-0280 §11). */
export function carbonOf(message: Element, user: string): Carbon | undefined {
  const wrapper = message.childWithNs(NS.carbons);
  if (wrapper === undefined || message.attr("from") !== user) return undefined;
  if (wrapper.name !== "sent" && wrapper.name !== "received") return undefined;
  const inner = forwardedIn(wrapper);
  return inner && { kind: wrapper.name, stanza: inner.stanza };
}

// XEP-0280 §6: from the bare address, of the same type as the message
function carbon(kind: Carbon["kind"], stanza: Element, to: Jid): Element {
  const attrs = { from: to.bare, to: to.toString(), type: stanza.attr("type") };
  return xml("message", NS.client, attrs, xml(kind, NS.carbons, null, forwarded(stanza)));
}
