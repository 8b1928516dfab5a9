import { type Element, Jid, NS, withAttrs, withoutChildren } from "@yonder/protocol";

/** XEP-0359 §5 and XEP-0203 §4: what only this server may say is not taken from a client. */
export function withoutForgeries(stanza: Element, domain: string, to: Jid): Element {
  const isOurs = (jid: string | undefined) =>
    jid !== undefined && (jid === domain || Jid.tryParse(jid)?.domain === domain);
  const cleaned = withoutChildren(
    stanza,
    (child) =>
      (child.name === "stanza-id" && child.ns === NS.sid && isOurs(child.attr("by"))) ||
      (child.name === "delay" && child.ns === NS.delay && isOurs(child.attr("from"))),
  );
  return stanza.attr("to") === undefined ? withAttrs(cleaned, { to: to.bare }) : cleaned;
}
