import {
  type ChatState,
  chatState,
  correction,
  displayed,
  type Element,
  fallback,
  hint,
  markable,
  NS,
  originId,
  outOfBand,
  parseElement,
  reactions,
  receipt,
  receiptRequest,
  reply,
  retraction,
  UNLIMITED,
  xml,
} from "@yonder/protocol";
import type { QueuedContent, QueuedMessage } from "./storage/storage.ts";
import type { ConversationKind, Reply } from "./types.ts";

/** What waits to be sent, as a stanza (XEP-0308, XEP-0424, XEP-0444). */
export function stanzaOf({ key, peer, content }: QueuedMessage, kind: ConversationKind): Element {
  const type = typeOf(kind);
  const make = (...children: (Element | undefined)[]) =>
    xml("message", NS.client, { type, to: peer, id: key }, ...children);
  if (content.kind === "reactions")
    return make(reactions({ id: content.of, emojis: content.emojis }), originId(key), hint("store"));
  if (content.kind === "retraction")
    return make(body(RETRACTED), retraction(content.of), fallback(NS.retraction), originId(key), hint("store"));
  const { replaces } = content;
  const text = [...textOf(content), originId(key)];
  if (replaces !== undefined) return make(...text, correction(replaces), hint("store"));
  // Receipts for a whole group would be a flood (XEP-0184 §5.3).
  const asks = kind === "group" ? [markable()] : [receiptRequest(), markable()];
  return make(...text, ...asks, chatState("active"));
}

/** For clients that do not know XEP-0424: its own words. */
const RETRACTED = "/me retracted a previous message, but it's unsupported by your client.";

/** The text, with what it answers quoted above it for those who do not know XEP-0461. */
function textOf({ body: said, reply: answered, file, told, link }: TextContent): Element[] {
  // XEP-0447 §3.2: the address alone, or below what is said of it, for those who do not know more.
  const text = file ? [said, file.url].filter(Boolean).join("\n") : said;
  const quote = answered?.body ? `${answered.body.replace(/^/gm, "> ")}\n` : "";
  return [
    body(quote + text),
    ...replyTo(answered, quote),
    ...(file && told ? fileOf(file.url, told, said, quote) : []),
    ...(link ? [parseElement(link, UNLIMITED)] : []),
  ];
}

function replyTo(answered: Reply | undefined, quote: string): Element[] {
  if (!answered) return [];
  const mark = quote && fallback(NS.reply, { start: 0, end: [...quote].length });
  const reference = reply({ id: answered.id, to: answered.author || undefined });
  return [reference, ...(mark ? [mark] : [])];
}

function fileOf(url: string, told: string, said: string, quote: string): Element[] {
  const start = [...quote, ...said].length;
  const range = start === 0 ? undefined : { start, end: start + [...url].length + (said ? 1 : 0) };
  return [parseElement(told, UNLIMITED), fallback(NS.fileSharing, range), outOfBand(url)];
}

type TextContent = Extract<QueuedContent, { kind: "text" }>;

function body(text: string): Element {
  return xml("body", NS.client, null, text);
}

/** XEP-0184 §5: kept only for a sender who is not here to see it. */
export function receiptMessage(to: string, id: string, of: string, isKept: boolean): Element {
  return message(to, id, "direct", receipt(of), hint(isKept ? "store" : "no-store"));
}

/** XEP-0333 §4.2: kept, so that our other devices and theirs learn it later. */
export function displayedMessage(to: string, id: string, upTo: string, kind: ConversationKind): Element {
  return message(to, id, kind, displayed(upTo), hint("store"));
}

/** XEP-0085 §5.5: worth nothing later. */
export function chatStateMessage(to: string, id: string, state: ChatState, kind: ConversationKind): Element {
  return message(to, id, kind, chatState(state), hint("no-store"));
}

/** Characters that XML 1.0 cannot carry are left out: one of them would end the stream. */
export function carriable(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(/[^\t\n\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "");
}

function message(to: string, id: string, kind: ConversationKind, ...children: Element[]): Element {
  return xml("message", NS.client, { type: typeOf(kind), to, id }, ...children);
}

function typeOf(kind: ConversationKind): "groupchat" | "chat" {
  return kind === "group" ? "groupchat" : "chat";
}
