import { Element, NS } from "@yonder/protocol";

/** Of everything on a component's stream (XEP-0114 §3). */
export const COMPONENT = "jabber:component:accept";

/**
 * A stanza as a component wrote it, with its own parts in jabber:client, as everywhere else. The other way there is nothing to do: what
 * is written without a namespace is in the stream's.
 */
export function asClient(e: Element): Element {
  if (e.ns !== COMPONENT) return e;
  const children = e.children.map((child) => (typeof child === "string" ? child : asClient(child)));
  return new Element(e.name, NS.client, e.attributes, children);
}
