import {
  correctionOf,
  type Element,
  isTombstone,
  NS,
  replyOf,
  retractionOf,
  serialize,
  withoutFallback,
} from "@yonder/protocol";
import { readFile } from "./files/shared-file.ts";
import type { Moved, SharedFile } from "./types.ts";

/** Is it a message of its own, that is shown? */
export function isShown({ body, file, isTombstone }: Content): boolean {
  return Boolean(body || file || isTombstone);
}

/** What a message stanza says, without what it says to clients that know less. */
export interface Content {
  /** The text; undefined when it has none. */
  readonly body: string | undefined;
  readonly reply?: ParsedReply;
  readonly file?: SharedFile;
  /** What it says of a link in it (XEP-0511), as text. */
  readonly link?: string;
  /** What it does to an earlier message. */
  readonly amends?: Amends;
  /** The archive removed what it said. */
  readonly isTombstone?: boolean;
  readonly moved?: Moved;
}

export interface ParsedReply {
  readonly id: string;
  /** The author of what it answers, as the sender claims. */
  readonly to: string | undefined;
  /** What it answers, as the sender quotes it. */
  readonly quote: string;
}

export interface Amends {
  /** The id by which the message is meant. */
  readonly of: string;
  readonly kind: "text" | "removal" | "moderation" | "reactions";
}

export function readContent(stanza: Element): Content {
  const retraction = retractionOf(stanza);
  if (retraction)
    return { body: undefined, amends: { of: retraction.id, kind: retraction.isModerated ? "moderation" : "removal" } };
  if (isTombstone(stanza)) return { body: undefined, isTombstone: true };
  const felt = stanza.child("reactions", NS.reactions)?.attr("id");
  if (felt)
    return { body: withoutFallback(stanza, NS.reactions).text || undefined, amends: { of: felt, kind: "reactions" } };
  return readText(stanza);
}

function readText(stanza: Element): Content {
  const answered = replyOf(stanza);
  const whole = stanza.childText("body");
  const { text, fallback } = answered ? withoutFallback(stanza, NS.reply) : { text: whole, fallback: "" };
  const said = fallback ? text?.replace(/^\n+/, "") : text;
  const corrected = correctionOf(stanza);
  const shared = readFile(stanza, said ?? "");
  const described = stanza.child("Description", NS.rdf);
  return {
    // Who marks all of it as a fallback has said nothing else.
    body: said?.trim() ? said : whole,
    ...shared,
    ...(described && { link: serialize(described) }),
    ...movedIn(stanza),
    ...(answered && { reply: { id: answered.id, to: answered.to, quote: unquoted(fallback) } }),
    ...(corrected && whole && { amends: { of: corrected, kind: "text" } }),
  };
}

/** docs/invitations.md: the server's word, as no device has a bare address. */
function movedIn(stanza: Element): Pick<Content, "moved"> {
  const moved = stanza.attr("from")?.includes("/") ? undefined : stanza.child("moved", "urn:xmpp:moved:1");
  const [to, from] = [moved?.childText("new-jid"), moved?.childText("old-jid")];
  return to || from ? { moved: to ? { to } : { from: from ?? "" } } : {};
}

function unquoted(text: string): string {
  return text.replace(/^> ?/gm, "").trim();
}
