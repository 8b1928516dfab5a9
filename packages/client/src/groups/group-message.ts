import { delayOf, type Element, NS, namesPerson, originIdOf, stanzaIdOf } from "@yonder/protocol";
import { bareOf, domainOf, resourceOf } from "../address.ts";
import { readContent } from "../message-content.ts";
import type { ParsedMessage, Source } from "../message-parser.ts";
import type { Author } from "../types.ts";
import type { Occupants } from "./occupants.ts";
import { occupantIdOf } from "./wire.ts";

/** What must be known of a room to read what is said there. */
export interface Setting {
  readonly room: string;
  /** Our own bare address. */
  readonly address: string;
  readonly nick: string;
  /** Our occupant-id (XEP-0421); undefined in a room that gives none, where anybody may claim any. */
  readonly ownId: string | undefined;
  /** The archive answers, so that the room's stanza-ids are its own (XEP-0359 §5). */
  readonly hasArchive: boolean;
  readonly occupants: Occupants;
}

/** Where a message stands in the room's archive. */
export interface Archived {
  readonly id: string;
  readonly at: number;
}

/** What a message in a room says (XEP-0045 §7.4). Without a name it is the room itself that speaks. */
export function readGroupMessage(stanza: Element, setting: Setting, archived?: Archived): ParsedMessage {
  const { room } = setting;
  const from = stanza.attr("from") ?? "";
  const author = authorOf(stanza, setting, archived !== undefined);
  const isOwn = author.name !== "" && isOurs(author, setting);
  const source: Source = archived ? "archive" : "live";
  const isError = stanza.attr("type") === "error";
  const content = isError ? { body: undefined } : readContent(stanza);
  return {
    source,
    stanza,
    peer: room,
    isOwn,
    from,
    id: stanza.attr("id") ?? "",
    originId: originIdOf(stanza),
    archiveId: archived?.id ?? (setting.hasArchive ? stanzaIdOf(stanza, room) : undefined),
    ...content,
    at: archived?.at ?? delayIn(stanza, room),
    isError,
    isGroup: true,
    author,
    isMention: !isOwn && content.body !== undefined && namesPerson(content.body, setting),
  };
}

/** Of who is gone the archive tells the address, where everybody may know it (XEP-0313 §6.1.2). */
function authorOf(stanza: Element, { occupants, ownId }: Setting, isArchived: boolean): Author {
  const name = resourceOf(stanza.attr("from") ?? "");
  const known = occupants.get(name);
  const id = (ownId && (occupantIdOf(stanza) ?? known?.id)) || name;
  const told = isArchived ? stanza.child("x", NS.mucUser)?.child("item")?.attr("jid") : undefined;
  // The name may be somebody else's by now.
  const isSame = known !== undefined && (!ownId || known.id === id);
  const address = told ? bareOf(told) : (isSame && known.address) || undefined;
  return { name, id, ...(address && { address }) };
}

/** Without ids the name says it, unless it is known to have been somebody else's then. */
function isOurs({ name, id, address }: Author, { nick, ownId, address: own }: Setting): boolean {
  return ownId === undefined ? name === nick && (address ?? own) === own : id === ownId;
}

/** XEP-0203 §5: what the room, or the server on which it is, says of when it came. */
function delayIn(stanza: Element, room: string): number | undefined {
  return (delayOf(stanza, room) ?? delayOf(stanza, domainOf(room)))?.stamp.getTime();
}
