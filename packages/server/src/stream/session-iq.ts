import { type Element, errorReply, NS, resultReply, StanzaError } from "@yonder/protocol";

/** What a stanza's handling needs no router for. `drop`: it deserves no answer. */
export type Shortcut = { readonly kind: "reply"; readonly element: Element } | { readonly kind: "drop" };

const REQUESTS: ReadonlySet<string | undefined> = new Set(["get", "set"]);
const RESPONSES: ReadonlySet<string | undefined> = new Set(["result", "error"]);

/** Answers an iq that is malformed (RFC 6120 §8.2.3), binds twice (§7.1), or asks for a session (RFC 3921 §3). */
export function shortcutFor(stanza: Element): Shortcut | undefined {
  if (stanza.name !== "iq") return undefined;
  const type = stanza.attr("type");
  if (RESPONSES.has(type)) return stanza.attr("id") ? undefined : { kind: "drop" };
  const payload = stanza.firstElement;
  if (!REQUESTS.has(type) || !stanza.attr("id") || !payload || stanza.elements().length !== 1)
    return refuse(stanza, "bad-request");
  if (payload.is("bind", NS.bind)) return refuse(stanza, "not-allowed");
  if (payload.is("session", NS.session)) return { kind: "reply", element: resultReply(stanza) };
  return undefined;
}

function refuse(stanza: Element, condition: "bad-request" | "not-allowed"): Shortcut {
  return { kind: "reply", element: errorReply(stanza, new StanzaError(condition)) };
}
