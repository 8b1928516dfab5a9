import { type Element, Jid, NS, StreamError, withAttrs } from "@yonder/protocol";

const STANZAS: ReadonlySet<string> = new Set(["message", "presence", "iq"]);

export function isStanza(element: Element): boolean {
  return element.ns === NS.client && STANZAS.has(element.name);
}

/** The stream error for an element that has no place where it came (RFC 6120 §4.9.3.10, §4.9.3.24). */
export function unexpected(element: Element): StreamError {
  const isStanzaElsewhere = STANZAS.has(element.name) && element.ns !== NS.client;
  return new StreamError(isStanzaElsewhere ? "invalid-namespace" : "unsupported-stanza-type");
}

/** The stanza with the session's full address as `from`; undefined when it names another (RFC 6120 §8.1.2.1). */
export function withOwnFrom(stanza: Element, own: Jid): Element | undefined {
  const from = stanza.attr("from");
  if (from === own.toString()) return stanza;
  if (from !== undefined && !names(Jid.tryParse(from), own)) return undefined;
  return withAttrs(stanza, { from: own.toString() });
}

function names(from: Jid | undefined, own: Jid): boolean {
  return from?.bare === own.bare && (from.resource === undefined || from.resource === own.resource);
}
