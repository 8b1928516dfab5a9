import { carbonOf, delayOf, type Element, mamResultOf, NS, originIdOf, stanzaIdOf } from "@yonder/protocol";
import { bareOf, domainOf } from "./address.ts";
import { type Amends, type ParsedReply, readContent } from "./message-content.ts";
import type { Author, Moved, SharedFile } from "./types.ts";

/** How a message came to us. */
export type Source = "live" | "carbon" | "archive";

/** What one message stanza says. Everything in it is the sender's claim, but `peer`, `isOwn` and `archiveId`. */
export interface ParsedMessage {
  readonly source: Source;
  readonly stanza: Element;
  /** Bare address of the other side. */
  readonly peer: string;
  readonly isOwn: boolean;
  /** Full address of the sender. */
  readonly from: string;
  readonly id: string;
  readonly originId: string | undefined;
  /** Only when our own account gave it (XEP-0359 §5). */
  readonly archiveId: string | undefined;
  /** In a group: who wrote it. */
  readonly author?: Author;
  readonly isGroup?: boolean;
  /** In a group: it names us. */
  readonly isMention?: boolean;
  readonly body: string | undefined;
  readonly reply?: ParsedReply;
  readonly file?: SharedFile;
  readonly link?: string;
  /** What it does to an earlier message. */
  readonly amends?: Amends;
  /** The archive removed what it said. */
  readonly isTombstone?: boolean;
  readonly moved?: Moved;
  /** When it was accepted, ms; undefined: just now. */
  readonly at: number | undefined;
  readonly isError: boolean;
}

export interface Account {
  /** Our bare address. */
  readonly address: string;
  /** The archive answers, so that stanza-ids by our own address are its own and forged ones were removed. */
  readonly hasArchive: boolean;
}

export type Unwrapped =
  | { readonly kind: "message"; readonly message: ParsedMessage }
  | {
      readonly kind: "archived";
      readonly query: string;
      readonly message: ParsedMessage | undefined;
      readonly archiveId: string;
    }
  | { readonly kind: "ignored" };

const IGNORED: Unwrapped = { kind: "ignored" };

/** Takes a message stanza out of its envelope, refusing envelopes that are not our own account's. */
export function unwrap(stanza: Element, account: Account): Unwrapped {
  if (stanza.child("result", NS.mam)) return unwrapArchived(stanza, account);
  const carbons = stanza.childWithNs(NS.carbons);
  if (carbons && carbons.name !== "private") return unwrapCarbon(stanza, account);
  return asMessage(parse(stanza, account, "live", readDelay(stanza, account)));
}

// XEP-0280 §11: a carbon is believed only when our own bare address sent it, and only about ourselves.
function unwrapCarbon(stanza: Element, account: Account): Unwrapped {
  const carbon = carbonOf(stanza, account.address);
  if (!carbon || isEnvelope(carbon.stanza)) return IGNORED;
  const message = parse(carbon.stanza, account, "carbon", readDelay(carbon.stanza, account));
  return message?.isOwn === (carbon.kind === "sent") ? asMessage(message) : IGNORED;
}

// XEP-0313 §4.1: a result is believed only from our own archive; the archive drops those of queries that nobody made.
function unwrapArchived(stanza: Element, account: Account): Unwrapped {
  const result = mamResultOf(stanza);
  const from = stanza.attr("from") ?? account.address;
  if (!result || from !== account.address || isEnvelope(result.stanza)) return IGNORED;
  const { id: archiveId, queryId: query = "" } = result;
  const message = parse(result.stanza, account, "archive", result.stamp.getTime());
  return { kind: "archived", query, archiveId, message: message && { ...message, archiveId } };
}

/** An envelope inside an envelope is nobody's honest message. */
function isEnvelope(inner: Element): boolean {
  const carbons = inner.childWithNs(NS.carbons);
  return (
    !inner.is("message") ||
    carbons?.child("forwarded", NS.forward) !== undefined ||
    inner.child("result", NS.mam) !== undefined
  );
}

function asMessage(message: ParsedMessage | undefined): Unwrapped {
  return message ? { kind: "message", message } : IGNORED;
}

function parse(stanza: Element, account: Account, source: Source, at: number | undefined): ParsedMessage | undefined {
  const from = stanza.attr("from") ?? account.address;
  const isOwn = bareOf(from) === account.address;
  const to = bareOf(stanza.attr("to") ?? account.address);
  if (stanza.attr("type") === "groupchat" || (!isOwn && to !== account.address)) return undefined;
  const id = stanza.attr("id") ?? "";
  const isError = stanza.attr("type") === "error";
  const originId = originIdOf(stanza);
  return {
    source,
    stanza,
    peer: isOwn ? to : bareOf(from),
    isOwn,
    from,
    id,
    originId,
    archiveId: ownStanzaId(stanza, account),
    ...(isError ? { body: undefined } : readContent(stanza)),
    at,
    isError,
  };
}

// XEP-0359 §5: only the id that our own account gave counts, and only if it removes what others forge.
function ownStanzaId(stanza: Element, account: Account): string | undefined {
  return account.hasArchive ? stanzaIdOf(stanza, account.address) : undefined;
}

// XEP-0203 §5: of what delayed a message only our own server's word counts, which removes what others forge in its name.
function readDelay(stanza: Element, { address }: Account): number | undefined {
  return (delayOf(stanza, domainOf(address)) ?? delayOf(stanza, address))?.stamp.getTime();
}
