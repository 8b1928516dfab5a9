import { appendChild, delay, type Element, NS, parseElement, stanzaId } from "@yonder/protocol";
import { timeOf, toText } from "../store/archive-id.ts";
import type { ArchivedMessage } from "../store/store.ts";

/** A message out of the archive of `owner`, a bare JID, as it is delivered late: with its stanza-id and the time of its acceptance (XEP-0203, XEP-0160 §3). */
export function archivedStanza(message: ArchivedMessage, owner: string): Element {
  const stanza = parseElement(message.xml, undefined, NS.client);
  const domain = owner.slice(owner.indexOf("@") + 1);
  return appendChild(stamped(stanza, owner, message.id), delay(timeOf(message.id), domain));
}

/** The message with its `stanza-id` (XEP-0359) by the archive of `owner`, a bare JID. */
export function stamped(stanza: Element, owner: string, archiveId: number): Element {
  return appendChild(stanza, stanzaId(owner, toText(archiveId)));
}
