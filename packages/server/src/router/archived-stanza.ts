import { appendChild, delay, type Element, stanzaId } from "@yonder/protocol";
import { timeOf, toText } from "../store/archive-id.ts";
import type { ArchivedMessage } from "../store/store.ts";
import { storedStanza } from "../store/stored-stanza.ts";

/** A message out of the archive of `owner`, a bare JID, with its stanza-id. */
export function archivedStanza(message: ArchivedMessage, owner: string): Element {
  return stamped(storedStanza(message.xml), owner, message.id);
}

/** The same as it is delivered late: with the time of its acceptance (XEP-0203, XEP-0160 §3). */
export function delayedStanza(message: ArchivedMessage, owner: string): Element {
  const domain = owner.slice(owner.indexOf("@") + 1);
  return appendChild(archivedStanza(message, owner), delay(timeOf(message.id), domain));
}

/** The message with its `stanza-id` (XEP-0359) by the archive of `owner`, a bare JID. */
export function stamped(stanza: Element, owner: string, archiveId: number): Element {
  return appendChild(stanza, stanzaId(owner, toText(archiveId)));
}
