import { NS } from "../ns.ts";
import { type Element, withoutChildren, xml } from "../xml/element.ts";

/** `<stanza-id/>`: `by` is the bare address of the archive that gave the id (XEP-0359). */
export function stanzaId(by: string, id: string): Element {
  return xml("stanza-id", NS.sid, { by, id });
}

/** `<origin-id/>`: the sender's own id of a message. */
export function originId(id: string): Element {
  return xml("origin-id", NS.sid, { id });
}

/** The id that the archive `by` gave to a message. */
export function stanzaIdOf(stanza: Element, by: string): string | undefined {
  const found = stanza.elements().find((e) => isStanzaIdBy(e, by));
  return found?.attr("id") || undefined;
}

export function originIdOf(stanza: Element): string | undefined {
  return stanza.child("origin-id", NS.sid)?.attr("id") || undefined;
}

/** The stanza without ids that claim to be given by `by` (XEP-0359 §5): what is left of them is forged. */
export function withoutStanzaIds(stanza: Element, by: string): Element {
  return withoutChildren(stanza, (e) => isStanzaIdBy(e, by));
}

function isStanzaIdBy(e: Element, by: string): boolean {
  return e.is("stanza-id", NS.sid) && e.attr("by") === by;
}
