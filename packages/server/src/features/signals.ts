import { type Element, xml } from "@yonder/protocol";

/**
 * What features tell each other's nodes about a user (`router.signal`); a roster push, `<query xmlns='jabber:iq:roster'/>`,
 * is one too. Sessions never see these elements and cannot send them.
 */
const SIGNALS = "urn:yonder:signal:0";

/** The sessions of the user shall show their presence to this address, if it may see it: a presence probe (RFC 6121 §4.3). */
export function show(to: string): Element {
  return xml("show", SIGNALS, { to });
}

/** The sessions of the user shall be unavailable for this contact, who may see them no longer (RFC 6121 §3.2.2). */
export function hide(to: string): Element {
  return xml("hide", SIGNALS, { to });
}

/** The account was removed: its sessions end. */
export function removed(): Element {
  return xml("removed", SIGNALS);
}

/** An administrator ends the user's sessions, or that of one resource. */
export function ended(resource: string | undefined): Element {
  return xml("ended", SIGNALS, { resource });
}

/** The owner signs out the client whose addresses end with this. */
export function revoked(client: string): Element {
  return xml("revoked", SIGNALS, { client });
}

export function isSignal(element: Element, name: "show" | "hide" | "removed" | "ended" | "revoked"): boolean {
  return element.is(name, SIGNALS);
}
