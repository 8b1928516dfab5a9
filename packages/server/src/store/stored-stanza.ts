import { type Element, NS, parseElement, UNLIMITED } from "@yonder/protocol";

/** Reads a stanza that we wrote ourselves: it may be somewhat larger than what a client may send, as we have added to it. */
export function storedStanza(text: string): Element {
  return parseElement(text, UNLIMITED, NS.client);
}
