import { type Element, NS } from "@yonder/protocol";
import { bareOf } from "./address.ts";

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
  readonly body: string | undefined;
  /** When it was accepted, ms; undefined: just now. */
  readonly at: number | undefined;
  readonly isError: boolean;
}

export interface Account {
  /** Our bare address. */
  readonly address: string;
  /** The archive answers, so that stanza-ids by our own address are its own and forged ones were removed. */
  readonly hasArchive: boolean;
  /** Is this an archive query of ours that still runs? */
  isOwnQuery(id: string): boolean;
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
  const result = stanza.child("result", NS.mam);
  if (result) return unwrapArchived(stanza, result, account);
  const carbon = stanza.childWithNs(NS.carbons);
  if (carbon && carbon.name !== "private") return unwrapCarbon(stanza, carbon, account);
  return asMessage(parse(stanza, account, "live", readDelay(stanza)));
}

// XEP-0280 §11: a carbon is believed only when our own bare address sent it, and only about ourselves.
function unwrapCarbon(stanza: Element, carbon: Element, account: Account): Unwrapped {
  const inner = forwarded(carbon);
  if (!inner || !isFromAccount(stanza, account)) return IGNORED;
  const message = parse(inner, account, "carbon", readDelay(inner) ?? readDelay(carbon.child("forwarded", NS.forward)));
  if (message?.isOwn !== (carbon.name === "sent")) return IGNORED;
  return asMessage(message);
}

// XEP-0313 §4.1: a result is believed only when our own archive answers a query of ours.
function unwrapArchived(stanza: Element, result: Element, account: Account): Unwrapped {
  const query = result.attr("queryid") ?? "";
  const archiveId = result.attr("id");
  const inner = forwarded(result);
  if (!isFromAccount(stanza, account) || !account.isOwnQuery(query) || !archiveId || !inner) return IGNORED;
  const message = parse(inner, account, "archive", readDelay(result.child("forwarded", NS.forward)));
  return { kind: "archived", query, archiveId, message: message && { ...message, archiveId } };
}

function isFromAccount(stanza: Element, account: Account): boolean {
  const from = stanza.attr("from");
  return from === undefined || from === account.address;
}

function forwarded(envelope: Element): Element | undefined {
  const inner = envelope.child("forwarded", NS.forward)?.child("message", NS.client);
  // An envelope inside an envelope is nobody's honest message.
  return inner?.childWithNs(NS.carbons)?.child("forwarded", NS.forward) || inner?.child("result", NS.mam)
    ? undefined
    : inner;
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
  const body = isError ? undefined : stanza.childText("body");
  const originId = stanza.child("origin-id", NS.sid)?.attr("id");
  return {
    source,
    stanza,
    peer: isOwn ? to : bareOf(from),
    isOwn,
    from,
    id,
    originId,
    archiveId: ownStanzaId(stanza, account),
    body,
    at,
    isError,
  };
}

// XEP-0359 §5: only the id that our own account gave counts, and only if it removes what others forge.
function ownStanzaId(stanza: Element, account: Account): string | undefined {
  if (!account.hasArchive) return undefined;
  const isOwn = (child: Element) => child.is("stanza-id", NS.sid) && child.attr("by") === account.address;
  return stanza.elements().find(isOwn)?.attr("id");
}

function readDelay(stanza: Element | undefined): number | undefined {
  const time = Date.parse(stanza?.child("delay", NS.delay)?.attr("stamp") ?? "");
  return Number.isNaN(time) ? undefined : time;
}
