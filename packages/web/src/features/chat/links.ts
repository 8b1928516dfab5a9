/** A piece of text, or a link as it was written and where it leads. */
export type Piece = string | Link;

interface Link {
  readonly href: string;
  readonly text: string;
  /** Its host in ASCII, where letters of several alphabets could be taken for each other. */
  readonly host?: string | undefined;
}

/** Signs that are not seen, or turn the line around, end a link: what follows would be shown as something else than it is. */
const LINK = /(?:https?:\/\/|www\.|mailto:|xmpp:)[^\s<>"\u201c\u201d\p{Cc}\p{Cf}]+/giu;
const SCHEMES = new Set(["http:", "https:", "mailto:", "xmpp:"]);

/** Finds links. Only http, https, mailto and xmpp lead anywhere; everything else stays text. */
export function findLinks(text: string): Piece[] {
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(LINK)) {
    const written = trimEnd(match[0]);
    const href = safeHref(written);
    const isWithinWord = /[\p{L}\p{N}]/u.test(text[match.index - 1] ?? "");
    if (!href || isWithinWord) continue;
    if (match.index > end) pieces.push(text.slice(end, match.index));
    pieces.push({ href, text: written, host: alikeHost(written, href) });
    end = match.index + written.length;
  }
  if (end < text.length) pieces.push(text.slice(end));
  return pieces;
}

/** No honest link is longer. */
const MAX_LINK = 4_096;

/**
 * The address a link leads to, or undefined when it is none that may be opened. What stands before an @ in a page's address is there to be
 * taken for its host.
 */
export function safeHref(written: string): string | undefined {
  if (written.length > MAX_LINK) return undefined;
  const url = parse(written.toLowerCase().startsWith("www.") ? `https://${written}` : written);
  if (!url || !SCHEMES.has(url.protocol) || url.username || url.password) return undefined;
  const isEmpty = url.protocol === "mailto:" || url.protocol === "xmpp:" ? url.pathname === "" : url.hostname === "";
  return isEmpty ? undefined : url.href;
}

/** Alphabets with letters that look like Latin ones. */
const ALIKE = /[\p{sc=Cyrl}\p{sc=Grek}\p{sc=Armn}\p{sc=Cher}\p{sc=Copt}\p{sc=Lisu}]/u;

function alikeHost(written: string, href: string): string | undefined {
  const host = written.replace(/^\w+:\/+/, "").split(/[/?#]/)[0] ?? "";
  return ALIKE.test(host) && /[a-z]/i.test(host) ? new URL(href).host : undefined;
}

/** COMPAT: URL.parse came to browsers in 2024. */
function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

/** The contact's address that an xmpp: link names (RFC 5122), without its query. */
export function addressOfLink(href: string): string | undefined {
  if (!href.toLowerCase().startsWith("xmpp:")) return undefined;
  try {
    return decodeURIComponent(href.slice(5).split(/[?/]/)[0] ?? "") || undefined;
  } catch {
    // A broken percent sign names nobody.
    return undefined;
  }
}

/** A sentence's own punctuation after a link does not belong to it; closing brackets do when one was opened. */
function trimEnd(link: string): string {
  const excess = new Map(
    Object.entries(BRACKETS).map(([close, open]) => [close, count(link, close) - count(link, open)]),
  );
  let end = link.length;
  for (; end > 0; end--) {
    const last = link[end - 1] ?? "";
    const left = excess.get(last);
    if (left === undefined ? !PUNCTUATION.test(last) : left <= 0) break;
    if (left !== undefined) excess.set(last, left - 1);
  }
  return link.slice(0, end);
}

const PUNCTUATION = /[.,;:!?'*_~`…。，！？、]/u;
const BRACKETS: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
