import { appendChild, delay, type Element, type Jid, withAttrs } from "@yonder/protocol";
import { timeOf, toText } from "../../store/archive-id.ts";
import type { Account } from "../../store/store.ts";
import { storedStanza } from "../../store/stored-stanza.ts";
import { cutToSize } from "../archive-query.ts";
import type { Host } from "../feature.ts";

/** The newest messages of a conversation, both sides together, that are looked through for a guest who is back. */
export const MOST_TOLD = 100;

/** Something that was said to a guest. */
export interface Said {
  /** In the archive that has it. */
  readonly id: number;
  readonly stanza: Element;
}

/** What a member said to a guest, oldest first, or what both said: nothing is kept of guests, but the member's own archive has it. */
export async function saidBy(
  { store }: Host,
  { id }: Pick<Account, "id">,
  guest: Jid,
  isAll: boolean,
): Promise<readonly Said[]> {
  const query = { with: guest.bare, before: "", limit: MOST_TOLD } as const;
  const { messages } = cutToSize(await store.archive.page(id, query), query);
  return messages
    .filter(({ isIncoming }) => isAll || !isIncoming)
    .map((message) => ({ id: message.id, stanza: storedStanza(message.xml) }));
}

/** As it is told again, with the time when it was said (XEP-0203). */
export function toldAgain({ domain }: Host, { id, stanza }: Said, to: Jid): Element {
  const attrs = { to: to.toString(), id: stanza.attr("id") ?? toText(id) };
  return appendChild(withAttrs(stanza, attrs), delay(timeOf(id), domain));
}
